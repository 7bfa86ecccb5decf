"""The answers laid out like the official form: its fields in its order, and where each is from."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from kiosk.engine.date_words import date_in_words
from kiosk.engine.fields import Reference
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import (
    Answers,
    Derived,
    Field,
    Flow,
    OfficialField,
    OfficialForm,
    Value,
)
from kiosk.engine.show import show
from kiosk.engine.walk import Walk, derived, fields_on_path

How = Literal["asked", "derived"]


@dataclass(frozen=True)
class Entry:
    """A value on the form; `label` is the question it answers. `is_typed`: a place that was kept
    as the citizen typed it, so that the officer settles which commune it is. `is_redone`: it came
    with the last supplement. `lang` where the text is in another language than the page."""

    label: str
    text: str
    how: How = "asked"
    is_blank: bool = False
    is_typed: bool = False
    is_redone: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Row:
    """A field of the form; `officer` says why it is left to the officer. Without entries, the
    question did not come up."""

    label: str
    entries: tuple[Entry, ...]
    officer: str | None = None


@dataclass(frozen=True)
class Section:
    """Fields of one person or thing. The title is "" for those that stand alone."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Question:
    """A step on the path that the citizen can be asked to redo, with its answers."""

    id: str
    ask: str
    entries: tuple[Entry, ...]


class Said(NamedTuple):
    """An answer on the path, or what was computed from answers."""

    field: Field | Derived
    value: Value
    number: int | None = None


def sections(
    pack: Pack, result: Walk, ref: Reference, redone: Collection[str] = ()
) -> tuple[Section, ...]:
    """Every field of the official form; none when the flow names no form. `redone` names the
    fields that came with the last supplement."""
    form = pack.flow.official_form
    said = [*asked(pack.flow, result), *computed(pack.flow, result)]
    filled = [(one, entry(one, pack, ref, redone)) for one in said]
    rows = [(part, row(one, name, filled)) for one, part, name in named(form)]
    return tuple(
        Section(part, tuple(one for _, one in group))
        for part, group in groupby(rows, key=lambda pair: pair[0])
    )


def other_answers(
    pack: Pack, result: Walk, answers: Answers, ref: Reference, redone: Collection[str] = ()
) -> tuple[Entry, ...]:
    """What was answered and does not stand on the official form as it is."""
    flow = pack.flow
    values = derived(flow, result.env)
    carried = {
        name
        for one in flow.derived
        for name in one.value.names
        if one.official and values[one.id] == result.env.get(name)
    }
    consents = (Said(one, answers[one.id]) for one in declared(flow) if one.id in answers)
    return tuple(
        entry(said, pack, ref, redone)
        for said in (*asked(flow, result), *consents)
        if not said.field.official and said.field.id not in carried
    )


def unplaced_answers(pack: Pack | None, result: Walk | None, answers: Answers) -> tuple[Entry, ...]:
    """What came and fits no question on the way, as it came: a hub refuses no content, and an
    officer sees all of it."""
    fields = [*pack.flow.fields(), *declared(pack.flow)] if pack else []
    labels = {one.id: one.label for one in fields}
    placed = placed_names(pack.flow, result) if pack and result else set()
    return tuple(
        Entry(labels.get(name, name), str(value))
        for name, value in answers.items()
        if value is not None and name not in placed
    )


def questions(pack: Pack, result: Walk, ref: Reference) -> tuple[Question, ...]:
    """The steps on the path with their answers, in the order in which they were asked."""
    walked = {place.step for place in result.path}
    said = list(asked(pack.flow, result))
    return tuple(
        Question(
            step.id,
            step.ask,
            tuple(entry(one, pack, ref) for one in said if one.field in step.fields),
        )
        for step in pack.flow.steps
        if step.id in walked and step.stop is None and step is not pack.flow.receiver
    )


def entries_of(pack: Pack, answers: Answers, ref: Reference) -> tuple[Entry, ...]:
    """Answers outside any walk, as far as the flow knows their fields."""
    return tuple(
        entry(Said(one, answers[one.id]), pack, ref)
        for one in pack.flow.fields()
        if one.id in answers
    )


def placed_names(flow: Flow, result: Walk) -> set[str]:
    on_path = {name for name, value in result.env.items() if value is not None}
    return on_path | {one.id for one in declared(flow)}


def declared(flow: Flow) -> tuple[Field, ...]:
    return flow.declaration.fields if flow.declaration else ()


def named(form: OfficialForm | None) -> Iterator[tuple[OfficialField, str, str]]:
    """Each field with its part of the form: "Mẹ: họ, chữ đệm, tên" is "Họ, chữ đệm, tên" of
    "Mẹ"."""
    for one in form.fields if form else ():
        part, colon, name = one.label.partition(": ")
        yield (one, part, name[:1].upper() + name[1:]) if colon else (one, "", part)


def row(official: OfficialField, name: str, said: Iterable[tuple[Said, Entry]]) -> Row:
    found = [one for about, one in said if about.field.official == official.id]
    filled = [one for one in found if not one.is_blank]
    return Row(name, tuple(unlike(filled or found[:1])), official.officer)


def unlike(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Each text once: what is derived often only repeats what was asked."""
    seen: set[str] = set()
    for one in entries:
        if one.text not in seen:
            seen.add(one.text)
            yield one


def asked(flow: Flow, result: Walk) -> Iterator[Said]:
    """Every answer on the path; those of a group with the number of the member."""
    for one in fields_on_path(flow, result):
        yield Said(one, result.env.get(one.id))
    for step in flow.steps:
        members = result.env.get(step.id.replace("-", "_")) if step.group else None
        for number, member in enumerate(members or (), start=1):
            for one in step.fields:
                yield Said(one, member.get(one.id), number)


def computed(flow: Flow, result: Walk) -> Iterator[Said]:
    """What nobody typed and is not blank."""
    values = derived(flow, result.env)
    for one in flow.derived:
        if values[one.id] is not None:
            yield Said(one, values[one.id])


def entry(said: Said, pack: Pack, ref: Reference, redone: Collection[str] = ()) -> Entry:
    field, value, number = said
    is_asked = isinstance(field, Field)
    return Entry(
        label=field.label if number is None else f"{field.label} ({number})",
        text=text_of(field, value, pack, ref),
        lang="vi" if isinstance(field, Derived) and field.in_words else "",
        how="asked" if is_asked else "derived",
        is_blank=value is None or value == "",
        is_redone=is_asked and field.id in redone,
        is_typed=isinstance(value, dict) and "commune" in value and not value["commune"],
    )


def text_of(field: Field | Derived, value: Value, pack: Pack, ref: Reference) -> str:
    """As the form wants it: names in capitals, some dates in words."""
    if isinstance(field, Derived):
        if field.in_words and (words := date_in_words(value)):
            return words
        field = as_field(field)
    text = show(field, value, pack.words, ref)
    return text.upper() if field.type == "full_name" and value else text


def as_field(one: Derived) -> Field:
    return Field(id=one.id, type=one.type, label=one.label, options=one.options)
