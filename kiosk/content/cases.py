"""Worked examples of a flow (`cases.yaml`): answers, and what the walk has to make of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType, field

from kiosk.content import plain
from kiosk.content.flows import FlowFile
from kiosk.content.words import N_
from kiosk.content.yaml import ContentError, Document, Trouble, load
from kiosk.engine.fee import FeeLine
from kiosk.engine.fields.files import is_file_field, made_up
from kiosk.engine.shapes import Channel, Date, Flow, Shape, Value
from kiosk.engine.turn import key
from kiosk.engine.walk import Context, Note, Walk, derived, submitted, walk

FILE = "cases.yaml"
BAD_CASE = N_("ví dụ này chưa đúng dạng: {why}")
SAME_NAME = N_("đã có ví dụ tên “{name}”")
NOT_BEFORE = N_("không có ví dụ nào tên “{name}” ở phía trên")
DIFFERS = N_("ví dụ “{name}”: {what} phải là {expected}, nhưng lại là {found}")


class Expected(Shape, frozen=True):
    """What a case looks at; the rest may be anything.

    `at` and `path` are page keys (`tre-ten`, `con/2`); `papers` those to show or hand in;
    `warnings`, `errors` and `officer` the fields they stand on; `absent` answers that must not be
    submitted; `derived` some of the values that nobody types.
    """

    done: bool | UnsetType = UNSET
    stopped: str | UnsetType | None = UNSET
    at: str | UnsetType | None = UNSET
    path: list[str] | UnsetType = UNSET
    papers: list[str] | UnsetType = UNSET
    fee: "ExpectedFee | UnsetType" = UNSET
    warnings: list[str] | UnsetType = UNSET
    errors: list[str] | UnsetType = UNSET
    officer: list[str] | UnsetType = UNSET
    absent: list[str] | UnsetType = UNSET
    derived: dict[str, Value] | UnsetType = UNSET


class ExpectedFee(Shape, frozen=True):
    """`lines` are the totals of the fee's lines; null is "ask the officer"."""

    total: int | UnsetType | None = UNSET
    lines: list[int | None] | UnsetType = UNSET


class Case(Shape, frozen=True):
    """`like` names an earlier case whose answers this one starts from. A number as the answer to
    a question for photographs stands for so many of them."""

    name: str
    today: Date
    expect: Expected
    answers: dict[str, Value] = field(default_factory=dict)
    like: str | None = None
    channel: Channel = "online"
    commune: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` is the key below `expect`."""

    what: str
    expected: Value
    found: Value

    def __str__(self) -> str:
        return f"{self.what}: {self.expected!r} expected, {self.found!r} found"


def case_troubles(file: FlowFile, context: Context) -> Iterator[Trouble]:
    """Runs the cases of a flow; a flow without the file has none."""
    if not (file.folder / FILE).exists():
        return
    document = load(file.folder / FILE)
    for index, case in enumerate(cases_in(document)):
        for one in run_case(file.flow, case, context):
            yield document.trouble(
                (index, "expect", *one.what.split(".")), DIFFERS, name=case.name, what=one.what,
                expected=shown(one.expected), found=shown(one.found),
            )  # fmt: skip


def read_cases(file: Path) -> tuple[Case, ...]:
    """Raises ContentError."""
    return cases_in(load(file))


def cases_in(document: Document) -> tuple[Case, ...]:
    known: dict[str, Case] = {}
    rows = document.data if isinstance(document.data, list) else [document.data]
    for index, row in enumerate(rows):
        try:
            case = msgspec.convert(row, Case)
        except msgspec.ValidationError as problem:
            raise ContentError(bad_case(document, index, problem)) from problem
        if case.name in known:
            raise ContentError(document.trouble((index, "name"), SAME_NAME, name=case.name))
        if case.like is not None and case.like not in known:
            raise ContentError(document.trouble((index, "like"), NOT_BEFORE, name=case.like))
        before = known[case.like].answers if case.like is not None else {}
        known[case.name] = msgspec.structs.replace(case, answers={**before, **case.answers})
    return tuple(known.values())


def bad_case(document: Document, index: int, problem: Exception) -> Trouble:
    inside, why = plain.of_shape(problem, Case)
    return document.trouble((index, *inside), BAD_CASE, why=why)


def run_case(flow: Flow, case: Case, context: Context) -> list[Difference]:
    """What came out otherwise; the context gives the tables, the case the day."""
    result = walk(flow, answers_of(flow, case), context_of(case, context))
    found = findings(flow, case, result)
    wanted: dict[str, Any] = msgspec.to_builtins(case.expect)
    differences: list[Difference] = []
    for what, expected in wanted.items():
        if isinstance(expected, dict):
            held = found[what]
            differences += [
                Difference(f"{what}.{part}", value, held.get(part))
                for part, value in expected.items()
                if held.get(part) != value
            ]
        elif in_any_order(what, expected) != in_any_order(what, found[what]):
            differences.append(Difference(what, expected, found[what]))
    return differences


def answers_of(flow: Flow, case: Case) -> dict[str, Value]:
    """As they would be stored."""
    photographed = {one.id for one in flow.fields() if is_file_field(one)}
    return {
        name: made_up(min(value, 64)) if name in photographed and type(value) is int else value
        for name, value in case.answers.items()
    }


def context_of(case: Case, context: Context) -> Context:
    commune = case.commune or context.commune
    return replace(context, today=case.today, channel=case.channel, commune=commune)


def findings(flow: Flow, case: Case, result: Walk) -> dict[str, Any]:
    sent = submitted(flow, result)
    wanted = case.expect.absent or []
    return {
        "done": result.done,
        "stopped": result.stopped,
        "at": key(result.at) if result.at else None,
        "path": [key(place) for place in result.path],
        "papers": [one.id for one in result.papers if one.show_or_attach != "none"],
        "fee": {"total": result.fee.total, "lines": totals(result.fee.lines)},
        "warnings": fields(result.warnings),
        "errors": fields(result.errors),
        "officer": fields(result.officer),
        "absent": [name for name in wanted if name not in sent],
        "derived": derived(flow, result.env),
    }


def totals(lines: tuple[FeeLine, ...]) -> list[int | None]:
    return [line.total for line in lines]


def fields(notes: tuple[Note, ...]) -> list[str]:
    return [note.on for note in notes]


def in_any_order(what: str, value: Value) -> Value:
    """A path has an order; notes and papers of a case are a set to whoever writes it."""
    return sorted(value) if isinstance(value, list) and what != "path" else value


def shown(value: Value) -> str:
    return msgspec.json.encode(value).decode()
