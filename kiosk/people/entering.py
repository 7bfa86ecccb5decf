"""Signing in: the password first, then, for whom it is switched on, a code.

Between the two there is no session: only a note, in the database and in this browser's cookie,
that opens nothing but the page which asks for the code.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, insert

from kiosk.clock import to_millis
from kiosk.people import audit, devices, lockout, passwords, queries, rules, second_factor, sessions
from kiosk.people.gate import NOBODY, Gate, Visitor
from kiosk.people.keys import Keys, token_hash
from kiosk.people.lockout import Count
from kiosk.people.queries import Credentials
from kiosk.people.rules import ENTRY, Staff
from kiosk.people.tables import EntryRow


@dataclass(frozen=True)
class Entered:
    """`token` is for the session's cookie, `known` for the one that stays."""

    staff: Staff
    token: str = field(repr=False)
    known: str = field(repr=False)


@dataclass(frozen=True)
class CodeAsked:
    """`entry` is for the cookie of who still owes a code."""

    entry: str = field(repr=False)


@dataclass(frozen=True)
class Refused:
    """`until` is None for a wrong login, password or code; else too many of them were tried."""

    until: datetime | None = None


@dataclass(frozen=True)
class Expired:
    """The note is too old, used, or not there: the password is asked for again."""


@dataclass(frozen=True)
class _Try:
    """A counted try: what it is checked against, and where it was counted."""

    found: Credentials | None
    login_hash: str
    place: str
    counted: Count


async def sign_in(
    gate: Gate, login: str, password: str, visitor: Visitor = NOBODY
) -> Entered | CodeAsked | Refused:
    """Which of the two was wrong, and whether there is such a login at all, shows neither in the
    answer nor in the time it takes."""
    now = gate.clock.now()
    plain = rules.plain_login(login)
    tried = await gate.store.write(_knock, gate.keys, plain, visitor, now)
    if tried.counted.is_over:
        return Refused(tried.counted.ends_at)
    typed = rules.plain_password(password)
    is_right = await passwords.is_right(tried.found.password_hash if tried.found else None, typed)
    if is_right and tried.found:
        return await gate.store.write(_let_in, tried, tried.found, visitor, gate.clock.now())
    if tried.counted.is_last:
        await gate.store.write(_lock, tried.found.staff if tried.found else None, now)
        return Refused(tried.counted.ends_at)
    return Refused()


async def enter_code(
    gate: Gate, entry: str, typed: str, visitor: Visitor = NOBODY
) -> Entered | Refused | Expired:
    """A code of the telephone, or a recovery code; each counts once."""
    return await gate.store.write(_enter, gate.keys, entry, typed, visitor, gate.clock.now())


async def owes_code(gate: Gate, entry: str) -> bool:
    found = await gate.store.read(queries.staff_by_entry, token_hash(entry), gate.clock.now())
    return found is not None


def _knock(db: Connection, keys: Keys, login: str, visitor: Visitor, now: datetime) -> _Try:
    found = queries.credentials_by_login(db, login)
    place = devices.place_of(db, visitor.known, found.staff.id if found else None, now)
    login_hash = keys.login_hash(login)
    return _Try(found, login_hash, place, lockout.count(db, login_hash, place, now))


def _let_in(
    db: Connection, tried: _Try, found: Credentials, visitor: Visitor, now: datetime
) -> Entered | CodeAsked | Refused:
    """Refused when the person was disabled or got a new password while theirs was checked."""
    if queries.credentials_by_login(db, found.staff.login) != found:
        return Refused()
    if not found.has_totp:
        return _open(db, found.staff, tried.login_hash, tried.place, visitor, now)
    lockout.give_back(db, tried.login_hash, tried.place, tried.counted)
    entry = secrets.token_urlsafe(32)
    db.execute(
        insert(EntryRow).values(
            token_hash=token_hash(entry),
            staff_id=found.staff.id,
            expires_at=to_millis(now + ENTRY),
        )
    )
    return CodeAsked(entry)


def _enter(
    db: Connection, keys: Keys, entry: str, typed: str, visitor: Visitor, now: datetime
) -> Entered | Refused | Expired:
    staff = queries.staff_by_entry(db, token_hash(entry), now)
    if staff is None:
        return Expired()
    login_hash = keys.login_hash(staff.login)
    place = devices.place_of(db, visitor.known, staff.id, now)
    counted = lockout.count(db, login_hash, place, now)
    if counted.is_over:
        return Refused(counted.ends_at)
    if second_factor.take(db, keys, staff, typed, now) and _use_up(db, entry):
        return _open(db, staff, login_hash, place, visitor, now)
    if counted.is_last:
        _lock(db, staff, now)
        return Refused(counted.ends_at)
    return Refused()


def _open(
    db: Connection, staff: Staff, login_hash: str, place: str, visitor: Visitor, now: datetime
) -> Entered:
    lockout.clear(db, login_hash, place)
    known = devices.remember(db, visitor.known, staff.id, now)
    return Entered(staff, sessions.open_session(db, staff, visitor.browser, now), known)


def _use_up(db: Connection, entry: str) -> bool:
    gone = db.execute(delete(EntryRow).where(EntryRow.token_hash == token_hash(entry)))
    return gone.rowcount == 1


def _lock(db: Connection, staff: Staff | None, now: datetime) -> None:
    """For the trail. An unknown login takes the same way, and the same time."""
    if staff is not None:
        audit.record(db, staff, "lock", None, now)
