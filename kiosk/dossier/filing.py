"""A citizen's file, opened in memory: the submission with the supplements that count."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.clock import from_millis, local_date
from kiosk.content.library import Library
from kiosk.dossier import queries
from kiosk.dossier.merging import Redone, fields_of, merged, names_of
from kiosk.engine.shapes import Flow
from kiosk.problem import Problem
from kiosk.sync import envelope as envelopes
from kiosk.sync import inbox
from kiosk.sync.envelope import Envelope, Plaintext
from kiosk.sync.keys import KeyRing


@dataclass(frozen=True)
class FiledBlob:
    """A file that came. `envelope` is the one it came with, and whose content key `k` is;
    slots repeat from envelope to envelope, `sha256` (of the ciphertext) does not."""

    envelope: str
    k: bytes = field(repr=False)
    slot: int
    sha256: str
    size: int
    field: str
    type: str
    name: str


@dataclass(frozen=True)
class Aside:
    """A supplement that came too late: kept for the officer to read, and it does not count."""

    envelope: str
    at: datetime
    steps: tuple[str, ...]
    answers: Mapping[str, Any] = field(repr=False)
    blobs: tuple[FiledBlob, ...] = ()


@dataclass(frozen=True)
class DossierFile:
    """`blobs` are the files that count today, `days` those of the hand-in and of each supplement,
    `YYYY-MM-DD`."""

    answers: Mapping[str, Any] = field(repr=False)
    contact: Mapping[str, Any] = field(repr=False)
    blobs: tuple[FiledBlob, ...]
    days: tuple[str, ...]
    aside: tuple[Aside, ...] = ()

    @property
    def all_blobs(self) -> tuple[FiledBlob, ...]:
        """Those that count, and those that came too late to."""
        return self.blobs + tuple(blob for one in self.aside for blob in one.blobs)


@dataclass(frozen=True)
class Part:
    """An envelope of the file; `steps` are those that it replaces."""

    envelope: Envelope
    plain: Plaintext
    at: datetime
    steps: tuple[str, ...] = ()


def file_of(db: Connection, library: Library, ring: KeyRing, id: str) -> DossierFile | None:
    """None when the submission is not here, was erased, or cannot be opened any more."""
    row = queries.dossier_by_id(db, id)
    first = opened(db, ring, id) if row else None
    if row is None or first is None:
        return None
    pack = library.pack(db, row.pack)
    start = Part(*first, from_millis(row.received_at))
    parts, aside = supplements_of(db, ring, id)
    return joined(pack.flow if pack else None, start, parts, aside)


def opened(db: Connection, ring: KeyRing, id: str) -> tuple[Envelope, Plaintext] | None:
    try:
        envelope = inbox.envelope_by_id(db, id)
        return (envelope, envelopes.open(envelope, ring.openers)) if envelope else None
    except Problem:
        return None


def supplements_of(db: Connection, ring: KeyRing, id: str) -> tuple[list[Part], tuple[Aside, ...]]:
    """What came after the hand-in, told by the events: those that count, and those that came too
    late. A supplement replaces the steps that were asked for last before it."""
    parts: list[Part] = []
    aside: list[Aside] = []
    asked: frozenset[str] = frozenset()
    for event in queries.events_of(db, id):
        if event.kind == "supplement":
            asked = frozenset(json.loads(event.detail or "[]"))
        if event.kind not in ("supplemented", "supplemented_late"):
            continue
        found = opened(db, ring, event.detail or "")
        if found is None:
            continue
        at, plain = from_millis(event.at), found[1]
        if event.kind == "supplemented":
            parts.append(Part(*found, at, tuple(one for one in plain.steps if one in asked)))
        else:
            blobs = tuple(blobs_of(Part(*found, at)))
            aside.append(Aside(found[0].id, at, plain.steps, plain.answers, blobs))
    return parts, tuple(aside)


def joined(
    flow: Flow | None, start: Part, parts: list[Part], aside: tuple[Aside, ...] = ()
) -> DossierFile:
    """Without its flow a file is what was handed in first: nobody could ask for steps of it."""
    counted = parts if flow else []
    answers, contact = dict(start.plain.answers), dict(start.plain.contact)
    blobs = blobs_of(start)
    for part in counted:
        assert flow is not None  # noqa: S101  see above
        answers = merged(flow, answers, [Redone(part.steps, part.plain.answers)])
        owned, fields = names_of(flow, part.steps), fields_of(flow, part.steps)
        came = {name: part.plain.contact[name] for name in owned if name in part.plain.contact}
        contact = {name: value for name, value in contact.items() if name not in owned} | came
        new = [blob for blob in blobs_of(part) if blob.field in fields]
        blobs = [blob for blob in blobs if blob.field not in fields] + new
    days = [local_date(part.at).isoformat() for part in (start, *counted)]
    return DossierFile(answers, contact, tuple(blobs), tuple(days), aside)


def blobs_of(part: Part) -> list[FiledBlob]:
    """Those of which header and plaintext both know the slot."""
    refs = {ref.slot: ref for ref in part.envelope.header.blobs}
    return [
        FiledBlob(
            envelope=part.envelope.id,
            k=part.plain.k,
            slot=one.slot,
            sha256=refs[one.slot].sha256,
            size=refs[one.slot].size,
            field=one.field,
            type=one.type,
            name=one.name,
        )
        for one in part.plain.blobs
        if one.slot in refs
    ]
