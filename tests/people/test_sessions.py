import pytest
from argon2 import PasswordHasher

from kiosk.clock import FixedClock
from kiosk.people import actions, entering, passwords, sessions
from kiosk.people.entering import Refused
from kiosk.people.gate import NOBODY, Gate
from kiosk.people.rules import IDLE, LONGEST, Staff
from kiosk.store import Store
from tests.people.conftest import PASSWORD, Desk, entered


async def test_half_an_hour_without_a_click_ends_a_session(desk: Desk, clock: FixedClock) -> None:
    await desk.sign_in("minh")
    clock.forward(minutes=29)
    assert (await desk.get("/thu")).status_code == 200
    clock.forward(minutes=29)
    assert (await desk.get("/thu")).status_code == 200
    clock.forward(minutes=30)
    assert (await desk.get("/thu")).status_code == 303


async def test_a_page_that_asks_by_itself_keeps_no_session_open(
    desk: Desk, clock: FixedClock
) -> None:
    await desk.sign_in("minh")
    for _ in range(2):
        clock.forward(minutes=14)
        assert (await desk.browser.get("/thu", headers={"Polled": "1"})).status_code == 200
    clock.forward(minutes=2)
    assert (await desk.get("/thu")).status_code == 303


async def test_twelve_hours_end_a_session_however_busy(desk: Desk, clock: FixedClock) -> None:
    await desk.sign_in("minh")
    for _ in range(LONGEST // IDLE * 2 - 1):
        clock.forward(minutes=15)
        assert (await desk.get("/thu")).status_code == 200
    clock.forward(minutes=15)
    assert (await desk.get("/thu")).status_code == 303


async def test_a_token_that_nobody_was_given_opens_nothing(desk: Desk) -> None:
    await desk.sign_in("minh")
    assert (await desk.get("/thu", token="x" * 43)).status_code == 303
    assert (await desk.get("/thu", token="")).status_code == 303


async def test_a_new_password_ends_every_session(
    store: Store, clock: FixedClock, gate: Gate, minh: Staff
) -> None:
    tokens = [(await entered(gate, minh.login)).token for _ in range(2)]
    await store.write(actions.set_password, "minh", "mật khẩu mới tinh")
    for token in tokens:
        assert await sessions.staff_by_token(store, clock, token) is None
    assert await entering.sign_in(gate, "minh", PASSWORD) == Refused()


async def test_a_person_disabled_while_the_password_is_checked_stays_out(
    store: Store, clock: FixedClock, gate: Gate, minh: Staff
) -> None:
    tried = await store.write(entering._knock, gate.keys, minh.login, NOBODY, clock.now())
    assert tried.found is not None
    await store.write(actions.disable, minh.login, clock.now())
    answer = await store.write(entering._let_in, tried, tried.found, NOBODY, clock.now())
    assert answer == Refused()


async def test_the_database_holds_no_token(store: Store, gate: Gate, minh: Staff) -> None:
    token = (await entered(gate, minh.login)).token
    kept = await store.read(lambda db: db.exec_driver_sql("SELECT * FROM staff_session").all())
    assert len(kept) == 1
    assert token not in str(kept)


async def test_ended_sessions_are_swept_at_the_next_sign_in(
    store: Store, clock: FixedClock, gate: Gate, minh: Staff
) -> None:
    await entered(gate, minh.login)
    clock.forward(hours=1)
    await entered(gate, minh.login)
    kept = await store.read(lambda db: db.exec_driver_sql("SELECT * FROM staff_session").all())
    assert len(kept) == 1


def test_nobodys_hash_costs_what_everybodys_does(
    full_hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that an unknown login takes as long to refuse as a wrong password."""
    monkeypatch.setattr(passwords, "_HASHER", full_hasher)
    costs = passwords.hash_of(PASSWORD).split("$")[:4]
    assert passwords.NOBODYS_HASH.split("$")[:4] == costs
    assert costs[1] == "argon2id"


async def test_without_a_hash_nothing_is_right() -> None:
    assert not await passwords.is_right(None, "")
    assert not await passwords.is_right(None, PASSWORD)
