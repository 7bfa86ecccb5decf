import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.clock import FixedClock
from kiosk.people import audit, sessions
from kiosk.people.gate import Gate
from kiosk.people.rules import Staff
from kiosk.store import Store
from tests.people.conftest import entered

CHANGES = (
    "UPDATE audit SET action = 'look'",
    "DELETE FROM audit",
    (
        "INSERT OR REPLACE INTO audit SELECT seq, at, staff_id, 'look', NULL, commune, about,"
        " detail FROM audit"
    ),
)


async def test_the_trail_of_a_dossier_tells_who_did_what_when(
    store: Store, clock: FixedClock, minh: Staff, tam: Staff
) -> None:
    await store.write(audit.record, minh, "look", "d1", clock.now())
    await store.write(audit.record, tam, "look", "d2", clock.now())
    clock.forward(minutes=5)
    await store.write(audit.record, minh, "accept", "d1", clock.now())
    first, second = await store.read(audit.trail, "d1")
    assert (first.login, first.action, first.commune) == ("minh", "look", "00070")
    assert (second.name, second.action, second.at) == ("Trần Văn Minh", "accept", clock.now())


@pytest.mark.sqlite  # for both see tests/store/test_audit_on_both.py
@pytest.mark.parametrize("change", CHANGES)
async def test_the_trail_is_never_changed(
    store: Store, clock: FixedClock, minh: Staff, change: str
) -> None:
    await store.write(audit.record, minh, "refuse", "d1", clock.now())
    with pytest.raises(IntegrityError, match="append-only"):
        await store.write(_run, change)
    (deed,) = await store.read(audit.trail, "d1")
    assert deed.action == "refuse"


async def test_coming_and_going_leave_a_trace(
    store: Store, clock: FixedClock, gate: Gate, minh: Staff
) -> None:
    token = (await entered(gate, "minh")).token
    await store.write(sessions.sign_out, token, clock.now())
    await store.write(sessions.sign_out, token, clock.now())
    assert await store.read(_actions) == ["sign_in", "sign_out"]


def _run(db: Connection, statement: str) -> None:
    db.exec_driver_sql(statement)


def _actions(db: Connection) -> list[str]:
    return [row.action for row in db.exec_driver_sql("SELECT action FROM audit ORDER BY seq")]
