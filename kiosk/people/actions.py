"""Staff are added, changed and disabled."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Insert, delete, insert, update
from sqlalchemy.exc import IntegrityError

from kiosk.clock import to_millis
from kiosk.people import passwords, problems, queries, rules
from kiosk.people.queries import Person
from kiosk.people.rules import Role, Staff
from kiosk.people.tables import SessionRow, StaffRow
from kiosk.sync.ids import uuid7


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
    """Raises login_taken, malformed_login, malformed_name, malformed_commune, weak_password."""
    staff = Staff(
        id=uuid7(to_millis(at)),
        login=rules.check_login(rules.plain_login(person.login)),
        name=rules.check_name(person.name),
        role=person.role,
        commune=rules.check_commune(person.commune),
        must_change=person.must_change,
    )
    password_hash = passwords.hash_of(rules.check_password(person.password))
    try:
        db.execute(_insertion(staff, password_hash, at))
    except IntegrityError as error:
        raise problems.login_taken() from error
    return staff


def set_password(db: Connection, login: str, password: str, must_change: bool = True) -> None:
    """Signs the person out everywhere. Raises no_such_person, weak_password."""
    id = _id_of(db, login)
    password_hash = passwords.hash_of(rules.check_password(password))
    db.execute(
        update(StaffRow)
        .where(StaffRow.id == id)
        .values(password_hash=password_hash, must_change=must_change)
    )
    _end_sessions(db, id)


def disable(db: Connection, login: str, at: datetime) -> None:
    """Out at once, everywhere; their trail stays. Raises no_such_person. Twice does no harm."""
    id = _id_of(db, login)
    db.execute(
        update(StaffRow)
        .where(StaffRow.id == id, StaffRow.disabled_at.is_(None))
        .values(disabled_at=to_millis(at))
    )
    _end_sessions(db, id)


def everybody(db: Connection) -> tuple[Person, ...]:
    """All staff, disabled ones too, by commune and login."""
    return queries.everybody(db)


def name_of(db: Connection, staff_id: str) -> str | None:
    """For the citizen whose dossier they handle: the name and nothing else."""
    staff = queries.staff_by_id(db, staff_id)
    return staff.name if staff else None


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


def _id_of(db: Connection, login: str) -> str:
    id = queries.id_of_login(db, rules.plain_login(login))
    if id is None:
        raise problems.no_such_person()
    return id


def _end_sessions(db: Connection, staff_id: str) -> None:
    db.execute(delete(SessionRow).where(SessionRow.staff_id == staff_id))
