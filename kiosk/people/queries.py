"""What is known about staff, sessions and the trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, exists, func, or_, select
from sqlalchemy.orm import aliased

from kiosk.clock import from_millis, to_millis
from kiosk.people.rules import AT_THE_DESK, IDLE, Role, Staff
from kiosk.people.tables import AuditRow, EntryRow, SessionRow, StaffRow, TotpRow


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    staff: Staff
    password_hash: str
    has_totp: bool


@dataclass(frozen=True)
class Visit:
    """An open session."""

    staff: Staff
    seen_at: datetime


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it; `is_here` for the one that asks."""

    id: str
    browser: str
    created_at: datetime
    seen_at: datetime
    is_here: bool


@dataclass(frozen=True)
class Person:
    """A line of the list of staff. `disabled_at` is None while they may sign in."""

    staff: Staff
    created_at: datetime
    disabled_at: datetime | None
    has_totp: bool


@dataclass(frozen=True)
class Deed:
    """A line of the audit trail. `commune` is the person's at that moment; `about` names to whom
    it was done."""

    seq: int
    at: datetime
    login: str
    name: str
    action: str
    dossier_id: str | None
    commune: str
    about: str | None
    detail: str | None


def is_anybody_there(db: Connection) -> bool:
    """Whether there is any staff, disabled ones included."""
    return bool(db.scalar(select(exists(select(StaffRow.id)))))


def credentials_by_login(db: Connection, login: str) -> Credentials | None:
    """Of somebody who may sign in."""
    return _credentials(db, StaffRow.login == login)


def credentials_by_id(db: Connection, id: str) -> Credentials | None:
    """The same."""
    return _credentials(db, StaffRow.id == id)


def staff_by_entry(db: Connection, token_hash: str, now: datetime) -> Staff | None:
    """Who still owes a code, if they may sign in and are in time."""
    row = db.execute(
        select(*_STAFF)
        .join(EntryRow, EntryRow.staff_id == StaffRow.id)
        .where(
            EntryRow.token_hash == token_hash,
            EntryRow.expires_at > to_millis(now),
            StaffRow.disabled_at.is_(None),
        )
    ).one_or_none()
    return _staff(row) if row else None


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
            *_is_open(now),
            StaffRow.disabled_at.is_(None),
        )
    ).one_or_none()
    return Visit(_staff(row), from_millis(row.seen_at)) if row else None


def sessions_of(db: Connection, staff_id: str, here: str, now: datetime) -> tuple[OpenSession, ...]:
    """The open ones, the last seen first; `here` is the hash of the asking one's token."""
    rows = db.execute(
        select(SessionRow.__table__)
        .where(SessionRow.staff_id == staff_id, *_is_open(now))
        .order_by(SessionRow.seen_at.desc(), SessionRow.id)
    )
    return tuple(
        OpenSession(
            row.id,
            row.browser,
            from_millis(row.created_at),
            from_millis(row.seen_at),
            row.token_hash == here,
        )
        for row in rows
    )


def everybody(db: Connection, commune: str | None = None) -> tuple[Person, ...]:
    """By commune, then login; of one commune only, or of all."""
    asked = _PEOPLE.order_by(StaffRow.commune, StaffRow.login)
    if commune is not None:
        asked = asked.where(StaffRow.commune == commune)
    return tuple(_person(row) for row in db.execute(asked))


def person_by_id(db: Connection, id: str) -> Person | None:
    row = db.execute(_PEOPLE.where(StaffRow.id == id)).one_or_none()
    return _person(row) if row else None


def is_other_admin_there(db: Connection, id: str) -> bool:
    """Whether somebody else than this person can look after the whole node."""
    others = select(StaffRow.id).where(
        StaffRow.role == "admin", StaffRow.disabled_at.is_(None), StaffRow.id != id
    )
    # Locked, so that two administrators do not put each other out at the same moment.
    return db.execute(others.with_for_update()).first() is not None


def communes_with_a_desk(db: Connection) -> frozenset[str]:
    """Where somebody may sign in and deal with dossiers."""
    at_work = select(StaffRow.commune).where(
        StaffRow.role.in_(AT_THE_DESK), StaffRow.disabled_at.is_(None)
    )
    return frozenset(db.scalars(at_work.distinct()))


def trail(db: Connection, dossier_id: str) -> tuple[Deed, ...]:
    """What was done with a dossier, oldest first."""
    rows = db.execute(_DEEDS.where(AuditRow.dossier_id == dossier_id).order_by(AuditRow.seq))
    return tuple(map(_deed, rows))


def deeds(
    db: Connection, commune: str | None, person: str | None, limit: int, skip: int
) -> tuple[Deed, ...]:
    """What staff of a commune did, and what was done to them; newest first. None: all."""
    asked = _DEEDS.order_by(AuditRow.seq.desc()).limit(limit).offset(skip)
    if commune is not None:
        own = select(StaffRow.id).where(StaffRow.commune == commune)
        asked = asked.where(or_(AuditRow.commune == commune, AuditRow.about.in_(own)))
    if person is not None:
        asked = asked.where(or_(AuditRow.staff_id == person, AuditRow.about == person))
    return tuple(map(_deed, db.execute(asked)))


_STAFF = (
    StaffRow.id,
    StaffRow.login,
    StaffRow.name,
    StaffRow.role,
    StaffRow.commune,
    StaffRow.must_change,
)


_HAS_TOTP = (
    exists().where(TotpRow.staff_id == StaffRow.id, TotpRow.confirmed_at.is_not(None))
).label("has_totp")
_PEOPLE = select(*_STAFF, StaffRow.created_at, StaffRow.disabled_at, _HAS_TOTP)

_ABOUT = aliased(StaffRow)
_DEEDS = (
    select(
        AuditRow.seq,
        AuditRow.at,
        StaffRow.login,
        StaffRow.name,
        AuditRow.action,
        AuditRow.dossier_id,
        AuditRow.commune,
        func.coalesce(_ABOUT.name, AuditRow.about).label("about"),
        AuditRow.detail,
    )
    .join(StaffRow, StaffRow.id == AuditRow.staff_id)
    .outerjoin(_ABOUT, _ABOUT.id == AuditRow.about)
)


def _credentials(db: Connection, of_whom: ColumnElement[bool]) -> Credentials | None:
    row = db.execute(
        select(*_STAFF, StaffRow.password_hash, _HAS_TOTP).where(
            of_whom, StaffRow.disabled_at.is_(None)
        )
    ).one_or_none()
    return Credentials(_staff(row), row.password_hash, bool(row.has_totp)) if row else None


def _is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (SessionRow.expires_at > to_millis(now), SessionRow.seen_at > to_millis(now - IDLE))


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    disabled_at = _moment(row.disabled_at)
    return Person(_staff(row), from_millis(row.created_at), disabled_at, bool(row.has_totp))


def _deed(row: Row[*tuple[Any, ...]]) -> Deed:
    seq, at, *rest = row
    return Deed(seq, from_millis(at), *rest)


def _staff(row: Row[*tuple[Any, ...]]) -> Staff:
    return Staff(row.id, row.login, row.name, cast("Role", row.role), row.commune, row.must_change)


def _moment(millis: int | None) -> datetime | None:
    return None if millis is None else from_millis(millis)
