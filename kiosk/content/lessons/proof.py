"""Everything that `kiosk check` proves of one lesson."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.content.lessons.checks import structure
from kiosk.content.lessons.forms import FlowOf
from kiosk.content.lessons.library import make_lesson
from kiosk.content.lessons.read import LessonFile, read_lesson
from kiosk.content.lessons.wording import translations
from kiosk.content.library import Tongue
from kiosk.content.proof import NO_LESSON, in_order
from kiosk.content.wording import Lookup
from kiosk.content.yaml import ContentError, Trouble


@dataclass(frozen=True, slots=True)
class LessonBench:
    """What a lesson is proved with; `lookups` are the catalogues it has to be in, `lessons` those
    that there are."""

    tongues: tuple[Tongue, ...]
    lookups: Mapping[str, Lookup]
    flow_of: FlowOf
    lessons: Collection[str]


def prove_lesson(folder: Path, bench: LessonBench) -> tuple[Trouble, ...]:
    """Every trouble of the lesson in a folder, by file and line; none when it is fine."""
    found: list[Trouble] = []
    try:
        file = read_lesson(folder)
        found += structure(file, bench.flow_of)
        found += before(file, bench.lessons)
        if not found:
            make_lesson(file, bench.flow_of, bench.tongues)
        found += translations(file, bench.lookups)
    except ContentError as problem:
        found += problem.troubles
    return in_order(found)


def before(file: LessonFile, lessons: Collection[str]) -> Iterator[Trouble]:
    """The lessons that come first. One that is missing keeps nobody from this one."""
    for at, id in enumerate(file.lesson.prerequisites):
        if id not in lessons or id == file.lesson.id:
            yield file.trouble(("prerequisites", at), NO_LESSON, id=id)
