"""Codes beside the password: a telephone's (TOTP), and ten on paper for when it is lost.

Each function is part of a unit of work.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from kiosk.clock import from_millis, to_millis
from kiosk.people import audit, totp
from kiosk.people.keys import Keys, token_hash
from kiosk.people.rules import ENROLMENT, Staff
from kiosk.people.tables import RecoveryRow, TotpRow
from kiosk.sync import codes

RECOVERY_CODES = 10
NEVER = -1


@dataclass(frozen=True)
class SecondFactor:
    """`since` is None while no code is asked for."""

    since: datetime | None
    codes_left: int


def state(db: Connection, staff_id: str) -> SecondFactor:
    since = db.scalar(select(TotpRow.confirmed_at).where(TotpRow.staff_id == staff_id))
    left = db.scalar(
        select(func.count()).select_from(RecoveryRow).where(RecoveryRow.staff_id == staff_id)
    )
    return SecondFactor(None if since is None else from_millis(since), left or 0)


def begin(db: Connection, keys: Keys, staff: Staff, now: datetime) -> None:
    """Makes a secret that counts once a code of it was given. One that counts already stays."""
    if state(db, staff.id).since is not None:
        return
    db.execute(delete(TotpRow).where(TotpRow.staff_id == staff.id))
    db.execute(
        insert(TotpRow).values(
            staff_id=staff.id,
            sealed=keys.seal(totp.new_secret(), staff.id),
            made_at=to_millis(now),
            confirmed_at=None,
            last_step=NEVER,
        )
    )


def pending(db: Connection, keys: Keys, staff_id: str, now: datetime) -> bytes | None:
    """The secret that waits for its first code."""
    sealed = db.scalar(
        select(TotpRow.sealed).where(
            TotpRow.staff_id == staff_id,
            TotpRow.confirmed_at.is_(None),
            TotpRow.made_at > to_millis(now - ENROLMENT),
        )
    )
    return keys.open(sealed, staff_id) if sealed else None


def confirm(
    db: Connection, keys: Keys, staff: Staff, typed: str, now: datetime
) -> tuple[str, ...] | None:
    """The recovery codes, to be shown now and never again; None for a wrong code."""
    secret, digits = pending(db, keys, staff.id, now), totp.digits_in(typed)
    step = totp.step_of(secret, digits, now, NEVER) if secret and digits else None
    if step is None:
        return None
    confirmed = db.execute(
        update(TotpRow)
        .where(TotpRow.staff_id == staff.id, TotpRow.confirmed_at.is_(None))
        .values(confirmed_at=to_millis(now), last_step=step)
    )
    if not confirmed.rowcount:
        return None
    audit.record(db, staff, "start_totp", None, now)
    return _new_codes(db, staff.id)


def take(
    db: Connection, keys: Keys, staff: Staff, typed: str, now: datetime
) -> Literal["totp", "recovery"] | None:
    """Which kind of code this was, and it is used up; None for a wrong or used one."""
    if digits := totp.digits_in(typed):
        return "totp" if _take_step(db, keys, staff.id, digits, now) else None
    letters = codes.normalise_resume(typed)
    if letters is None:
        return None
    used = db.execute(
        delete(RecoveryRow).where(
            RecoveryRow.staff_id == staff.id, RecoveryRow.code_hash == token_hash(letters)
        )
    )
    if not used.rowcount:
        return None
    audit.record(db, staff, "use_recovery", None, now)
    return "recovery"


def renew(db: Connection, staff: Staff, now: datetime) -> tuple[str, ...]:
    """Ten new recovery codes; the old ones are void."""
    audit.record(db, staff, "renew_recovery", None, now)
    return _new_codes(db, staff.id)


def remove(db: Connection, staff_id: str) -> bool:
    """Whether there was one that counted."""
    was_on = state(db, staff_id).since is not None
    db.execute(delete(TotpRow).where(TotpRow.staff_id == staff_id))
    db.execute(delete(RecoveryRow).where(RecoveryRow.staff_id == staff_id))
    return was_on


def _take_step(db: Connection, keys: Keys, staff_id: str, digits: str, now: datetime) -> bool:
    row = db.execute(
        select(TotpRow.sealed, TotpRow.last_step).where(
            TotpRow.staff_id == staff_id, TotpRow.confirmed_at.is_not(None)
        )
    ).one_or_none()
    secret = keys.open(row.sealed, staff_id) if row else None
    if row is None or secret is None:
        return False
    step = totp.step_of(secret, digits, now, row.last_step)
    if step is None:
        return False
    # The condition again: of two that bring the same code at the same moment, one is first.
    used = db.execute(
        update(TotpRow)
        .where(TotpRow.staff_id == staff_id, TotpRow.last_step < step)
        .values(last_step=step)
    )
    return used.rowcount == 1


def _new_codes(db: Connection, staff_id: str) -> tuple[str, ...]:
    """73 random bits each, so that a plain hash will do."""
    made = tuple(codes.new_resume_code() for _ in range(RECOVERY_CODES))
    db.execute(delete(RecoveryRow).where(RecoveryRow.staff_id == staff_id))
    db.execute(
        insert(RecoveryRow),
        [{"staff_id": staff_id, "code_hash": token_hash(code)} for code in made],
    )
    return made
