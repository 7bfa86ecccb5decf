import asyncio
import re

import pytest

from kiosk.clock import FixedClock
from kiosk.people import actions, entering, second_factor
from kiosk.people.entering import CodeAsked, Entered, Expired, Refused
from kiosk.people.gate import Gate
from kiosk.people.keys import Keys
from kiosk.people.rules import Staff
from tests.people.conftest import PASSWORD, Desk, code_at, with_totp

CODE = "/mot-cua/dang-nhap/ma"
TWO_STEPS = "/mot-cua/tai-khoan/hai-buoc"


@pytest.fixture
async def secret(desk: Desk, clock: FixedClock) -> bytes:
    """In Minh's telephone; the code that confirmed it is half a minute old."""
    made = await with_totp(desk.gate, desk.staff["minh"])
    clock.forward(seconds=30)
    return made


async def test_after_the_password_a_code_is_asked_for(
    desk: Desk, clock: FixedClock, secret: bytes
) -> None:
    asked = await desk.sign_in("minh", ve="/thu")
    assert asked.headers["location"] == f"{CODE}?ve=/thu"
    page = await desk.get(asked.headers["location"])
    assert 'autocomplete="one-time-code"' in page.text
    assert 'name="ve" value="/thu"' in page.text
    inside = await desk.post(CODE, code=code_at(secret, clock.now()), ve="/thu")
    assert inside.headers["location"] == "/thu"
    assert (await desk.get("/thu")).text == "Trần Văn Minh, 00070"


async def test_half_way_in_is_not_in(desk: Desk, secret: bytes) -> None:
    cookie = (await desk.sign_in("minh")).headers.get_list("set-cookie")
    assert any(one.startswith("entry=") and "HttpOnly" in one for one in cookie)
    assert "staff" not in desk.browser.cookies
    assert (await desk.get("/thu")).status_code == 303
    assert (await desk.get("/thu", token=desk.browser.cookies["entry"])).status_code == 303


async def test_the_code_alone_opens_nothing_in_another_browser(
    desk: Desk, clock: FixedClock, secret: bytes
) -> None:
    await desk.sign_in("minh")
    other = await desk.elsewhere()
    sent = await other.post(CODE, code=code_at(secret, clock.now()))
    assert sent.headers["location"] == "/mot-cua/dang-nhap"
    assert "staff" not in other.browser.cookies


async def test_a_wrong_code_is_told_and_asked_for_again(desk: Desk, secret: bytes) -> None:
    await desk.sign_in("minh")
    page = await desk.post(CODE, code="000000")
    assert page.status_code == 422
    assert "Mã chưa đúng hoặc đã dùng rồi." in page.text
    assert "000000" not in page.text


async def test_a_code_is_used_once(desk: Desk, clock: FixedClock, secret: bytes) -> None:
    code = code_at(secret, clock.now())
    await desk.sign_in("minh")
    assert (await desk.post(CODE, code=code)).status_code == 303
    again = await desk.elsewhere()
    await again.sign_in("minh")
    assert (await again.post(CODE, code=code)).status_code == 422
    clock.forward(seconds=30)
    assert (await again.post(CODE, code=code_at(secret, clock.now()))).status_code == 303


async def test_the_code_that_switched_it_on_does_not_sign_in(
    gate: Gate, clock: FixedClock, minh: Staff
) -> None:
    secret = await with_totp(gate, minh)
    entry = await owing(gate, "minh")
    assert await entering.enter_code(gate, entry, code_at(secret, clock.now())) == Refused()


async def test_of_two_with_the_same_code_one_comes_in(
    gate: Gate, clock: FixedClock, minh: Staff
) -> None:
    secret = await with_totp(gate, minh)
    clock.forward(seconds=30)
    entries, code = [await owing(gate, "minh") for _ in range(2)], code_at(secret, clock.now())
    answers = await asyncio.gather(*(entering.enter_code(gate, one, code) for one in entries))
    assert sorted(type(answer).__name__ for answer in answers) == ["Entered", "Refused"]


async def test_the_way_in_is_open_for_five_minutes_and_once(
    gate: Gate, clock: FixedClock, minh: Staff
) -> None:
    secret = await with_totp(gate, minh)
    entry = await owing(gate, "minh")
    clock.forward(seconds=299)
    code = code_at(secret, clock.now())
    assert isinstance(await entering.enter_code(gate, entry, code), Entered)
    clock.forward(seconds=30)
    code = code_at(secret, clock.now())
    assert await entering.enter_code(gate, entry, code) == Expired()
    late = await owing(gate, "minh")
    clock.forward(seconds=300)
    assert await entering.enter_code(gate, late, code_at(secret, clock.now())) == Expired()


async def test_a_new_password_closes_the_way_in(gate: Gate, clock: FixedClock, minh: Staff) -> None:
    await with_totp(gate, minh)
    entry = await owing(gate, "minh")
    await gate.store.write(actions.set_password, "minh", "mật khẩu mới tinh")
    assert await entering.enter_code(gate, entry, "000000") == Expired()


async def test_a_telephone_half_a_minute_slow_still_works(
    gate: Gate, clock: FixedClock, minh: Staff
) -> None:
    secret = await with_totp(gate, minh)
    clock.forward(seconds=60)
    slow = code_at(secret, clock.now())
    clock.forward(seconds=30)
    entry = await owing(gate, "minh")
    assert isinstance(await entering.enter_code(gate, entry, slow), Entered)


async def test_the_secret_stands_nowhere_in_clear(gate: Gate, minh: Staff) -> None:
    secret = await with_totp(gate, minh)
    rows = await gate.store.read(lambda db: db.exec_driver_sql("SELECT * FROM staff_totp").all())
    assert secret not in rows[0][1]
    assert gate.keys.open(rows[0][1], minh.id) == secret
    assert gate.keys.open(rows[0][1], "somebody else") is None
    assert Keys(bytes(32), bytes(32)).open(rows[0][1], minh.id) is None


async def test_minh_switches_it_on(desk: Desk, clock: FixedClock) -> None:
    await desk.sign_in("minh")
    assert (await desk.post(TWO_STEPS, password="sai rồi nhé bạn")).status_code == 422
    assert (await desk.post(TWO_STEPS, password=PASSWORD)).status_code == 303
    page = (await desk.get(TWO_STEPS)).text
    assert '<svg role="img"' in page
    now, minh = clock.now(), desk.staff["minh"]
    secret = await desk.store.read(second_factor.pending, desk.gate.keys, minh.id, now)
    assert secret is not None
    assert (await desk.post(f"{TWO_STEPS}/confirmation", code="000000")).status_code == 422
    assert not (await desk.store.read(second_factor.state, minh.id)).since
    shown = await desk.post(f"{TWO_STEPS}/confirmation", code=code_at(secret, now))
    assert len(recovery_codes(shown.text)) == 10
    assert "Đang bật" in (await desk.get(TWO_STEPS)).text


async def test_a_recovery_code_signs_in_once(desk: Desk, clock: FixedClock, secret: bytes) -> None:
    minh = desk.staff["minh"]
    codes = await desk.store.write(second_factor.renew, minh, clock.now())
    await desk.sign_in("minh")
    typed = f" {codes[0][:8].lower()}-{codes[0][8:]} "
    assert (await desk.post(CODE, code=typed)).status_code == 303
    again = await desk.elsewhere()
    await again.sign_in("minh")
    assert (await again.post(CODE, code=codes[0])).status_code == 422
    assert (await desk.store.read(second_factor.state, minh.id)).codes_left == 9


async def test_recovery_codes_stand_nowhere_in_clear(
    gate: Gate, clock: FixedClock, minh: Staff
) -> None:
    codes = await gate.store.write(second_factor.renew, minh, clock.now())
    kept = await gate.store.read(
        lambda db: str(db.exec_driver_sql("SELECT * FROM staff_recovery").all())
    )
    assert not any(code in kept for code in codes)


async def test_new_recovery_codes_make_the_old_ones_void(
    desk: Desk, clock: FixedClock, secret: bytes
) -> None:
    minh = desk.staff["minh"]
    (old, *_) = await desk.store.write(second_factor.renew, minh, clock.now())
    await inside(desk, clock, secret)
    clock.forward(seconds=30)
    proof = {"password": PASSWORD, "code": code_at(secret, clock.now())}
    page = (await desk.post(f"{TWO_STEPS}/recovery", **proof)).text
    new = recovery_codes(page)
    assert len(new) == 10
    take = second_factor.take
    assert not await desk.store.write(take, desk.gate.keys, minh, old, clock.now())
    assert await desk.store.write(take, desk.gate.keys, minh, new[0], clock.now()) == "recovery"


async def test_switching_off_needs_the_password_and_a_code(
    desk: Desk, clock: FixedClock, secret: bytes
) -> None:
    await inside(desk, clock, secret)
    clock.forward(seconds=30)
    code, off = code_at(secret, clock.now()), f"{TWO_STEPS}/removal"
    assert (await desk.post(off, password="sai", code=code)).status_code == 422
    assert (await desk.post(off, password=PASSWORD, code="000000")).status_code == 422
    assert "Đang bật" in (await desk.get(TWO_STEPS)).text
    assert (await desk.post(off, password=PASSWORD, code=code)).status_code == 303
    other = await desk.elsewhere()
    assert (await other.sign_in("minh")).headers["location"] == "/mot-cua"


async def inside(desk: Desk, clock: FixedClock, secret: bytes) -> None:
    await desk.sign_in("minh")
    await desk.post(CODE, code=code_at(secret, clock.now()))


async def owing(gate: Gate, login: str) -> str:
    answer = await entering.sign_in(gate, login, PASSWORD)
    assert isinstance(answer, CodeAsked)
    return answer.entry


def recovery_codes(page: str) -> list[str]:
    return [one.replace(" ", "") for one in re.findall(r'code-inline">([A-Z0-9 ]{19})<', page)]
