"""Which files a page holds once a form was sent: those that were there, without those taken out,
with those that came."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kiosk.engine.fields import Message, Typed
from kiosk.engine.fields.files import (
    Entry,
    entries_in,
    entries_typed,
    is_file_field,
    most_of,
    typed_entry,
    typed_refusal,
)
from kiosk.engine.shapes import Field, Flow, Step, Value
from kiosk.engine.turn import AGAIN, Draft
from kiosk.engine.view import entries_of
from kiosk.engine.walk import Place, Walk, fields_on_path


class Came(NamedTuple):
    """A file that came: its entry once it is sealed, or why it was turned down. `instead` is the
    slot of the page whose place it takes."""

    field: str
    instead: int | None
    what: Entry | Message


class Brought(NamedTuple):
    """What a form did to the files of its page. `gone` are fields and slots taken out."""

    came: tuple[Came, ...] = ()
    gone: frozenset[tuple[str, int]] = frozenset()


NOTHING = Brought()


def file_fields(step: Step | None) -> tuple[Field, ...]:
    return tuple(filter(is_file_field, step.fields)) if step else ()


def typed_with_files(
    draft: Draft, step: Step | None, place: Place, typed: Typed, brought: Brought
) -> Typed:
    """What was typed, and under each file field the entries that stand there now. What a browser
    itself sent under such a name is dropped: entries are written here only."""
    fields = file_fields(step)
    if step is None or not fields:
        return typed
    names = {one.id for one in fields}
    shown = {name: texts for name, texts in typed.items() if name not in names and name != AGAIN}
    for one in fields:
        shown[one.id] = merged(one, entries_of(draft, step, place, one), brought)
    return {**shown, AGAIN: ["1"]} if brought != NOTHING else shown


def merged(one: Field, held: Sequence[Entry], brought: Brought) -> list[str]:
    """In the order of the pages; a file that was turned down leaves the page it was to replace."""
    mine = [came for came in brought.came if came.field == one.id]
    slots = {entry["slot"] for entry in held}
    pages: list[Entry] = []
    for entry in held:
        if (one.id, entry["slot"]) not in brought.gone:
            better = entries(came for came in mine if came.instead == entry["slot"])
            pages += better or [entry]
    new = entries(came for came in mine if came.instead not in slots)
    if new and most_of(one) == 1:
        pages = []
    refusals = [came.what for came in mine if isinstance(came.what, Message)]
    return [*map(typed_entry, [*pages, *new]), *map(typed_refusal, refusals)]


def entries(came: Iterable[Came]) -> list[Entry]:
    return [one.what for one in came if not isinstance(one.what, Message)]


def names_held(draft: Draft) -> set[str]:
    """The names of all files that a draft still speaks of, in answers and in what was typed."""
    found = [entry for value in draft.answers.values() for entry in entries_in(value)]
    for inputs in draft.typed.values():
        for texts in inputs.values():
            found += entries_typed(texts)
    return {entry["sha256"] for entry in found}


def file_in(flow: Flow, draft: Draft, slot: int) -> Entry | None:
    """The file of a slot, as long as a page of the draft holds it."""
    for step in flow.steps:
        for one in file_fields(step):
            for entry in entries_of(draft, step, Place(step.id), one):
                if entry["slot"] == slot:
                    return entry
    return None


def files_submitted(flow: Flow, result: Walk) -> list[tuple[Field, Entry]]:
    """The files to hand in, by slot, each with the field it answers."""
    found = [
        (one, entry)
        for one in fields_on_path(flow, result)
        if is_file_field(one)
        for entry in entries_in(answer_to(one, result))
    ]
    return sorted(found, key=lambda pair: int(pair[1]["slot"]))


def answer_to(one: Field, result: Walk) -> Value:
    return result.env.get(one.id)
