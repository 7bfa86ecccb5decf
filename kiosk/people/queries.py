"""What is known about staff, sessions and the trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, exists, select

from kiosk.clock import from_millis, to_millis
from kiosk.people.rules import IDLE, Role, Staff
from kiosk.people.tables import AuditRow, SessionRow, StaffRow


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    staff: Staff
    password_hash: str


@dataclass(frozen=True)
class Visit:
    """An open session."""

    staff: Staff
    seen_at: datetime


@dataclass(frozen=True)
class Person:
    """A line of the list of staff. `disabled_at` is None while they may sign in."""

    staff: Staff
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True)
class Deed:
    """A line of the audit trail. `commune` is the person's at that moment."""

    seq: int
    at: datetime
    login: str
    name: str
    action: str
    dossier_id: str | None
    commune: str


def is_anybody_there(db: Connection) -> bool:
    """Whether there is any staff, disabled ones included."""
    return bool(db.scalar(select(exists(select(StaffRow.id)))))


def credentials_by_login(db: Connection, login: str) -> Credentials | None:
    """Of somebody who may sign in."""
    row = db.execute(
        select(*_STAFF, StaffRow.password_hash).where(
            StaffRow.login == login, StaffRow.disabled_at.is_(None)
        )
    ).one_or_none()
    return Credentials(_staff(row), row.password_hash) if row else None


def staff_by_id(db: Connection, id: str) -> Staff | None:
    row = db.execute(select(*_STAFF).where(StaffRow.id == id)).one_or_none()
    return _staff(row) if row else None


def id_of_login(db: Connection, login: str) -> str | None:
    return db.scalar(select(StaffRow.id).where(StaffRow.login == login))


def visit_by_token(db: Connection, token_hash: str, now: datetime) -> Visit | None:
    """The session, if it has neither idled nor run out and its owner may still sign in."""
    row = db.execute(
        select(*_STAFF, SessionRow.seen_at)
        .join(SessionRow, SessionRow.staff_id == StaffRow.id)
        .where(
            SessionRow.token_hash == token_hash,
            SessionRow.expires_at > to_millis(now),
            SessionRow.seen_at > to_millis(now - IDLE),
            StaffRow.disabled_at.is_(None),
        )
    ).one_or_none()
    return Visit(_staff(row), from_millis(row.seen_at)) if row else None


def everybody(db: Connection) -> tuple[Person, ...]:
    """By commune, then login."""
    rows = db.execute(
        select(*_STAFF, StaffRow.created_at, StaffRow.disabled_at).order_by(
            StaffRow.commune, StaffRow.login
        )
    )
    return tuple(
        Person(_staff(row), from_millis(row.created_at), _moment(row.disabled_at)) for row in rows
    )


def trail(db: Connection, dossier_id: str) -> tuple[Deed, ...]:
    """What was done with a dossier, oldest first."""
    rows = db.execute(
        select(AuditRow, StaffRow.login, StaffRow.name)
        .join(StaffRow, StaffRow.id == AuditRow.staff_id)
        .where(AuditRow.dossier_id == dossier_id)
        .order_by(AuditRow.seq)
    )
    return tuple(
        Deed(
            row.seq,
            from_millis(row.at),
            row.login,
            row.name,
            row.action,
            row.dossier_id,
            row.commune,
        )
        for row in rows
    )


_STAFF = (
    StaffRow.id,
    StaffRow.login,
    StaffRow.name,
    StaffRow.role,
    StaffRow.commune,
    StaffRow.must_change,
)


def _staff(row: Row[*tuple[Any, ...]]) -> Staff:
    return Staff(row.id, row.login, row.name, cast("Role", row.role), row.commune, row.must_change)


def _moment(millis: int | None) -> datetime | None:
    return None if millis is None else from_millis(millis)
