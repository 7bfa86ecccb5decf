"""What the hub does with an envelope about a dossier: opens one, and judges what was handed in."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kiosk.clock import local_time, to_millis
from kiosk.content.library import Library, keep
from kiosk.dossier.acts import note
from kiosk.dossier.days_off import due_on
from kiosk.dossier.filing import DossierFile
from kiosk.dossier.look_ups import LookUps
from kiosk.dossier.tables import Dossier
from kiosk.engine.fields import Reference
from kiosk.engine.pack import Pack
from kiosk.engine.walk import MORE, Context, Walk, walk
from kiosk.sync import codes
from kiosk.sync.envelope import Envelope, Header, Plaintext
from kiosk.sync.keys import KeyRing


@dataclass(frozen=True)
class Desk:
    """What the hub needs to judge what is handed in: its flows, its reference tables, its keys,
    since a supplement is judged together with what came before, and its look-ups by number."""

    library: Library
    reference: Reference
    ring: KeyRing = field(repr=False)
    look_ups: LookUps

    def open_dossier(
        self, db: Connection, envelope: Envelope, plaintext: Plaintext, now: datetime
    ) -> None:
        """The inbox's handler for `kind: submission`. Nothing is refused: what the hub's own walk
        finds amiss is flagged for the officer."""
        header = envelope.header
        edition = self.library.edition_with(db, header.pack)
        if edition:
            # A form that was filled in on a device opened no draft here that would have kept it.
            keep(db, edition)
        pack = self.library.pack(db, header.pack)
        at = to_millis(now)
        db.execute(
            insert(Dossier).values(
                **named_in(header),
                state="submitted",
                received_at=at,
                due_on=due_on(db, pack, now) if pack else None,
                flags=json.dumps(flags(pack, plaintext.answers, self.context(header.commune, now))),
                rev=0,
            )
        )
        note(db, envelope.id, "submitted", at)
        if pack:
            self.look_ups.keep(db, envelope.id, pack.flow, plaintext.answers)

    def context(self, commune: str, at: datetime) -> Context:
        return Context(local_time(at).date().isoformat(), commune, self.reference)


def named_in(header: Header) -> dict[str, str | None]:
    """What a dossier's row has from the header of its submission."""
    return {
        "id": header.id,
        "code": codes.receipt_code(header.id),
        "follow": header.follow,
        "flow": header.flow,
        "pack": header.pack,
        "commune": header.commune,
        "assist": header.assist,
    }


def add_flags(db: Connection, id: str, found: Sequence[str]) -> None:
    """Beside what the walk found. Nothing happens where the envelope is no dossier."""
    known = db.scalar(select(Dossier.flags).where(Dossier.id == id)) if found else None
    if known is not None:
        both = json.dumps(list(dict.fromkeys([*json.loads(known), *found])))
        db.execute(update(Dossier).where(Dossier.id == id).values(flags=both))


def drop_flags(db: Connection, id: str, settled: Collection[str]) -> None:
    known = db.scalar(select(Dossier.flags).where(Dossier.id == id)) if settled else None
    if known is not None:
        left = json.dumps([one for one in json.loads(known) if one not in settled])
        db.execute(update(Dossier).where(Dossier.id == id).values(flags=left))


def flags(pack: Pack | None, answers: Mapping[str, Any], context: Context) -> list[str]:
    """Ids of what does not hold: `unknown_pack`, `unfinished:<step>`, or the message on a field."""
    if pack is None:
        return ["unknown_pack"]
    return flags_of(walk_again(pack, answers, context))


def flags_of(result: Walk) -> list[str]:
    found = [f"{note.on}:{note.message.id}" for note in (*result.errors, *result.officer)]
    return found + ([f"unfinished:{result.at.step}"] if result.at else [])


def walk_file(pack: Pack, file: DossierFile, context: Context) -> Walk:
    """The hub's walk over a whole file. What was in time on the day of receipt stays in time; but
    a supplement may name a later day, so its own day counts where only on that one all holds."""
    walks = [walk_again(pack, file.answers, replace(context, today=day)) for day in file.days]
    return next((one for one in walks if one.done), walks[0])


def walk_again(pack: Pack, answers: Mapping[str, Any], context: Context) -> Walk:
    """The hub's own walk over what was handed in. What was left blank is not sent, so that a
    missing answer counts as a blank one."""
    given = {one.id: answers.get(one.id) for one in pack.flow.fields()} | dict(answers)
    for step in pack.flow.steps:
        if step.group:
            # Handed in under its name in expressions.
            given |= {step.id: given.get(step.id.replace("-", "_")), f"{step.id}{MORE}": False}
    return walk(pack.flow, given, context)
