"""The first sign-in: without it nobody could add anybody."""

import os
from pathlib import Path

from sqlalchemy import Connection, text

from kiosk.clock import Clock
from kiosk.people import passwords, queries
from kiosk.people.actions import NewPerson, add_person

LOGIN = "quantri"
FILE = "first-sign-in.txt"


def first_admin(db: Connection, clock: Clock, commune: str) -> tuple[str, str] | None:
    """On a node without staff, adds one administrator and gives their login and password.

    None when there is staff already, disabled or not. The password is made here and not kept: show
    it, and `keep` it. Lost in between, `kiosk people password quantri` makes another one.
    """
    if db.dialect.name == "postgresql":
        # Two workers that start together must not both find nobody.
        db.execute(text("LOCK TABLE staff IN EXCLUSIVE MODE"))
    if queries.is_anybody_there(db):
        return None
    password = passwords.new_password()
    add_person(db, NewPerson(LOGIN, "Quản trị", "admin", commune, password), clock.now())
    return LOGIN, password


def keep(data_dir: Path, login: str, password: str) -> Path:
    """Writes both into a file that only the owner of the node may read, and says where it is."""
    path = data_dir / FILE
    path.unlink(missing_ok=True)  # an old one might be open to others
    only_ours = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(only_ours, "w") as file:
        file.write(f"{login}\n{password}\n")
    return path
