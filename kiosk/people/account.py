"""What people do with their own account, after they have shown again that it is they."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, update

from kiosk.people import (
    audit,
    lockout,
    passwords,
    problems,
    queries,
    rules,
    second_factor,
    sessions,
)
from kiosk.people.entering import Refused
from kiosk.people.gate import Gate
from kiosk.people.lockout import OWN
from kiosk.people.rules import Staff
from kiosk.people.tables import StaffRow

Then = Literal["stop", "renew"]


async def prove(gate: Gate, staff: Staff, password: str) -> Refused | None:
    """None when it is this person's password. Tries count as they do at the gate, but apart: a
    session that somebody else got hold of must not become a place to guess."""
    now, login_hash = gate.clock.now(), gate.keys.login_hash(staff.login)
    counted = await gate.store.write(lockout.count, login_hash, OWN, now)
    if counted.is_over:
        return Refused(counted.ends_at)
    found = await gate.store.read(queries.credentials_by_id, staff.id)
    typed = rules.plain_password(password)
    if await passwords.is_right(found.password_hash if found else None, typed):
        await gate.store.write(lockout.give_back, login_hash, OWN, counted)
        return None
    if counted.is_last:
        await gate.store.write(audit.record, staff, "lock", None, now)
        return Refused(counted.ends_at)
    return Refused()


async def change_password(gate: Gate, staff: Staff, token: str, old: str, new: str) -> None:
    """`old` was proved. Every other session of the person ends.

    Raises weak_password, guessable_password, same_password.
    """
    checked = rules.check_password(new, staff.login, staff.name)
    if checked == rules.plain_password(old):
        raise problems.same_password()
    made = await passwords.hashed(checked)
    await gate.store.write(_set_own, staff, token, made, gate.clock.now())


async def use_code(gate: Gate, staff: Staff, typed: str, then: Then) -> tuple[str, ...] | Refused:
    """Switches codes off, or makes new recovery codes and gives them. Takes a code first."""
    return await gate.store.write(_use_code, gate, staff, typed, then, gate.clock.now())


def _set_own(db: Connection, staff: Staff, token: str, made: str, now: datetime) -> None:
    db.execute(
        update(StaffRow)
        .where(StaffRow.id == staff.id)
        .values(password_hash=made, must_change=False)
    )
    sessions.end_others(db, staff, token, now)
    audit.record(db, staff, "change_password", None, now)


def _use_code(
    db: Connection, gate: Gate, staff: Staff, typed: str, then: Then, now: datetime
) -> tuple[str, ...] | Refused:
    login_hash = gate.keys.login_hash(staff.login)
    counted = lockout.count(db, login_hash, OWN, now)
    if counted.is_over:
        return Refused(counted.ends_at)
    if not second_factor.take(db, gate.keys, staff, typed, now):
        if counted.is_last:
            audit.record(db, staff, "lock", None, now)
        return Refused(counted.ends_at if counted.is_last else None)
    lockout.clear(db, login_hash, OWN)
    if then == "renew":
        return second_factor.renew(db, staff, now)
    second_factor.remove(db, staff.id)
    audit.record(db, staff, "stop_totp", None, now)
    return ()
