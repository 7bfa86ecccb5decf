"""`ho-so.json`: a dossier as a stable document for another program; docs/export.md describes it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.desk import form
from kiosk.desk.case import Case, Reading
from kiosk.dossier.rules import NATIONAL
from kiosk.engine.shapes import Field, Value
from kiosk.engine.show import show
from kiosk.engine.walk import fields_on_path, name_of_group
from kiosk.sync.inbox import Receipts
from kiosk.sync.wire import instant

FORMAT = "tram-so/ho-so/1"
Json = dict[str, Any]


@dataclass(frozen=True)
class PaperFile:
    """A file that the citizen sent. `path` is where it stands in the archive, None when it is not
    there; `trouble` says why: "missing" or "damaged". `sha256` is of the file in clear."""

    field: str
    name: str
    type: str
    path: str | None
    size: int | None = None
    sha256: str | None = None
    trouble: str | None = None


def document(
    case: Case, read: Reading | None, receipts: Receipts, files: Sequence[PaperFile]
) -> bytes:
    """The same bytes for the same state of the dossier."""
    value = {
        "format": FORMAT,
        **identity(case),
        "events": events(case),
        **content(case, read),
        "papers": [paper(one, read) for one in files],
        "receipts": {"received": receipts.received, "accepted": receipts.accepted},
    }
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def identity(case: Case) -> Json:
    record, pack = case.record, case.pack()
    found = pack.flow.procedure if pack else None
    return {
        "id": record.id,
        "code": record.code,
        "official_code": record.official_code,
        "commune": record.commune,
        "procedure": {
            "code": found.code if found else None,
            "name": found.name if found else None,
            "flow": record.flow,
            "version": pack.flow.version if pack else None,
            "pack": record.pack,
            "locale": case.locale if pack else None,
        },
        "state": {"name": record.state, "national": NATIONAL[record.state]},
        "received_at": instant(record.received_at),
        "due_on": record.due_on,
        "assist": record.assist,
        "flags": list(record.flags),
    }


def events(case: Case) -> list[Json]:
    """Oldest first; `by` is a name, null for the citizen or the program."""
    return [
        {
            "kind": event.kind,
            "at": instant(event.at),
            "by": case.names.get(event.by or "", event.by),
            "reason": event.reason,
            "detail": event.detail,
        }
        for event in case.events
    ]


def content(case: Case, read: Reading | None) -> Json:
    """What the citizen said. `is_readable` is false once it was erased or its key is gone."""
    file = case.file
    return {
        "is_readable": file is not None,
        "days": list(file.days) if file else [],
        "answers": answers(read) if read else {},
        "form": official_form(read) if read else None,
        "unplaced": unplaced(case, read),
        "contact": dict(file.contact) if file else {},
        "late_supplements": [
            {
                "id": one.envelope,
                "at": instant(one.at),
                "steps": list(one.steps),
                "answers": dict(one.answers),
            }
            for one in (file.aside if file else ())
        ],
    }


def answers(read: Reading) -> Json:
    """By field id; a group's members stand in a list under the group's name."""
    flow, env = read.pack.flow, read.result.env
    found: Json = {one.id: answer(read, one, env) for one in fields_on_path(flow, read.result)}
    for step in flow.steps:
        members = env.get(name_of_group(step)) if step.group else None
        if members:
            found[name_of_group(step)] = [
                {one.id: answer(read, one, member) for one in step.fields} for member in members
            ]
    consents = form.declared(flow)
    return found | {one.id: answer(read, one, read.file.answers) for one in consents}


def answer(read: Reading, one: Field, values: Mapping[str, Value]) -> Json:
    value = values.get(one.id)
    return {
        "label": one.label,
        "official": one.official,
        "value": value,
        "shown": show(one, value, read.pack.words, read.context.reference),
    }


def official_form(read: Reading) -> Json | None:
    """Every field of the official form in its order; one without values was not asked for."""
    official = read.pack.flow.official_form
    if official is None:
        return None
    return {"name": official.name, "fields": list(form_fields(read))}


def form_fields(read: Reading) -> Iterator[Json]:
    pack, result, ref = read.pack, read.result, read.context.reference
    said = [*form.asked(pack.flow, result), *form.computed(pack.flow, result)]
    filled = [(one, form.entry(one, pack, ref)) for one in said]
    for one, _, _ in form.named(pack.flow.official_form):
        row = form.row(one, one.label, filled)
        yield {
            "id": one.id,
            "label": one.label,
            "officer": one.officer,
            "values": [
                {"text": entry.text, "question": entry.label, "from": entry.how}
                for entry in row.entries
                if not entry.is_blank
            ],
        }


def unplaced(case: Case, read: Reading | None) -> Json:
    """Answers that fit no question on the way, as they came."""
    given = case.file.answers if case.file else {}
    placed = form.placed_names(read.pack.flow, read.result) if read else set()
    return {name: value for name, value in given.items() if name not in placed}


def paper(one: PaperFile, read: Reading | None) -> Json:
    labels = {field.id: field.label for field in read.pack.flow.fields()} if read else {}
    return {
        "path": one.path,
        "field": one.field,
        "label": labels.get(one.field),
        "name": one.name,
        "type": one.type,
        "size": one.size,
        "sha256": one.sha256,
        "trouble": one.trouble,
    }
