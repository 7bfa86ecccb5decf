"""Those whom a lead (of one commune) or an administrator (of the node) looks after.

Each function is one unit. All raise no_such_person for people whom it is not theirs to touch, so
that nobody learns who works in another commune.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, update

from kiosk.people import actions, audit, lockout, problems, queries, rules, second_factor
from kiosk.people.actions import NewPerson
from kiosk.people.keys import Keys
from kiosk.people.queries import Deed, Person
from kiosk.people.rules import Role, Staff
from kiosk.people.tables import StaffRow

PAGE = 50
Plain = Literal["disable_person", "enable_person", "reset_totp", "unlock"]


def listed(
    db: Connection, keys: Keys, by: Staff, now: datetime
) -> tuple[tuple[Person, datetime | None], ...]:
    """Everybody, disabled ones too, each with the moment until which they are locked."""
    commune = None if by.role == "admin" else by.commune
    theirs = [one for one in queries.everybody(db, commune) if is_theirs(by, one.staff)]
    until = lockout.locked(db, keys, [one.staff.login for one in theirs], now)
    return tuple((one, until.get(one.staff.login)) for one in theirs)


def found(
    db: Connection, keys: Keys, by: Staff, id: str, now: datetime
) -> tuple[Person, datetime | None]:
    person = _theirs(db, by, id)
    until = lockout.locked(db, keys, [person.staff.login], now)
    return person, until.get(person.staff.login)


def add(db: Connection, by: Staff, person: NewPerson, at: datetime) -> Staff:
    """Raises what `actions.add_person` raises, and not_for_this_role."""
    _check_gift(by, person.role, person.commune)
    staff = actions.add_person(db, person, at)
    audit.record(db, by, "add_person", None, at, about=staff.id, detail=staff.role)
    return staff


def change(
    db: Connection, by: Staff, id: str, name: str, role: Role, commune: str, at: datetime
) -> None:
    """Raises malformed_name, malformed_commune, last_admin, not_to_oneself (a new role),
    not_for_this_role."""
    before = _theirs(db, by, id).staff
    checked = (rules.check_name(name), role, rules.check_commune(commune))
    if (before.role, before.commune) != checked[1:]:
        _check_gift(by, role, checked[2])
        if before.id == by.id:
            raise problems.not_to_oneself()
    if before.role == "admin" != role:
        _check_admins(db, id)
    db.execute(
        update(StaffRow)
        .where(StaffRow.id == id)
        .values(name=checked[0], role=role, commune=checked[2])
    )
    changed = f"{before.role} {before.commune} > {role} {checked[2]}"
    detail = changed if (before.role, before.commune) != checked[1:] else None
    audit.record(db, by, "change_person", None, at, about=id, detail=detail)


def give_password(
    db: Connection, keys: Keys, by: Staff, id: str, password: str, at: datetime
) -> Staff:
    """Signs them out everywhere and unlocks them; they have to choose another one. Raises
    not_to_oneself: one's own password is changed with the old one."""
    staff = _another(db, by, id).staff
    actions.set_password(db, staff.login, password)
    lockout.unlock(db, keys.login_hash(staff.login))
    audit.record(db, by, "give_password", None, at, about=id)
    return staff


def do(db: Connection, keys: Keys, by: Staff, id: str, deed: Plain, at: datetime) -> None:
    """Raises not_to_oneself, last_admin."""
    staff = _another(db, by, id).staff
    if deed == "disable_person":
        if staff.role == "admin":
            _check_admins(db, id)
        actions.disable(db, staff.login, at)
    elif deed == "enable_person":
        db.execute(update(StaffRow).where(StaffRow.id == id).values(disabled_at=None))
    elif deed == "reset_totp":
        second_factor.remove(db, id)
    else:
        lockout.unlock(db, keys.login_hash(staff.login))
    audit.record(db, by, deed, None, at, about=id)


def deeds(db: Connection, by: Staff, person: str, number: int) -> tuple[tuple[Deed, ...], bool]:
    """The `number`th page of the trail, from 1, and whether it is the last. `person`: "" for all.

    A lead reads what their commune's staff did, and what was done to them.
    """
    commune = None if by.role == "admin" else by.commune
    read = queries.deeds(db, commune, person or None, PAGE + 1, (number - 1) * PAGE)
    return read[:PAGE], len(read) <= PAGE


def is_theirs(by: Staff, staff: Staff) -> bool:
    near = by.role == "admin" or staff.commune == by.commune
    return near and staff.role in rules.may_be_given(by.role)


def _theirs(db: Connection, by: Staff, id: str) -> Person:
    person = queries.person_by_id(db, id)
    if person is None or not is_theirs(by, person.staff):
        raise problems.no_such_person()
    return person


def _another(db: Connection, by: Staff, id: str) -> Person:
    person = _theirs(db, by, id)
    if person.staff.id == by.id:
        raise problems.not_to_oneself()
    return person


def _check_gift(by: Staff, role: Role, commune: str) -> None:
    if role not in rules.may_be_given(by.role) or (by.role != "admin" and commune != by.commune):
        raise problems.not_for_this_role()


def _check_admins(db: Connection, id: str) -> None:
    if not queries.is_other_admin_there(db, id):
        raise problems.last_admin()
