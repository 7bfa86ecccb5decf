"""Everything that `kiosk check` proves of one flow, in the order in which it can be proved."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.content.cases import FILE, case_troubles, read_cases
from kiosk.content.checks import structure
from kiosk.content.explore import ROUNDS
from kiosk.content.flows import FlowFile, read_flow
from kiosk.content.library import Tongue, make_edition
from kiosk.content.reach import reach
from kiosk.content.wording import Lookup, translations
from kiosk.content.words import N_
from kiosk.content.yaml import ContentError, Trouble
from kiosk.engine.walk import Context

NO_LESSON = N_("không có bài học nào tên “{id}”")


@dataclass(frozen=True, slots=True)
class Bench:
    """What a flow is proved with; `lookups` are the catalogues it has to be in, `rounds` how many
    made-up citizens walk it, `lessons` those that a step may name; null is any."""

    tongues: tuple[Tongue, ...]
    lookups: Mapping[str, Lookup]
    context: Context
    rounds: int = ROUNDS
    lessons: Collection[str] | None = None


def prove(folder: Path, bench: Bench) -> tuple[Trouble, ...]:
    """Every trouble of the flow in a folder, by file and line; none when it is fine."""
    found: list[Trouble] = []
    try:
        file = read_flow(folder)
        found += structure(file)
        if not found:
            make_edition(file, bench.tongues, links={})
            found += walked(file, bench)
        found += lessons(file, bench)
        found += translations(file, bench.lookups)
    except ContentError as problem:
        found += problem.troubles
    return in_order(found)


def in_order(found: Iterable[Trouble]) -> tuple[Trouble, ...]:
    """Each once, by file and line."""
    once = {str(one): one for one in found}.values()
    return tuple(sorted(once, key=lambda one: (str(one.file), one.line)))


def walked(file: FlowFile, bench: Bench) -> Iterator[Trouble]:
    """Only of a flow that is sound: another one would be told the same mistake many times."""
    yield from case_troubles(file, bench.context)
    cases = read_cases(file.folder / FILE) if (file.folder / FILE).exists() else ()
    yield from reach(file, cases, bench.context, bench.rounds)


def lessons(file: FlowFile, bench: Bench) -> Iterator[Trouble]:
    """A step that names a lesson that is not there helps nobody, and hurts nobody."""
    for at, step in enumerate(file.flow.steps):
        if step.lesson and bench.lessons is not None and step.lesson not in bench.lessons:
            yield file.trouble(("steps", at, "lesson"), NO_LESSON, id=step.lesson)
