"""The values that fill the holes of a pack's pages.

Pure: draft, walk and pack in, a flat dictionary out. `static/engine/view.js` mirrors it, which
is what makes a page from the device equal to the server's, byte for byte.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from kiosk.engine.fields import TYPES, Answer, Message, Reference, Typed
from kiosk.engine.fields.base import first
from kiosk.engine.fields.files import (
    PDF,
    Entry,
    entries_in,
    entries_typed,
    is_file_field,
    most_of,
)
from kiosk.engine.fields.places import DOUBTS, RECEIVER_DOUBTS
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Field, Flow, Step, Value
from kiosk.engine.show import Words, date, money, pages, show
from kiosk.engine.turn import (
    CHECK,
    Draft,
    doubts_on,
    errors_on,
    held,
    key,
    mark_of,
    members_of,
    position,
    preceding,
    warnings_on,
)  # fmt: skip
from kiosk.engine.walk import Context, Note, Place, Walk, name_of_group

CHECKLIST = Place("danh-sach")

Holes = dict[str, Any]


def url(base: str, place: Place) -> str:
    return f"{base}/{key(place)}"


def step_values(
    pack: Pack, draft: Draft, result: Walk, place: Place, context: Context, base: str,
    to_check: bool,
) -> Holes:  # fmt: skip
    """Holes of a step page, a group member's page, or the page after a group's members."""
    step = pack.flow.step(place.step)
    assert step is not None  # noqa: S101  the caller found the place on the path
    doubts = doubts_on(pack.flow, draft, step, place, context)
    values = frame_values(pack, result, place, base, to_check)
    if step.group is not None and place.n is None:
        values |= members_values(pack, result, step, context)
        found: dict[str, Message | None] = {name: one.error for name, one in doubts.items()}
        for note in errors_on(result, place):
            found.setdefault("more", note.message)
        values |= error_values(pack, found)
    else:
        values |= inputs_values(step, draft, place, doubts, context)
        for one in filter(is_file_field, step.fields):
            values |= file_values(one, entries_of(draft, step, place, one), pack.words, base)
        values |= note_values(pack, result, place, doubts, step)
    return values


def page_of(place: Place) -> str:
    """The name of a place's page in the pack."""
    return place.step if place.n is None else f"{place.step}/n"


def is_open(flow: Flow, draft: Draft, result: Walk, place: Place) -> bool:
    """Whether the page may be shown: it is on the path, asks who receives, or is one more member
    of a group."""
    step = flow.step(place.step)
    if place in result.path or (step and step is flow.receiver and place.n is None):
        return True
    if step is None or step.group is None or Place(step.id) not in result.path:
        return False
    return place.n == len(members_of(draft, step)) + 1 <= step.group.max


def frame_values(pack: Pack, result: Walk, place: Place, base: str, to_check: bool) -> Holes:
    before = preceding(result, place)
    back = url(base, CHECK) if to_check else url(base, before) if before else None
    return {
        "base": base,
        "path": url(base, place),
        "back": back or f"/thu-tuc/{pack.flow.id}",
        "progress": str(position(result, place) + 1),
        "from_check": to_check,
        "n": str(place.n or ""),
    }


def inputs_values(
    step: Step, draft: Draft, place: Place, doubts: Mapping[str, Answer], context: Context
) -> Holes:
    """Input by input what to show again: what was typed, else the answer, else the default."""
    typed = draft.typed.get(key(place))
    answers = held(draft, step, place)
    values: Holes = {}
    for one in step.fields:
        if typed is not None:
            values |= typed_values(one, typed)
        else:
            values |= answer_values(one, answers.get(one.id, one.default), context.reference)
        doubt = doubts.get(one.id)
        if doubt and doubt.error and doubt.error.id in (*DOUBTS, *RECEIVER_DOUBTS):
            values |= candidate_values(one, doubt)
    return values


def entries_of(draft: Draft, step: Step, place: Place, one: Field) -> list[Entry]:
    """The files that a page holds under a field, in their order."""
    typed = draft.typed.get(key(place))
    if typed is not None:
        return entries_typed(typed.get(one.id, ()))
    return entries_in(held(draft, step, place).get(one.id))


def file_values(one: Field, entries: list[Entry], words: Words, base: str) -> Holes:
    rows = [
        {
            "n": str(n),
            "slot": str(entry["slot"]),
            "href": f"{base}/tep/{entry['slot']}",
            "name": entry["name"],
            "pdf": pages([entry], words) if entry["type"] == PDF else "",
        }
        for n, entry in enumerate(entries, start=1)
    ]
    room = len(rows) < most_of(one)
    return {f"{one.id}:pages": rows, f"{one.id}:some": bool(rows), f"{one.id}:room": room}


def candidate_values(one: Field, doubt: Answer) -> Holes:
    """The second screen of a commune: the places it may be; one has to be picked."""
    places = [{"code": code, "label": name} for code, name in doubt.choices]
    return {f"{one.id}:choose": True, f"{one.id}:candidates": places}


def typed_values(one: Field, typed: Typed) -> Holes:
    names = [one.id + suffix for suffix in ("", *TYPES[one.type].inputs)]
    values: Holes = {name: first(typed, name) for name in names if name in typed}
    for text in typed.get(one.id, ()):
        values[f"{one.id}={text}"] = True
    province = first(typed, f"{one.id}.province")
    return values | {f"{one.id}.province={province}": True}


def answer_values(one: Field, value: Value, ref: Reference) -> Holes:
    values: Holes = dict(TYPES[one.type].retype(one, value))
    if one.type == "nationality" and isinstance(value, str):
        values[one.id] = ref.nationality_name(value) or value
    chosen = value if isinstance(value, list) else [values.get(one.id, "")]
    marks = {f"{one.id}={text}": True for text in chosen if isinstance(text, str)}
    return values | marks | {f"{one.id}.province={values.get(one.id + '.province', '')}": True}


def note_values(
    pack: Pack, result: Walk, place: Place, doubts: Mapping[str, Answer], step: Step
) -> Holes:
    found: dict[str, Message | None] = {name_of(n): n.message for n in errors_on(result, place)}
    found |= {name: doubt.error for name, doubt in doubts.items()}
    order = [one.id for one in step.fields]
    values = error_values(pack, {name: found[name] for name in order if found.get(name)})
    warned = [note for note in warnings_on(result, place) if name_of(note) not in found]
    for note in warned:
        values[f"warning:{name_of(note)}"] = text_of(pack, note.message)
    values["warnings"] = bool(warned)
    values["seen"] = " ".join(mark_of(note) for note in warned)
    return values


def error_values(pack: Pack, errors: Mapping[str, Message | None]) -> Holes:
    said = {f"error:{name}": text_of(pack, error) for name, error in errors.items() if error}
    return {**said, "errors": bool(said)}


def name_of(note: Note) -> str:
    return note.on.rsplit(".", 1)[-1]


def text_of(pack: Pack, message: Message) -> str:
    """The words of a message; dates among its params read as people write them."""
    text = pack.messages.get(message.id, message.id)
    for name, value in message.params.items():
        shown = date(value, pack.words) if message.id.startswith("date.") else value
        text = text.replace("{" + name + "}", shown)
    return text


def members_values(pack: Pack, result: Walk, step: Step, context: Context) -> Holes:
    members = result.env.get(name_of_group(step)) or []
    rows = [
        {"n": str(n), "name": member_name(pack, step.fields, member, context)}
        for n, member in enumerate(members, start=1)
    ]
    room = step.group is not None and len(members) < step.group.max
    return {"members": rows, "room": room, "count": str(len(rows))}


def member_name(
    pack: Pack, fields: tuple[Field, ...], member: Mapping[str, Value], context: Context
) -> str:
    """A member is known by the first of its fields."""
    return show(fields[0], member.get(fields[0].id), pack.words, context.reference)


def check_values(pack: Pack, draft: Draft, result: Walk, context: Context, base: str) -> Holes:
    """Holes of the page where the citizen looks over everything."""
    values = frame_values(pack, result, CHECK, base, to_check=False)
    walked = {place.step for place in result.path}
    for step in pack.flow.steps:
        if step.id not in walked:
            continue
        values[f"on:{step.id}"] = True
        if step.group is not None:
            values[f"group:{step.id}"] = group_rows(pack, result, step, context)
            continue
        for one in step.fields:
            shown = show(one, result.env.get(one.id), pack.words, context.reference)
            values[f"show:{one.id}"] = shown
    for note in result.warnings:
        values[f"warning:{note.on}"] = text_of(pack, note.message)
    return values | paper_values(result) | fee_values(pack, result)


def checklist_values(pack: Pack, draft: Draft, result: Walk, context: Context, base: str) -> Holes:
    """Holes of the page to print, at the end of a flow in which nothing is handed in."""
    values = check_values(pack, draft, result, context, base)
    return values | {"path": url(base, CHECKLIST), "back": url(base, CHECK)}


def group_rows(pack: Pack, result: Walk, step: Step, context: Context) -> list[Holes]:
    return [
        {"n": str(n)}
        | {
            f"show:{one.id}": show(one, member.get(one.id), pack.words, context.reference)
            for one in step.fields
        }
        for n, member in enumerate(result.env.get(name_of_group(step)) or [], start=1)
    ]


def paper_values(result: Walk) -> Holes:
    named = {f"paper:{paper.id}": True for paper in result.papers}
    return {**named, "papers": any(paper.show_or_attach != "none" for paper in result.papers)}


def fee_values(pack: Pack, result: Walk) -> Holes:
    """Each line of the fee with its reason; an unknown amount reads "ask the officer"."""
    lines = [
        {"name": line.name or "", "total": amount(pack, line.total), "why": line.why or ""}
        for line in result.fee.lines
    ]
    return {"fees": lines, "fee": amount(pack, result.fee.total)}


def amount(pack: Pack, total: int | None) -> str:
    if total is None:
        return pack.words["ask_officer"]
    return pack.words["free"] if total == 0 else money(total, pack.words)


def declaration_values(
    pack: Pack, result: Walk, base: str, typed: Typed, errors: Mapping[str, Message | None]
) -> Holes:
    """Holes of the page where the citizen declares and hands in."""
    values = frame_values(pack, result, Place("cam-doan"), base, to_check=False)
    values["back"] = url(base, CHECK)
    for one in declared(pack):
        values |= typed_values(one, typed)
    return values | error_values(pack, errors)


def declared(pack: Pack) -> Iterable[Field]:
    return pack.flow.declaration.fields if pack.flow.declaration else ()
