"""All lessons of a node: read, checked, compiled."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from kiosk.content.lessons.checks import structure
from kiosk.content.lessons.compile import compile_lesson
from kiosk.content.lessons.forms import FlowOf, forms_of
from kiosk.content.lessons.read import FILE, LessonFile, read_lesson
from kiosk.content.library import (
    Compiled,
    Library,
    Tongue,
    by_language,
    edition_id,
    folder_of,
    kept_packs,
    left_out,
    packs_of,
)
from kiosk.content.shelf import kept_or_made
from kiosk.content.yaml import ContentError, Trouble
from kiosk.engine.holes import HoleError
from kiosk.engine.lesson.pack import FORMAT, LessonPack
from kiosk.engine.lesson.shapes import Lesson
from kiosk.engine.shapes import Flow

SHELF = "lessons-{stamp}.bin"


class LessonEdition(Compiled[LessonPack]):
    @property
    def lesson(self) -> Lesson:
        """In the first language; what is played is the same in all."""
        return self.first.lesson


class Lessons:
    """`troubles` are why lessons were left out, `broken` which: a broken one never takes the node
    down."""

    def __init__(
        self,
        editions: Iterable[LessonEdition],
        troubles: Iterable[Trouble] = (),
        broken: Iterable[str] = (),
    ) -> None:
        self._known: dict[str, LessonEdition] = {}
        self._begun: dict[str, LessonEdition] = {}
        self.by_hash: dict[str, LessonPack] = {}
        self.broken = frozenset(broken)
        self.offer(editions, troubles)

    def offer(self, editions: Iterable[LessonEdition], troubles: Iterable[Trouble] = ()) -> None:
        """From now on these are today's, for everybody who holds the lessons."""
        lessons = {one.lesson.id: one for one in editions}
        self._known |= {one.id: one for one in lessons.values()}
        self._begun |= lessons
        self.by_hash |= {
            pack.sha256: pack for one in lessons.values() for pack in one.packs.values()
        }
        # Last: whoever reads it in another thread finds all that it names.
        self.lessons, self.troubles = lessons, tuple(troubles)

    def to_go_on(self, id: str) -> LessonEdition | None:
        """Today's, else the last that was offered since the start: a run knows only the lesson."""
        return self._begun.get(id)

    def edition(self, db: Connection, id: str) -> LessonEdition | None:
        """None where no packs are kept of it, or none that this program can read."""
        if id not in self._known:
            found = read_edition(id, kept_packs(db, "lesson", id))
            if found is None:
                return None
            self._known[id] = found
        return self._known[id]

    def in_folder(self, folder: Path) -> LessonEdition:
        """Raises ContentError with why there is none."""
        if found := self.lessons.get(folder.name):
            return found
        raise left_out(self.troubles, folder / FILE)


def lessons_from_shelf(
    shelf: Path, stamp: str, folder: Path, flows: Library, tongues: Iterable[Tongue]
) -> Lessons:
    """As `open_lessons`, or as they were compiled at an earlier start under the same stamp."""
    return kept_or_made(
        shelf, SHELF, stamp, lambda: open_lessons(folder, flows, tongues), opened, rows
    )


def open_lessons(folder: Path, flows: Library, tongues: Iterable[Tongue]) -> Lessons:
    """Reads every lesson below the folder and compiles it. A folder that is not there has none."""

    def flow_of(id: str) -> Flow | None:
        found = flows.flows.get(id)
        return found.flow if found else None

    tongues, homes = tuple(tongues), lesson_folders(folder)
    editions: list[LessonEdition] = []
    troubles: list[Trouble] = []
    for home in homes:
        try:
            editions.append(make_lesson(read_sound(home, flow_of), flow_of, tongues))
        except ContentError as problem:
            troubles += problem.troubles
    sound = {one.lesson.id for one in editions}
    return Lessons(editions, troubles, {home.name for home in homes} - sound)


def read_sound(home: Path, flow_of: FlowOf) -> LessonFile:
    """Raises ContentError, also for a lesson that can be read but does not hold together."""
    file = read_lesson(home)
    if found := tuple(structure(file, flow_of)):
        raise ContentError(*found)
    return file


def make_lesson(file: LessonFile, flow_of: FlowOf, tongues: Iterable[Tongue]) -> LessonEdition:
    """Raises ContentError where a page cannot be drawn."""
    forms = forms_of(file.lesson, flow_of)

    def compiled(one: Tongue) -> LessonPack:
        return compile_lesson(file.lesson, one.locale, one.translate, one.render, one.names, forms)

    packs = packs_of(file, tongues, compiled)
    return LessonEdition(edition_id(packs), packs)


def read_edition(id: str, packs: Iterable[bytes]) -> LessonEdition | None:
    """None where there are no packs, or where one is of another format."""
    try:
        found = [LessonPack(data) for data in packs]
    except (msgspec.DecodeError, HoleError, ValueError, TypeError, LookupError):
        return None
    if any(pack.body.format != FORMAT for pack in found):
        return None
    return LessonEdition(id, by_language(found)) if found else None


def lesson_folders(folder: Path) -> list[Path]:
    return sorted(file.parent for file in folder.glob(f"*/{FILE}"))


def lesson_folder(lesson: str, tutorials_dir: Path) -> Path:
    """A lesson's folder by the lesson's id, or as a path that leads there."""
    return folder_of(lesson, tutorials_dir, FILE)


def opened(packs: list[Mapping[str, bytes]]) -> Lessons:
    made = [{locale: LessonPack(data) for locale, data in one.items()} for one in packs]
    return Lessons(LessonEdition(edition_id(one), one) for one in made)


def rows(lessons: Lessons) -> tuple[LessonEdition, ...]:
    return tuple(lessons.lessons.values())
