"""Browsers on which somebody signed in before: strangers' tries do not lock those out.

After OWASP's "device cookies": tries from a known browser are counted apart from all others.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, insert, select

from kiosk.clock import to_millis
from kiosk.people.keys import token_hash
from kiosk.people.lockout import STRANGER
from kiosk.people.tables import DeviceRow

KEPT = timedelta(days=90)


def place_of(db: Connection, token: str, staff_id: str | None, now: datetime) -> str:
    """Where the tries of this browser for this person are counted."""
    if not token or staff_id is None:
        return STRANGER
    hashed = token_hash(token)
    is_known = db.scalar(
        select(
            exists().where(
                DeviceRow.token_hash == hashed,
                DeviceRow.staff_id == staff_id,
                DeviceRow.seen_at > to_millis(now - KEPT),
            )
        )
    )
    return hashed if is_known else STRANGER


def remember(db: Connection, token: str, staff_id: str, now: datetime) -> str:
    """What the browser keeps from now on. One that several people share keeps the same."""
    oldest = to_millis(now - KEPT)
    db.execute(delete(DeviceRow).where(DeviceRow.seen_at <= oldest))
    hashed = token_hash(token)
    if not db.scalar(select(exists().where(DeviceRow.token_hash == hashed))):
        token = secrets.token_urlsafe(24)  # one that we never gave is not taken over
        hashed = token_hash(token)
    db.execute(
        delete(DeviceRow).where(DeviceRow.token_hash == hashed, DeviceRow.staff_id == staff_id)
    )
    db.execute(
        insert(DeviceRow).values(token_hash=hashed, staff_id=staff_id, seen_at=to_millis(now))
    )
    return token
