import asyncio
from datetime import timedelta

import pytest

from kiosk.clock import FixedClock
from kiosk.people import account, actions, entering, lockout
from kiosk.people.entering import Entered, Refused
from kiosk.people.gate import Gate, Visitor
from kiosk.people.lockout import FIRST_LOCK, LONGEST_LOCK, MOST_TRIES
from kiosk.people.rules import Staff
from kiosk.settings import Settings
from kiosk.store import Store
from tests.people.conftest import PASSWORD, Desk, code_at, with_totp
from tests.people.test_two_steps import owing

TOLD = "Đã thử sai nhiều lần. Bạn chờ 15 phút rồi thử lại."


async def wrong(gate: Gate, login: str, times: int, known: str = "") -> Entered | object:
    for _ in range(times):
        answer = await entering.sign_in(gate, login, "sai", Visitor(known=known))
    return answer


@pytest.mark.parametrize("login", ["minh", "ai-do", ""])
async def test_the_tenth_wrong_password_locks_any_login_in_the_same_words(
    desk: Desk, login: str
) -> None:
    for _ in range(MOST_TRIES - 1):
        assert (await desk.sign_in(login, "sai")).status_code == 422
    page = await desk.sign_in(login, "sai")
    assert page.status_code == 429
    assert page.text.count(TOLD) == 2
    assert "nhờ trưởng bộ phận một cửa" in page.text
    assert (await desk.sign_in(login, PASSWORD)).status_code == 429


async def test_a_lock_ends_by_itself(gate: Gate, clock: FixedClock, minh: Staff) -> None:
    assert await wrong(gate, "minh", MOST_TRIES) == Refused(clock.now() + FIRST_LOCK)
    clock.forward(minutes=14)
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD), Refused)
    clock.forward(minutes=1)
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD), Entered)


async def test_wrong_passwords_of_more_than_a_quarter_ago_do_not_count(
    gate: Gate, clock: FixedClock, minh: Staff
) -> None:
    await wrong(gate, "minh", MOST_TRIES - 1)
    clock.forward(minutes=15)
    await wrong(gate, "minh", MOST_TRIES - 1)
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD), Entered)


async def test_coming_in_begins_a_new_count(gate: Gate, minh: Staff) -> None:
    for _ in range(2):
        assert await wrong(gate, "minh", MOST_TRIES - 1) == Refused()
        assert isinstance(await entering.sign_in(gate, "minh", PASSWORD), Entered)


async def test_each_lock_of_a_day_is_twice_as_long(gate: Gate, clock: FixedClock) -> None:
    lasted = []
    for _ in range(4):
        answer = await wrong(gate, "ai-do", MOST_TRIES)
        assert isinstance(answer, Refused)
        assert answer.until
        lasted.append(answer.until - clock.now())
        clock.at = answer.until
    assert lasted == [FIRST_LOCK, FIRST_LOCK * 2, LONGEST_LOCK, LONGEST_LOCK]
    clock.forward(days=1)
    assert await wrong(gate, "ai-do", MOST_TRIES) == Refused(clock.now() + FIRST_LOCK)


async def test_many_at_once_all_count(gate: Gate, clock: FixedClock, minh: Staff) -> None:
    tries = (entering.sign_in(gate, "minh", "sai") for _ in range(25))
    answers = await asyncio.gather(*tries)
    assert answers.count(Refused()) == MOST_TRIES - 1
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD), Refused)


async def test_another_worker_and_a_restart_know_the_lock(
    gate: Gate, settings: Settings, minh: Staff
) -> None:
    await wrong(gate, "minh", MOST_TRIES)
    store = await Store.open(settings.database_url)
    other = Gate(store, gate.clock, gate.keys)
    assert isinstance(await entering.sign_in(other, "minh", PASSWORD), Refused)
    await store.close()


async def test_strangers_do_not_lock_out_a_browser_that_was_in_before(
    gate: Gate, clock: FixedClock, minh: Staff
) -> None:
    first = await entering.sign_in(gate, "minh", PASSWORD)
    assert isinstance(first, Entered)
    await wrong(gate, "minh", MOST_TRIES)
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD), Refused)
    back = await entering.sign_in(gate, "minh", PASSWORD, Visitor(known=first.known))
    assert isinstance(back, Entered)
    assert back.known == first.known


async def test_what_a_known_browser_guesses_is_counted_apart(
    gate: Gate, minh: Staff, tam: Staff
) -> None:
    first = await entering.sign_in(gate, "minh", PASSWORD)
    assert isinstance(first, Entered)
    assert isinstance(await wrong(gate, "minh", MOST_TRIES, first.known), Refused)
    known = Visitor(known=first.known)
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD, known), Refused)
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD), Entered)
    await wrong(gate, "tam", MOST_TRIES)
    assert isinstance(await entering.sign_in(gate, "tam", PASSWORD, known), Refused)


async def test_a_browser_is_known_for_ninety_days(
    gate: Gate, clock: FixedClock, minh: Staff
) -> None:
    first = await entering.sign_in(gate, "minh", PASSWORD)
    assert isinstance(first, Entered)
    clock.forward(days=90)
    await wrong(gate, "minh", MOST_TRIES)
    known = Visitor(known=first.known)
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD, known), Refused)


async def test_two_people_at_one_browser_are_both_known(
    desk: Desk, gate: Gate, clock: FixedClock
) -> None:
    await desk.sign_in("minh")
    kept = desk.browser.cookies["known"]
    await desk.sign_in("tam")
    assert desk.browser.cookies["known"] == kept
    for login in ("minh", "tam"):
        await wrong(desk.gate, login, MOST_TRIES)
        assert (await desk.sign_in(login)).status_code == 303


async def test_wrong_codes_lock_too_and_the_password_does_not_begin_anew(
    gate: Gate, clock: FixedClock, minh: Staff
) -> None:
    secret = await with_totp(gate, minh)
    clock.forward(seconds=30)
    for _ in range(MOST_TRIES - 1):
        entry = await owing(gate, "minh")
        assert await entering.enter_code(gate, entry, "000000") == Refused()
    entry = await owing(gate, "minh")
    assert await entering.enter_code(gate, entry, "000000") == Refused(clock.now() + FIRST_LOCK)
    code = code_at(secret, clock.now())
    assert isinstance(await entering.enter_code(gate, entry, code), Refused)
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD), Refused)


async def test_the_trail_tells_of_a_lock(gate: Gate, minh: Staff) -> None:
    await wrong(gate, "minh", MOST_TRIES + 5)
    asked = "SELECT action, staff_id FROM audit"
    rows = await gate.store.read(lambda db: db.exec_driver_sql(asked).all())
    assert [(row.action, row.staff_id) for row in rows] == [("lock", minh.id)]


async def test_a_password_typed_as_a_login_is_not_kept(gate: Gate, clock: FixedClock) -> None:
    await wrong(gate, PASSWORD, 1)
    kept = await gate.store.read(
        lambda db: str(db.exec_driver_sql("SELECT * FROM sign_in_count").all())
    )
    assert PASSWORD not in kept
    clock.forward(days=2)
    await wrong(gate, "ai-do", 1)
    rows = await gate.store.read(
        lambda db: db.exec_driver_sql("SELECT login_hash FROM sign_in_count").all()
    )
    assert [row.login_hash for row in rows] == [gate.keys.login_hash("ai-do")]


async def test_unlocking_lets_in_at_once(gate: Gate, clock: FixedClock, minh: Staff) -> None:
    await wrong(gate, "minh", MOST_TRIES)
    locked = await gate.store.read(lockout.locked, gate.keys, ["minh", "tam"], clock.now())
    assert locked == {"minh": clock.now() + timedelta(minutes=15)}
    await gate.store.write(actions.unlock, gate.keys, "minh")
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD), Entered)


async def test_a_session_is_no_place_to_guess_the_password(gate: Gate, minh: Staff) -> None:
    for _ in range(MOST_TRIES - 1):
        assert await account.prove(gate, minh, "sai") == Refused()
    assert isinstance(await account.prove(gate, minh, "sai"), Refused)
    refused = await account.prove(gate, minh, PASSWORD)
    assert refused
    assert refused.until
    assert isinstance(await entering.sign_in(gate, "minh", PASSWORD), Entered)
