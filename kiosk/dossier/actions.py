"""Opening a dossier, moving it on, and telling the citizen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, insert, update

from kiosk.clock import from_millis, local_time, to_millis
from kiosk.content.library import Library
from kiosk.dossier import problems, queries, rules
from kiosk.dossier.tables import DayOff, Dossier, DossierEvent
from kiosk.engine.deadline import due
from kiosk.engine.fields import Reference
from kiosk.engine.pack import Pack
from kiosk.engine.walk import MORE, Context, Walk, walk
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
    result = walk_again(pack, answers, context)
    found = [f"{note.on}:{note.message.id}" for note in (*result.errors, *result.officer)]
    return found + ([f"unfinished:{result.at.step}"] if result.at else [])


def walk_again(pack: Pack, answers: Mapping[str, Any], context: Context) -> Walk:
    """The hub's own walk over what was handed in. What was left blank is not sent, so that a
    missing answer counts as a blank one."""
    given = {one.id: answers.get(one.id) for one in pack.flow.fields()} | dict(answers)
    for step in pack.flow.steps:
        if step.group:
            # Handed in under its name in expressions.
            given |= {step.id: given.get(step.id.replace("-", "_")), f"{step.id}{MORE}": False}
    return walk(pack.flow, given, context)


def due_on(db: Connection, pack: Pack, at: datetime) -> str:
    local = local_time(at)
    days_off = queries.days_off(db)
    return due(pack.flow.time_limit, local.date().isoformat(), local.strftime("%H:%M"), days_off)


@dataclass(frozen=True)
class Act:
    """What an officer does: a kind of `rules.MOVES`, on the dossier as it was at `rev`."""

    kind: str
    rev: int
    staff: str
    reason: str | None = None
    official_code: str | None = None


def move(db: Connection, library: Library, id: str, act: Act, now: datetime) -> None:
    """Moves a dossier on and tells the citizen.

    Raises `dossier.changed_meanwhile` when another officer was faster, `dossier.not_now` when the
    state does not allow it, `dossier.reason_missing`, `dossier.reason_too_long`,
    `dossier.official_code_wrong`.
    """
    row = queries.dossier_by_id(db, id)
    if row is None:
        raise problems.no_such_dossier()
    if row.rev != act.rev:
        raise problems.changed_meanwhile()
    step = rules.MOVES.get(act.kind)
    if step is None or row.state not in step.since:
        raise problems.not_now()
    check(step, act)
    change(db, row, changes(db, library, row, act, now))
    note(db, id, act.kind, to_millis(now), act.staff, act.reason, act.official_code)


def check(step: rules.Move, act: Act) -> None:
    if step.needs_reason and not act.reason:
        raise problems.reason_missing()
    if len(act.reason or "") > rules.LONGEST_REASON:
        raise problems.reason_too_long(most=rules.LONGEST_REASON)
    if act.kind == "handed_over" and not rules.is_official_code(act.official_code or ""):
        raise problems.official_code_wrong()


def changes(
    db: Connection, library: Library, row: Row[Any], act: Act, now: datetime
) -> dict[str, Any]:
    values = {"state": rules.MOVES[act.kind].to or row.state, "handler": act.staff}
    if act.official_code:
        values["official_code"] = act.official_code
    # The term runs from the day on which the desk accepts a file that is in order.
    if act.kind == "accepted" and (pack := library.pack(db, row.pack)):
        values["due_on"] = due_on(db, pack, now)
    return values


def change(db: Connection, row: Row[Any], values: Mapping[str, Any]) -> None:
    done = db.execute(
        update(Dossier)
        .where(Dossier.id == row.id, Dossier.rev == row.rev)
        .values(rev=row.rev + 1, **values)
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


@dataclass(frozen=True)
class Record:
    """A dossier as the desk lists it. What the citizen answered stays sealed."""

    id: str
    code: str
    flow: str
    pack: str
    commune: str
    assist: str
    state: str
    received_at: datetime
    due_on: str | None
    flags: tuple[str, ...]
    official_code: str | None
    handler: str | None
    rev: int


@dataclass(frozen=True)
class Event:
    """`by` is a staff id, None for the citizen or the program."""

    kind: str
    at: datetime
    by: str | None
    reason: str | None
    detail: str | None


def record_of(db: Connection, id: str, commune: str) -> Record | None:
    """None for another commune's dossier too: there is nothing to tell the two apart."""
    row = queries.dossier_by_id(db, id)
    return recorded(row) if row is not None and row.commune == commune else None


def queue(
    db: Connection, commune: str, states: Sequence[str], limit: int, offset: int
) -> tuple[Record, ...]:
    """A commune's dossiers in these states: open ones the soonest due first, ended ones the
    latest first."""
    in_order = queries.dossiers_waiting if set(states) & set(rules.OPEN) else queries.dossiers_ended
    return tuple(recorded(row) for row in in_order(db, commune, states, limit, offset))


def counts_by_state(db: Connection, commune: str) -> dict[str, int]:
    return queries.counts_by_state(db, commune)


def overdue_count(db: Connection, commune: str, today: str) -> int:
    return queries.overdue_count(db, commune, today)


def events_of(db: Connection, id: str) -> tuple[Event, ...]:
    """Oldest first."""
    return tuple(
        Event(row.kind, from_millis(row.at), row.by, row.reason, row.detail)
        for row in queries.events_of(db, id)
    )


def recorded(row: Row[Any]) -> Record:
    return Record(
        id=row.id,
        code=row.code,
        flow=row.flow,
        pack=row.pack,
        commune=row.commune,
        assist=row.assist,
        state=row.state,
        received_at=from_millis(row.received_at),
        due_on=row.due_on,
        flags=tuple(json.loads(row.flags)),
        official_code=row.official_code,
        handler=row.handler,
        rev=row.rev,
    )


class OffDay(NamedTuple):
    """A line of the table of days off; `day` is `YYYY-MM-DD`, not `is_off` a make-up day."""

    day: str
    is_off: bool
    name: str


def days_off(db: Connection) -> tuple[OffDay, ...]:
    """By date."""
    return tuple(OffDay(row.day, row.is_off, row.name) for row in queries.days_off_listed(db))


def set_day_off(db: Connection, day: str, is_off: bool, name: str) -> None:
    remove_day_off(db, day)
    db.execute(insert(DayOff).values(day=day, is_off=is_off, name=name))


def remove_day_off(db: Connection, day: str) -> None:
    db.execute(delete(DayOff).where(DayOff.day == day))
