"""The first page: who needs help now, groups, what is due, devices, and that it is quick."""

from datetime import timedelta
from html import unescape
from typing import Any

from sqlalchemy import Connection, event, insert, text
from sqlalchemy.engine import Engine

from kiosk.clock import FixedClock, to_millis
from kiosk.store import Store
from kiosk.tutor.tables import Learner, Practice
from tests.coach.conftest import GROUP, GROUP_PAGE, HOME, LAN, Coach, new_id
from tests.tutor.conftest import Pupil

NOBODY = "Chưa có ai đang học bằng ba hình của mình."
DAY = 86_400_000


async def test_somebody_stuck_appears_and_goes(hoa: Coach, lan: Pupil, clock: FixedClock) -> None:
    assert "1 người đang học, chưa ai cần giúp." in await hoa.get(HOME)
    await lan.do(chu="1")
    await lan.do(chu="1")
    clock.at += timedelta(seconds=75)
    for page in (HOME, f"{HOME}/giup"):
        seen = unescape(await hoa.get(page))
        assert "1 người đang cần giúp." in seen
        said = ("Bà Lan", "Thôn Đông", "Nhập mã sáu số vào ô.", "1 phút")
        assert all(one in seen for one in (*said, "Còn thiếu số. Mã có sáu số."))
        assert "Mã chỉ dùng một lần." in seen
        assert 'aria-label="Gà, Diều, Trăng"' in seen
    await lan.do(chu="482913")
    assert "chưa ai cần giúp" in await hoa.get(f"{HOME}/giup")
    await lan.do(lam="cup-may")
    assert NOBODY in await hoa.get(f"{HOME}/giup")


async def test_the_part_that_changes_asks_for_itself(hoa: Coach, lan: Pupil) -> None:
    page = await hoa.get(HOME)
    assert 'hx-get="/to-so/giup" hx-trigger="every 10s"' in page
    assert 'href="/to-so/giup">Xem lại</a>' in page
    answer = await hoa.browser.get(f"{HOME}/giup", headers=hoa.cookie | {"HX-Request": "true"})
    assert "<html" not in answer.text
    assert 'id="giup"' in answer.text


async def test_a_group_is_made_once(hoa: Coach, clock: FixedClock, held: Store) -> None:
    page, id = await hoa.get(HOME), new_id(clock)
    assert "Chưa có nhóm nào." in page
    for _ in range(2):
        answer = await hoa.post(f"{HOME}/nhom", so=id, ten="  Thôn  Đông ")
        assert answer.headers["location"] == f"{HOME}/nhom/{id}"
    assert (await hoa.get(HOME)).count(">Thôn Đông</span>") == 1
    assert await held.read(trail) == ["make_group"]


async def test_a_group_has_a_name_without_a_number(hoa: Coach) -> None:
    wrong = {"": "Nhóm cần có tên.", "x" * 61: "Dài quá. Nhiều nhất 60", "0912345678": "Không ghi"}
    for name, said in wrong.items():
        answer = await hoa.post(f"{HOME}/nhom", 422, ten=name)
        assert said in answer.text
        assert name in answer.text


async def test_what_is_due_stands_there(
    hoa: Coach, group: str, held: Store, clock: FixedClock
) -> None:
    assert "Chưa có ai đến lúc ôn." in await hoa.get(HOME)
    await held.write(succeed, to_millis(clock.now()) - 20 * DAY)
    page = await hoa.get(HOME)
    assert "Chống lừa đảo" in page
    assert "từ 09/11/2026" in page


async def test_a_device_that_was_not_heard_of_for_a_week(
    hoa: Coach, group: str, held: Store, clock: FixedClock
) -> None:
    at = to_millis(clock.now())
    row = deed(at - 9 * DAY, 1, device="3f2a9c11d0aa")
    await held.write(lambda db: db.execute(insert(Practice), [row]))
    page = await hoa.get(HOME)
    assert "Máy mà Bà Lan đã học <code>3f2a9c11</code>" in page
    fresh = deed(at - DAY, 2, device="3f2a9c11d0aa")
    await held.write(lambda db: db.execute(insert(Practice), [fresh]))
    assert "3f2a9c11" not in await hoa.get(HOME)


async def test_thirty_learners_and_twenty_thousand_events_are_a_few_questions(
    hoa: Coach, group: str, held: Store, clock: FixedClock
) -> None:
    """How long it takes depends on the machine; how often the database is asked does not."""
    await held.write(crowd, to_millis(clock.now()))
    asked: list[str] = []

    def ask(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", ask)
    try:
        for path, most in ((HOME, 6), (f"{HOME}/giup", 3), (f"{GROUP_PAGE}/tien-bo", 5)):
            asked.clear()
            await hoa.get(path)
            assert len(asked) <= most, (path, asked)
    finally:
        event.remove(Engine, "before_cursor_execute", ask)
    assert "32 người" in await hoa.get(HOME)


def trail(db: Connection) -> list[str]:
    """What the last person of the staff did after signing in."""
    last = "SELECT staff_id FROM audit ORDER BY seq DESC LIMIT 1"
    asked = f"SELECT action FROM audit WHERE staff_id = ({last}) ORDER BY seq"
    return list(db.scalars(text(asked)))[1:]


def deed(at: int, n: int, learner: str = LAN, **more: Any) -> dict[str, Any]:
    return {
        "run": f"019c2b7e-6f00-7abc-8def-{n:012d}", "n": 1, "scene": "cuoc-goi",
        "outcome": "cup-may", "result": "right", "lesson": "ma-otp", "version": 2,
        "skill": "refuse-otp-request", "variant": n % 3, "hint": 0, "tries": 0, "fell": False,
        "ends": True, "rehearsal": False, "touch": "alone", "trap": True, "at": at, "device": "may",
        "learner": learner, "commune": "00070", "taken_at": at,
    } | more  # fmt: skip


def succeed(db: Connection, at: int) -> None:
    """Three times in a row, on different variants."""
    db.execute(insert(Practice), [deed(at, n) for n in range(3)])


def crowd(db: Connection, now: int) -> None:
    people = [f"019c2b7e-6f00-7abc-8def-1{n:011d}" for n in range(30)]
    learner = {"group_id": GROUP, "made_at": 1}
    rows = [learner | {"id": one, "pictures": f"4.5.{n}"} for n, one in enumerate(people)]
    db.execute(insert(Learner), rows)
    done = [deed(now - 60_000 * (n // 30), n, people[n % 30], ends=n >= 30) for n in range(20_000)]
    db.execute(insert(Practice), done)
