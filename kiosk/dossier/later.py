"""What the hub does with what a citizen sends after the hand-in: supplement, withdrawal, rating.

Each is kept, whatever it says. Applied is only what carries the dossier's follow secret; the rest
leaves a flag for the officer and changes nothing.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.clock import from_millis, to_millis
from kiosk.dossier import acts, queries, rules
from kiosk.dossier.days_off import due_on
from kiosk.dossier.filing import file_of
from kiosk.dossier.merging import fields_of
from kiosk.dossier.opening import Desk, add_flags, drop_flags, flags_of, walk_file
from kiosk.dossier.tables import Rating
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Flow
from kiosk.store.inserts import insert_into
from kiosk.sync import codes
from kiosk.sync.envelope import Envelope, Plaintext
from kiosk.sync.inbox import Handler

ABOUT_DELIVERY = ("not_applied:", "late:", "blob_missing:")
"""Flags that tell what became of an envelope, not what its answers say: a walk leaves them."""


def handlers(desk: Desk) -> Mapping[str, Handler]:
    """What the inbox of a hub does with each kind of envelope."""
    return {
        "submission": desk.open_dossier,
        "supplement": partial(supplement, desk),
        "withdrawal": withdrawal,
        "rating": rating,
    }


def supplement(
    desk: Desk, db: Connection, envelope: Envelope, plaintext: Plaintext, now: datetime
) -> None:
    """Takes its place in the file if it was asked for. Else it is kept aside and flagged: the
    officer may have ended the dossier while the citizen was still writing."""
    row = permitted(db, envelope, plaintext)
    if row is None:
        return
    if row.state != "supplement":
        acts.note(db, row.id, "supplemented_late", to_millis(now), detail=envelope.id)
        add_flags(db, row.id, ["late:supplement"])
        return
    acts.note(db, row.id, "supplemented", to_millis(now), detail=envelope.id)
    pack = desk.library.pack(db, row.pack)
    values = {
        "state": "in_progress" if acts.was(db, row.id, "accepted") else "submitted",
        "asked": None,
        # The term begins anew: only now the file is whole.
        "due_on": due_on(db, pack, now) if pack else None,
        "flags": json.dumps(flags_anew(desk, db, row, pack, plaintext)),
    }
    acts.change(db, row, values)


def flags_anew(
    desk: Desk, db: Connection, row: Row[Any], pack: Pack | None, plaintext: Plaintext
) -> list[str]:
    """What the walk over the whole file finds now, and how the supplement differs from what was
    asked for."""
    before: list[str] = json.loads(row.flags)
    file = file_of(db, desk.library, desk.ring, row.id)
    if pack is None or file is None:
        return before
    desk.look_ups.keep(db, row.id, pack.flow, file.answers)
    asked = tuple(json.loads(row.asked or "[]"))
    redone = {f"blob_missing:{name}" for name in fields_of(pack.flow, asked)}
    kept = [one for one in before if one.startswith(ABOUT_DELIVERY) and one not in redone]
    context = desk.context(row.commune, from_millis(row.received_at))
    found = flags_of(walk_file(pack, file, context))
    return list(dict.fromkeys([*kept, *found, *strays(pack.flow, asked, plaintext.steps)]))


def strays(flow: Flow, asked: tuple[str, ...], redone: tuple[str, ...]) -> Iterator[str]:
    """Steps redone that nobody asked for, which do not count, and steps that were left out."""
    for step in flow.steps:
        if step.id in redone and step.id not in asked:
            yield f"not_asked:{step.id}"
        if step.id in asked and step.id not in redone:
            yield f"not_redone:{step.id}"


def withdrawal(db: Connection, envelope: Envelope, plaintext: Plaintext, now: datetime) -> None:
    """Ends the dossier. A second one changes nothing; one that comes after another end is
    flagged."""
    row = permitted(db, envelope, plaintext)
    if row is None or row.state == "withdrawn":
        return
    if row.state in rules.ENDED:
        add_flags(db, row.id, ["late:withdrawal"])
        return
    at = to_millis(now)
    acts.change(db, row, {"state": "withdrawn", "ended_at": at, "asked": None})
    acts.note(db, row.id, "withdrawn", at)


def rating(db: Connection, envelope: Envelope, plaintext: Plaintext, now: datetime) -> None:
    """One a dossier, after its end; the first counts."""
    row = permitted(db, envelope, plaintext)
    if row is None:
        return
    said = {name: plaintext.answers.get(name) for name in rules.RATED}
    if row.state not in rules.ENDED or not all(map(rules.is_mark, said.values())):
        add_flags(db, row.id, ["not_applied:rating"])
        return
    new = insert_into(db, Rating).values(dossier=row.id, at=to_millis(now), **said)
    db.execute(new.on_conflict_do_nothing(index_elements=[Rating.dossier]))


def files_lost(
    db: Connection, envelope: Envelope, plaintext: Plaintext, missing: Collection[str]
) -> None:
    """Flags each question of which a file will not come: the officer asks for it again."""
    if (id := dossier_of(db, envelope, plaintext)) is not None:
        lost = fields_with(envelope, plaintext, missing)
        add_flags(db, id, [f"blob_missing:{field}" for field in lost])


def files_came(
    db: Connection, envelope: Envelope, plaintext: Plaintext, missing: Collection[str]
) -> None:
    """One came after all: takes the flags off of questions that nothing is missing of now."""
    if (id := dossier_of(db, envelope, plaintext)) is not None:
        declared = [one.sha256 for one in envelope.header.blobs]
        lost = fields_with(envelope, plaintext, missing)
        whole = [one for one in fields_with(envelope, plaintext, declared) if one not in lost]
        drop_flags(db, id, [f"blob_missing:{field}" for field in whole])


def fields_with(envelope: Envelope, plaintext: Plaintext, names: Collection[str]) -> list[str]:
    """The questions that these files answer, each once."""
    slots = {one.slot for one in envelope.header.blobs if one.sha256 in names}
    return list(dict.fromkeys(one.field for one in plaintext.blobs if one.slot in slots))


def dossier_of(db: Connection, envelope: Envelope, plaintext: Plaintext) -> str | None:
    """The dossier that an envelope opens, or may act on."""
    parent = envelope.header.parent
    if parent is None:
        return envelope.id
    row = queries.dossier_by_id(db, parent)
    return parent if row and codes.is_secret_of(plaintext.secret or "", row.follow) else None


def permitted(db: Connection, envelope: Envelope, plaintext: Plaintext) -> Row[Any] | None:
    """The dossier that the envelope acts on, if its secret is that dossier's; else a flag on the
    dossier it named, if there is such a one."""
    row = queries.dossier_to_change(db, envelope.header.parent or "")
    if row is None:
        return None
    if codes.is_secret_of(plaintext.secret or "", row.follow):
        return row
    add_flags(db, row.id, [f"not_applied:{envelope.header.kind}"])
    return None
