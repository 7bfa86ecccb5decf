"""What is known of dossiers: how far they are, for citizens and for the desk."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.clock import from_millis
from kiosk.dossier import problems, queries, rules
from kiosk.sync import codes, outgoing

NOBODYS = "0" * 64
"""A hash that no secret has."""


@dataclass(frozen=True)
class Progress:
    """What anybody with the code may know: how far, and when. `extended_to` is the new date that
    an officer named."""

    code: str
    flow: str
    pack: str
    told: str
    due_on: str | None
    events: tuple[tuple[str, datetime], ...]
    extended_to: str | None


@dataclass(frozen=True)
class Event:
    """`by` is a staff id, None for the citizen or the program."""

    kind: str
    at: datetime
    by: str | None
    reason: str | None
    detail: str | None


@dataclass(frozen=True)
class Followed:
    """What only the holder of the secret may know as well. `asked` are the steps to redo."""

    id: str
    progress: Progress
    state: str
    handler: str | None
    official_code: str | None
    commune: str
    asked: tuple[str, ...]
    events: tuple[Event, ...]
    rated: bool
    may_rate: bool

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN

    @property
    def reason(self) -> str | None:
        """The officer's last words on where the dossier stands now."""
        kind = rules.EXPLAINED.get(self.progress.told)
        return next((one.reason for one in reversed(self.events) if one.kind == kind), None)


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
    return followed_row(db, row)


def followed_by_id(db: Connection, id: str, secret: str) -> Followed:
    """The same for who names the dossier too. Raises `dossier.no_such_dossier`, after the same
    work, whether there is none or the secret is another's."""
    row = queries.dossier_by_id(db, id)
    is_theirs = codes.is_secret_of(secret, row.follow if row else NOBODYS)
    if row is None or not is_theirs:
        raise problems.no_such_dossier()
    return followed_row(db, row)


def followed_row(db: Connection, row: Row[Any]) -> Followed:
    rated = queries.rating_of(db, row.id) is not None
    return Followed(
        id=row.id,
        progress=progress_of(db, row),
        state=row.state,
        handler=row.handler,
        official_code=row.official_code,
        commune=row.commune,
        asked=tuple(json.loads(row.asked or "[]")),
        events=events_of(db, row.id),
        rated=rated,
        may_rate=row.state in rules.ENDED and row.erased_at is None and not rated,
    )


def took_in(db: Connection, id: str, envelope: str) -> bool:
    """Whether a supplement has become part of the dossier's file."""
    events = queries.events_of(db, id)
    return any(one.kind == "supplemented" and one.detail == envelope for one in events)


def told(db: Connection, row: Row[Any]) -> str:
    if row.state == rules.WAITING and outgoing.is_refused(db, row.id):
        return "contact"
    return rules.TOLD[row.state]


def progress_of(db: Connection, row: Row[Any]) -> Progress:
    events = events_of(db, row.id)
    return Progress(
        code=row.code,
        flow=row.flow,
        pack=row.pack,
        told=told(db, row),
        due_on=row.due_on,
        events=tuple((one.kind, one.at) for one in events),
        extended_to=next((one.detail for one in events if one.kind == "extended"), None),
    )


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
    assignee: str | None
    asked: tuple[str, ...]
    is_erased: bool
    rev: int


def record_of(db: Connection, id: str, commune: str) -> Record | None:
    """None for another commune's dossier too: there is nothing to tell the two apart."""
    row = queries.dossier_by_id(db, id)
    return recorded(row) if row is not None and row.commune == commune else None


def counts_by_state(db: Connection, commune: str) -> dict[str, int]:
    return queries.counts_by_state(db, commune)


def counts_by_assist(
    db: Connection, commune: str, since: int, until: int
) -> tuple[tuple[str, str, str, int], ...]:
    """Flow, hash of the pack, who filled it in, and how many came between two times in ms."""
    rows = queries.counts_by_assist(db, commune, since, until)
    return tuple((flow, pack, assist, n) for flow, pack, assist, n in rows)


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
        assignee=row.assignee,
        asked=tuple(json.loads(row.asked or "[]")),
        is_erased=row.erased_at is not None,
        rev=row.rev,
    )
