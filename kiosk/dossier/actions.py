"""Opening a dossier, moving it on, and telling the citizen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, update

from kiosk.clock import from_millis, local_time, to_millis
from kiosk.content.library import Library
from kiosk.dossier import problems, queries, rules
from kiosk.dossier.tables import DayOff, Dossier, DossierEvent
from kiosk.engine.deadline import due
from kiosk.engine.fields import Reference
from kiosk.engine.pack import Pack
from kiosk.engine.walk import Context, walk
from kiosk.sync import codes
from kiosk.sync.envelope import Envelope, Plaintext


@dataclass(frozen=True)
class Desk:
    """What the hub needs to judge a submission: its flows and its reference tables."""

    library: Library
    reference: Reference

    def open_dossier(
        self, db: Connection, envelope: Envelope, plaintext: Plaintext, now: datetime
    ) -> None:
        """The inbox's handler for `kind: submission`. Nothing is refused: what the hub's own walk
        finds amiss is flagged for the officer."""
        header = envelope.header
        pack = self.library.pack(db, header.pack)
        at = to_millis(now)
        db.execute(
            insert(Dossier).values(
                id=envelope.id,
                code=codes.receipt_code(envelope.id),
                follow=header.follow,
                flow=header.flow,
                pack=header.pack,
                commune=header.commune,
                assist=header.assist,
                state="submitted",
                received_at=at,
                due_on=due_on(db, pack, now) if pack else None,
                flags=json.dumps(flags(pack, plaintext.answers, self.context(header.commune, now))),
                rev=0,
            )
        )
        note(db, envelope.id, "submitted", at)

    def context(self, commune: str, at: datetime) -> Context:
        return Context(local_time(at).date().isoformat(), commune, self.reference)


def flags(pack: Pack | None, answers: Mapping[str, Any], context: Context) -> list[str]:
    """Ids of what does not hold: `unknown_pack`, `unfinished:<step>`, or the message on a field."""
    if pack is None:
        return ["unknown_pack"]
    given = {one.id: answers.get(one.id) for one in pack.flow.fields()} | dict(answers)
    given |= {f"{step.id}.more": False for step in pack.flow.steps if step.group}
    result = walk(pack.flow, given, context)
    found = [f"{note.on}:{note.message.id}" for note in (*result.errors, *result.officer)]
    return found + ([f"unfinished:{result.at.step}"] if result.at else [])


def due_on(db: Connection, pack: Pack, at: datetime) -> str:
    local = local_time(at)
    days_off = queries.days_off(db)
    return due(pack.flow.time_limit, local.date().isoformat(), local.strftime("%H:%M"), days_off)


def move(
    db: Connection, library: Library, id: str, kind: str, rev: int, staff: str, now: datetime,
    reason: str | None = None, official_code: str | None = None,
) -> None:  # fmt: skip
    """An officer's act: `accepted`, `refused`, `handed_over` or `done`.

    `rev` is the one the officer saw. Raises `dossier.changed_meanwhile` when another officer was
    faster, `dossier.not_now` when the state does not allow it, `dossier.reason_missing`,
    `dossier.official_code_wrong`.
    """
    row = queries.dossier_by_id(db, id)
    if row is None:
        raise problems.no_such_dossier()
    if row.rev != rev:
        raise problems.changed_meanwhile()
    step = rules.MOVES.get(kind)
    if step is None or row.state not in step.since:
        raise problems.not_now()
    if step.needs_reason and not reason:
        raise problems.reason_missing()
    if kind == "handed_over" and not rules.is_official_code(official_code or ""):
        raise problems.official_code_wrong()
    change(db, library, row, step, staff, now, official_code)
    note(db, id, kind, to_millis(now), staff, reason, official_code)


def change(
    db: Connection, library: Library, row: Row[Any], step: rules.Move, staff: str, now: datetime,
    official_code: str | None,
) -> None:  # fmt: skip
    values: dict[str, Any] = {"rev": row.rev + 1, "state": step.to or row.state, "handler": staff}
    if official_code:
        values["official_code"] = official_code
    # The term runs from the day on which the desk accepts a file that is in order.
    if step.kind == "accepted" and (pack := library.pack(db, row.pack)):
        values["due_on"] = due_on(db, pack, now)
    done = db.execute(
        update(Dossier).where(Dossier.id == row.id, Dossier.rev == row.rev).values(**values)
    )
    if done.rowcount != 1:
        raise problems.changed_meanwhile()


def note(
    db: Connection, dossier: str, kind: str, at: int, by: str | None = None,
    reason: str | None = None, detail: str | None = None,
) -> None:  # fmt: skip
    db.execute(
        insert(DossierEvent).values(
            dossier=dossier, kind=kind, at=at, by=by, reason=reason, detail=detail
        )
    )


@dataclass(frozen=True)
class Progress:
    """What anybody with the code may know: how far, and when."""

    code: str
    flow: str
    pack: str
    told: str
    due_on: str | None
    events: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True)
class Followed:
    """What only the holder of the secret may know as well."""

    id: str
    progress: Progress
    reason: str | None
    handler: str | None
    official_code: str | None
    commune: str


def progress_by_code(db: Connection, code: str) -> Progress:
    """Raises `dossier.no_such_dossier`, also when two dossiers share the code: the QR tells."""
    rows = queries.dossiers_by_code(db, code)
    if len(rows) != 1:
        raise problems.no_such_dossier()
    return progress_of(db, rows[0])


def followed(db: Connection, secret: str) -> Followed:
    """Raises `dossier.no_such_dossier`."""
    row = queries.dossier_by_follow(db, codes.secret_hash(secret))
    if row is None:
        raise problems.no_such_dossier()
    reasons = [event.reason for event in queries.events_of(db, row.id) if event.reason]
    last = reasons[-1] if reasons else None
    return Followed(row.id, progress_of(db, row), last, row.handler, row.official_code, row.commune)


def progress_of(db: Connection, row: Row[Any]) -> Progress:
    events = tuple((event.kind, from_millis(event.at)) for event in queries.events_of(db, row.id))
    return Progress(row.code, row.flow, row.pack, rules.TOLD[row.state], row.due_on, events)


def set_day_off(db: Connection, day: str, is_off: bool, name: str) -> None:
    remove_day_off(db, day)
    db.execute(insert(DayOff).values(day=day, is_off=is_off, name=name))


def remove_day_off(db: Connection, day: str) -> None:
    db.execute(delete(DayOff).where(DayOff.day == day))
