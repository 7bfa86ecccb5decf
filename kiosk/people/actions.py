"""Staff are added, changed and disabled."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Insert, insert, update
from sqlalchemy.exc import IntegrityError

from kiosk.clock import to_millis
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
from kiosk.people.audit import Action
from kiosk.people.keys import Keys
from kiosk.people.queries import Person
from kiosk.people.rules import Role, Staff
from kiosk.people.tables import StaffRow
from kiosk.sync.ids import uuid7

# What the trail says of deeds at the machine itself, where nobody is signed in.
CONSOLE = "console"


@dataclass(frozen=True)
class NewPerson:
    """As typed; `add_person` checks. `must_change`: the password is one that others have seen."""

    login: str
    name: str
    role: Role
    commune: str
    password: str = field(repr=False)
    must_change: bool = True


def add_person(db: Connection, person: NewPerson, at: datetime) -> Staff:
    """Raises login_taken, malformed_login, malformed_name, malformed_commune, weak_password,
    guessable_password."""
    staff = Staff(
        id=uuid7(to_millis(at)),
        login=rules.check_login(rules.plain_login(person.login)),
        name=rules.check_name(person.name),
        role=person.role,
        commune=rules.check_commune(person.commune),
        must_change=person.must_change,
    )
    checked = rules.check_password(person.password, staff.login, staff.name)
    # Some 40 ms on the loop's thread, which a commune can spare the few times it adds somebody.
    password_hash = passwords.hash_of(checked)
    try:
        db.execute(_insertion(staff, password_hash, at))
    except IntegrityError as error:
        raise problems.login_taken() from error
    return staff


def set_password(db: Connection, login: str, password: str, must_change: bool = True) -> None:
    """Signs the person out everywhere. Raises no_such_person, weak_password, guessable_password."""
    staff = person_of(db, login)
    password_hash = passwords.hash_of(rules.check_password(password, staff.login, staff.name))
    db.execute(
        update(StaffRow)
        .where(StaffRow.id == staff.id)
        .values(password_hash=password_hash, must_change=must_change)
    )
    sessions.end_all(db, staff.id)


def disable(db: Connection, login: str, at: datetime) -> None:
    """Out at once, everywhere; their trail stays. Raises no_such_person. Twice does no harm."""
    id = person_of(db, login).id
    db.execute(
        update(StaffRow)
        .where(StaffRow.id == id, StaffRow.disabled_at.is_(None))
        .values(disabled_at=to_millis(at))
    )
    sessions.end_all(db, id)


def reset_totp(db: Connection, login: str) -> None:
    """The password alone is asked for from now on. Raises no_such_person."""
    second_factor.remove(db, person_of(db, login).id)


def unlock(db: Connection, keys: Keys, login: str) -> None:
    """Too many wrong tries are forgotten. Raises no_such_person."""
    lockout.unlock(db, keys.login_hash(person_of(db, login).login))


def record_at_console(db: Connection, login: str, action: Action, at: datetime) -> None:
    """A deed of whoever sits at the machine itself; it stands under the person's own name."""
    staff = person_of(db, login)
    audit.record(db, staff, action, None, at, about=staff.id, detail=CONSOLE)


def everybody(db: Connection) -> tuple[Person, ...]:
    """All staff, disabled ones too, by commune and login."""
    return queries.everybody(db)


def communes_with_a_desk(db: Connection) -> frozenset[str]:
    """The codes of those where somebody may sign in and deal with dossiers."""
    return queries.communes_with_a_desk(db)


def everybody_and_how(
    db: Connection, keys: Keys, now: datetime
) -> tuple[tuple[Staff, tuple[str, ...]], ...]:
    """All staff, each with what is true of them: active or disabled, locked, totp, must-change."""
    people = queries.everybody(db)
    locked = lockout.locked(db, keys, [person.staff.login for person in people], now)
    return tuple((one.staff, _how(one, one.staff.login in locked)) for one in people)


def name_of(db: Connection, staff_id: str) -> str | None:
    """For the citizen whose dossier they handle: the name and nothing else."""
    staff = queries.staff_by_id(db, staff_id)
    return staff.name if staff else None


def person_of(db: Connection, login: str) -> Staff:
    """Raises no_such_person."""
    id = queries.id_of_login(db, rules.plain_login(login))
    staff = queries.staff_by_id(db, id) if id else None
    if staff is None:
        raise problems.no_such_person()
    return staff


def _how(person: Person, is_locked: bool) -> tuple[str, ...]:
    claims = {
        "active": person.disabled_at is None,
        "disabled": person.disabled_at is not None,
        "locked": is_locked,
        "totp": person.has_totp,
        "must-change": person.staff.must_change,
    }
    return tuple(word for word, is_true in claims.items() if is_true)


def _insertion(staff: Staff, password_hash: str, at: datetime) -> Insert:
    return insert(StaffRow).values(
        id=staff.id,
        login=staff.login,
        name=staff.name,
        role=staff.role,
        commune=staff.commune,
        password_hash=password_hash,
        must_change=staff.must_change,
        created_at=to_millis(at),
    )
