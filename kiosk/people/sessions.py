"""Signing in and out, and who a request comes from."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, update

from kiosk.clock import Clock, to_millis
from kiosk.people import audit, passwords, queries, rules
from kiosk.people.queries import Credentials
from kiosk.people.rules import IDLE, LONGEST, TOUCH_EVERY, Staff
from kiosk.people.tables import SessionRow
from kiosk.store import Store


async def sign_in(
    store: Store, clock: Clock, login: str, password: str
) -> tuple[Staff, str] | None:
    """The person and the token for their cookie; None for a wrong login or a wrong password.

    Which of the two was wrong shows neither in the answer nor in the time it takes.
    """
    found = await store.read(queries.credentials_by_login, rules.plain_login(login))
    typed = rules.plain_password(password)
    is_right = await passwords.is_right(found.password_hash if found else None, typed)
    if found is None or not is_right:
        return None
    token = secrets.token_urlsafe(32)
    opened = await store.write(_open, found, token, clock.now())
    return (found.staff, token) if opened else None


async def staff_by_token(store: Store, clock: Clock, token: str) -> Staff | None:
    """Who is signed in with this token; being asked counts as being seen."""
    now = clock.now()
    visit = await store.read(queries.visit_by_token, _hash(token), now)
    if visit is None:
        return None
    if now - visit.seen_at >= TOUCH_EVERY:
        await store.write(_touch, token, now)
    return visit.staff


def sign_out(db: Connection, token: str, at: datetime) -> None:
    """Ends the session. One that has already ended is left as it is."""
    if visit := queries.visit_by_token(db, _hash(token), at):
        audit.record(db, visit.staff, "sign_out", None, at)
    db.execute(delete(SessionRow).where(SessionRow.token_hash == _hash(token)))


def _open(db: Connection, found: Credentials, token: str, at: datetime) -> bool:
    """False when the person was disabled or got a new password while theirs was being checked."""
    if queries.credentials_by_login(db, found.staff.login) != found:
        return False
    _sweep(db, at)
    db.execute(
        insert(SessionRow).values(
            token_hash=_hash(token),
            staff_id=found.staff.id,
            created_at=to_millis(at),
            seen_at=to_millis(at),
            expires_at=to_millis(at + LONGEST),
        )
    )
    audit.record(db, found.staff, "sign_in", None, at)
    return True


def _touch(db: Connection, token: str, now: datetime) -> None:
    db.execute(
        update(SessionRow)
        .where(SessionRow.token_hash == _hash(token))
        .values(seen_at=to_millis(now))
    )


def _sweep(db: Connection, at: datetime) -> None:
    """Sessions that ended by themselves leave nothing behind."""
    ended = or_(SessionRow.expires_at <= to_millis(at), SessionRow.seen_at <= to_millis(at - IDLE))
    db.execute(delete(SessionRow).where(ended))


def _hash(token: str) -> str:
    """A copy of the database opens no session: the token has 256 bits, so a plain hash will do."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
