"""The trail of what staff did cannot be changed, whatever the database."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from kiosk.clock import FixedClock
from kiosk.people.actions import NewPerson, add_person
from kiosk.store.migrate import on_connection

MINH = NewPerson("minh", "Trần Văn Minh", "officer", "00070", "con trâu là đầu cơ nghiệp")
DEED = """INSERT INTO audit (at, staff_id, action, commune)
SELECT 1, id, 'look', '00070' FROM staff"""


@pytest.fixture
def with_a_deed(database_url: str, clock: FixedClock) -> str:
    def look(db: Connection) -> None:
        add_person(db, MINH, clock.now())
        db.execute(text(DEED))

    on_connection(database_url, look)
    return database_url


@pytest.mark.parametrize("change", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_a_deed_stays_as_it_was_written(with_a_deed: str, change: str) -> None:
    def changed(db: Connection) -> None:
        db.execute(text(change))

    with pytest.raises(DBAPIError, match="append-only"):
        on_connection(with_a_deed, changed)
    assert on_connection(with_a_deed, actions)[-1:] == ["look"]


def actions(db: Connection) -> list[str]:
    return list(db.scalars(text("SELECT action FROM audit ORDER BY seq")))
