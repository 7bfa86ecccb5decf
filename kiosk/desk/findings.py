"""What the rules say about one dossier: what to look at, papers, fee, and where each is from.

A rule that was only remembered (confidence M) is put to the officer as a question.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kiosk.desk.words import DELIVERIES
from kiosk.engine.fields import Message
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Flow, Source
from kiosk.engine.view import amount, text_of
from kiosk.engine.walk import Note, Walk

Level = Literal["error", "officer", "warning"]


@dataclass(frozen=True)
class Basis:
    """Where a rule stands. Not `is_sure`: nobody read it in a source."""

    title: str
    is_sure: bool


@dataclass(frozen=True)
class Finding:
    """`on` is the question it is about, "" for the dossier as a whole. `is_ours`: a sentence of
    the desk, which the page translates; the others come from the flow, in its language."""

    level: Level
    on: str
    text: str
    basis: Basis | None = None
    is_ours: bool = False


@dataclass(frozen=True)
class PaperLine:
    name: str
    replaced_by: str | None
    basis: Basis


@dataclass(frozen=True)
class Cost:
    name: str
    amount: str
    why: str
    basis: Basis | None


def findings(pack: Pack, result: Walk) -> tuple[Finding, ...]:
    """What does not hold first, then what is for the officer, then what the citizen was told."""
    levels: tuple[tuple[Level, tuple[Note, ...]], ...] = (
        ("error", result.errors),
        ("officer", result.officer),
        ("warning", result.warnings),
    )
    return tuple(
        Finding(
            level, label_of(pack.flow, note), text_of(pack, note.message), basis_of(pack.flow, note)
        )
        for level, notes in levels
        for note in notes
    )


def deliveries(pack: Pack | None, flags: Iterable[str]) -> tuple[Finding, ...]:
    """What became of papers and envelopes that came later or did not: flags that no walk finds
    again."""
    found = []
    for flag in flags:
        kind, _, about = flag.partition(":")
        say = DELIVERIES.get(flag) or DELIVERIES.get(kind)
        if say:
            found.append(Finding("officer", called(pack, about), say, is_ours=True))
    return tuple(found)


def called(pack: Pack | None, name: str) -> str:
    """The question of a step, or the label of a field; "" for what is neither."""
    flow = pack.flow if pack else None
    step = flow.step(name) if flow else None
    if step:
        return step.ask
    return next((one.label for one in flow.fields() if one.id == name), "") if flow else ""


def unanswered(pack: Pack, result: Walk) -> str:
    """The question at which the hub's own walk stops, "" when it comes to the end."""
    step = pack.flow.step(result.at.step) if result.at else None
    return step.ask if step else ""


def to_bring(flow: Flow, result: Walk) -> tuple[PaperLine, ...]:
    return tuple(papers(flow, result, is_needed=True))


def not_needed(flow: Flow, result: Walk) -> tuple[PaperLine, ...]:
    """Papers that nobody may ask for here, and what stands in for each."""
    return tuple(papers(flow, result, is_needed=False))


def papers(flow: Flow, result: Walk, is_needed: bool) -> Iterator[PaperLine]:
    for one in result.papers:
        if (one.show_or_attach != "none") == is_needed:
            yield PaperLine(one.name, one.replaced_by, basis(flow.sources[one.source]))


def costs(pack: Pack, result: Walk) -> tuple[Cost, ...]:
    sources = pack.flow.sources
    return tuple(
        Cost(
            line.name or pack.flow.procedure.name,
            amount(pack, line.total),
            line.why or "",
            basis(sources[line.source]) if line.source else None,
        )
        for line in result.fee.lines
    )


def total(pack: Pack, result: Walk) -> str:
    return amount(pack, result.fee.total)


def basis(source: Source) -> Basis:
    return Basis(source.title, source.confidence != "M")


def basis_of(flow: Flow, note: Note) -> Basis | None:
    number = check_number(note.message)
    return None if number is None else basis(flow.sources[flow.checks[number].source])


def check_number(message: Message) -> int | None:
    """Which of the flow's own checks a message comes from; None for those of a field's type."""
    kind, _, number = message.id.partition(".")
    return int(number) if kind == "check" and number.isdigit() else None


def label_of(flow: Flow, note: Note) -> str:
    """The label of the field a note stands on; inside a group it is named `<step>.<n>.<field>`."""
    id = note.on.rpartition(".")[2]
    return next((one.label for one in flow.fields() if one.id == id), "")
