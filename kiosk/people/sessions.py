"""Who a request comes from; sessions are opened, listed and ended."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, update

from kiosk.clock import Clock, to_millis
from kiosk.people import audit, queries
from kiosk.people.keys import token_hash
from kiosk.people.queries import OpenSession
from kiosk.people.rules import IDLE, LONGEST, TOUCH_EVERY, Staff
from kiosk.people.tables import EntryRow, SessionRow
from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.store.problems import no_room


async def staff_by_token(
    store: Store, clock: Clock, token: str, *, is_polled: bool = False
) -> Staff | None:
    """Who is signed in with this token; being asked counts as being seen, except by a page that
    asks by itself."""
    now = clock.now()
    visit = await store.read(queries.visit_by_token, token_hash(token), now)
    if visit is None:
        return None
    if not is_polled and now - visit.seen_at >= TOUCH_EVERY:
        await _seen(store, token, now)
    return visit.staff


async def _seen(store: Store, token: str, now: datetime) -> None:
    try:
        await store.write(_touch, token, now)
    except Problem as problem:
        if problem.kind != no_room:  # on a full disk people can still look
            raise


def open_session(db: Connection, staff: Staff, browser: str, at: datetime) -> str:
    """The token for the browser's cookie. Sessions that ended by themselves are swept away."""
    _sweep(db, at)
    token = secrets.token_urlsafe(32)
    db.execute(
        insert(SessionRow).values(
            token_hash=token_hash(token),
            staff_id=staff.id,
            created_at=to_millis(at),
            seen_at=to_millis(at),
            expires_at=to_millis(at + LONGEST),
            id=secrets.token_hex(8),
            browser=browser,
        )
    )
    audit.record(db, staff, "sign_in", None, at, detail=browser or None)
    return token


def sign_out(db: Connection, token: str, at: datetime) -> None:
    """Ends the session. One that has already ended is left as it is."""
    if visit := queries.visit_by_token(db, token_hash(token), at):
        audit.record(db, visit.staff, "sign_out", None, at)
    db.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash(token)))


def open_sessions(
    db: Connection, staff: Staff, token: str, now: datetime
) -> tuple[OpenSession, ...]:
    """Where this person is signed in; `token` is the one that asks."""
    return queries.sessions_of(db, staff.id, token_hash(token), now)


def end_one(db: Connection, staff: Staff, id: str, at: datetime) -> None:
    """One of one's own. What is not there has ended already."""
    ended = db.execute(
        delete(SessionRow).where(SessionRow.id == id, SessionRow.staff_id == staff.id)
    )
    if ended.rowcount:
        audit.record(db, staff, "end_session", None, at)


def end_others(db: Connection, staff: Staff, token: str, at: datetime) -> None:
    """All but the one that asks."""
    ended = db.execute(
        delete(SessionRow).where(
            SessionRow.staff_id == staff.id, SessionRow.token_hash != token_hash(token)
        )
    )
    db.execute(delete(EntryRow).where(EntryRow.staff_id == staff.id))
    if ended.rowcount:
        audit.record(db, staff, "end_session", None, at, detail=str(ended.rowcount))


def end_all(db: Connection, staff_id: str) -> None:
    """Out everywhere, half-way in included."""
    db.execute(delete(SessionRow).where(SessionRow.staff_id == staff_id))
    db.execute(delete(EntryRow).where(EntryRow.staff_id == staff_id))


def _touch(db: Connection, token: str, now: datetime) -> None:
    db.execute(
        update(SessionRow)
        .where(SessionRow.token_hash == token_hash(token))
        .values(seen_at=to_millis(now))
    )


def _sweep(db: Connection, at: datetime) -> None:
    ended = or_(SessionRow.expires_at <= to_millis(at), SessionRow.seen_at <= to_millis(at - IDLE))
    db.execute(delete(SessionRow).where(ended))
    db.execute(delete(EntryRow).where(EntryRow.expires_at <= to_millis(at)))
