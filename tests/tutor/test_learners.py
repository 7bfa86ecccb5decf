"""Somebody says who they are by three pictures, learns, sees how far they are, and leaves."""

import re

import httpx
import pytest
from sqlalchemy import text

from kiosk.clock import FixedClock
from kiosk.content.lessons.read import read_lesson
from kiosk.engine.lesson.shapes import Lesson
from kiosk.store import Store
from kiosk.tutor.listing import state_of
from kiosk.tutor.rules import PICTURES, picked
from kiosk.tutor.sessions import LASTS, Signing
from tests.tutor.conftest import GROUP, LAN, LESSON, Pupil, make_group, rows

OTHERS = "019c2b7e-6f00-7abc-8def-000000000002"


@pytest.fixture
def lesson() -> Lesson:
    return read_lesson(LESSON.parent).lesson


async def tap(browser: httpx.AsyncClient, page: httpx.Response, picture: int) -> httpx.Response:
    """As a finger without a script: the form that the page has, with one of its buttons."""
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', main(page)))
    action = re.search(r'<form method="post" action="(/hoc/toi[^"]*)"', main(page))
    assert action
    return await browser.post(action[1], data={**form, "hinh": str(picture)})


def main(page: httpx.Response) -> str:
    return page.text.partition("<main")[2]


async def enter(browser: httpx.AsyncClient, *pictures: int) -> httpx.Response:
    page = await browser.get("/hoc/toi")
    for picture in pictures:
        assert "Chọn hình" in page.text
        page = await tap(browser, page, picture)
    return page


async def test_three_taps_and_the_lessons_say_how_far_one_is(
    client: httpx.AsyncClient, group: str
) -> None:
    assert 'href="/hoc/toi"' in (await client.get("/hoc")).text
    entered = await enter(client, 3, 7, 11)
    assert (entered.status_code, entered.headers["location"]) == (303, "/hoc")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie.replace("Strict", "strict")
    assert "Max-Age" not in cookie
    listed = await client.get("/hoc")
    assert listed.headers["learner"] == LAN
    page = listed.text
    assert "Đang học: Gà, Diều, Trăng" in page
    assert "Chưa thử" in page


async def test_whoever_comes_after_xong_is_somebody_else(
    client: httpx.AsyncClient, group: str
) -> None:
    await enter(client, 3, 7, 11)
    await client.get("/xong")
    assert (await client.get("/hoc")).headers["learner"] == ""


def test_a_lesson_begun_in_part_is_being_learnt(lesson: Lesson) -> None:
    """Nobody asked for a hint, so nobody is told that hints were needed."""
    first, second = lesson.skills
    assert state_of(lesson, {first: "alone"}) == "begun"
    assert state_of(lesson, {first: "with_hints"}) == "with_hints"
    assert state_of(lesson, {first: "alone", second: "lasting"}) == "alone"


async def test_wrong_pictures_are_said_aloud_and_begin_again(
    client: httpx.AsyncClient, group: str
) -> None:
    answer = await enter(client, 3, 11, 7)
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers
    assert 'role="alert"' in answer.text
    assert "Ba hình chưa đúng." in answer.text
    assert "Chọn hình thứ nhất" in answer.text
    assert (await tap(client, answer, 3)).status_code == 200


async def test_the_last_tap_has_a_door_of_its_own(client: httpx.AsyncClient, group: str) -> None:
    page = await client.get("/hoc/toi")
    for picture, action in ((3, "/hoc/toi/hinh"), (7, "/hoc/toi/hinh"), (11, "/hoc/toi")):
        assert f'action="{action}"' in main(page)
        page = await tap(client, page, picture)
    straight = {"nhom": GROUP, "chon": "3.7.11", "hinh": "5"}
    assert "Chọn hình thứ ba" in (await client.post("/hoc/toi/hinh", data=straight)).text


async def test_guessing_is_slowed_down(client: httpx.AsyncClient, group: str) -> None:
    from kiosk.tutor import learner_pages
    from kiosk.web.limits import Limits

    limits = Limits(learner_pages.DOORS, 300, 3000, now=lambda: 0.0)
    assert sum(limits.wait("POST", "/hoc/toi", "1.2.3.4") == 0 for _ in range(300)) == 60
    assert sum(limits.wait("POST", "/hoc/toi/hinh", "1.2.3.4") == 0 for _ in range(999)) == 600


async def test_a_picture_that_was_tapped_twice_counts_once(
    client: httpx.AsyncClient, group: str
) -> None:
    page = await tap(client, await client.get("/hoc/toi"), 3)
    again = await tap(client, page, 3)
    assert "Chọn hình thứ hai" in again.text
    assert re.search(r'name="hinh" value="3" disabled', again.text)


async def test_of_several_groups_one_is_chosen_first(
    client: httpx.AsyncClient, held: Store, group: str
) -> None:
    await held.write(make_group, OTHERS, "00070", "Thôn Tây", OTHERS, "1.2.3")
    page = (await client.get("/hoc/toi")).text
    assert page.index("Thôn Tây") < page.index("Thôn Đông")
    chosen = await client.get(f"/hoc/toi?nhom={OTHERS}")
    assert "Nhóm: Thôn Tây" in chosen.text
    assert 'name="hinh"' not in page


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE learning_group SET commune = '00091'",
        "UPDATE learning_group SET closed_at = 5",
        "UPDATE learner SET left_at = 5",
    ],
)
async def test_who_is_not_in_an_open_group_here_is_nobody(
    client: httpx.AsyncClient, held: Store, group: str, change: str
) -> None:
    await enter(client, 3, 7, 11)
    await held.write(lambda db: db.execute(text(change)).rowcount)
    assert "Đang học" not in (await client.get("/hoc")).text
    assert "chưa có nhóm học nào" in (await client.get("/hoc/toi")).text
    pupil = Pupil(client)
    await pupil.begin()
    assert [one.learner for one in await rows(held)] == [None]


async def test_what_a_learner_does_is_theirs_and_counts(
    client: httpx.AsyncClient, held: Store, group: str, clock: FixedClock
) -> None:
    await enter(client, 3, 7, 11)
    pupil = Pupil(client)
    await pupil.begin()
    for _ in range(3):
        await pupil.do(chu="1")
    assert {one.learner for one in await rows(held)} == {LAN}
    assert "Cần người giúp" in (await client.get("/hoc")).text
    for _ in range(3):
        clock.forward(minutes=1)
        await pupil.begin()
        await pupil.do(chu="482913")
        await pupil.do(lam="cup-may")
    assert "Cần người giúp" not in (await client.get("/hoc")).text


async def test_leaving_leaves_nothing(client: httpx.AsyncClient, group: str) -> None:
    await enter(client, 3, 7, 11)
    assert "Đang học: Gà, Diều, Trăng" in (await client.get("/hoc/toi")).text
    left = await client.post("/hoc/toi/xong", data={})
    assert (left.status_code, left.headers["location"]) == (303, "/hoc")
    assert "Max-Age=0" in left.headers["set-cookie"]
    listed = await client.get("/hoc")
    assert ("Đang học" in listed.text, listed.headers["learner"]) == (False, "")


async def test_a_forged_or_old_cookie_is_nobodys(
    client: httpx.AsyncClient, group: str, clock: FixedClock
) -> None:
    value = Signing.under(b"a secret for tests, 32 bytes long").value(LAN, clock.now())
    assert "Đang học" in (await client.get("/hoc", headers={"Cookie": f"hoc={value}"})).text
    stretched = value.replace(".", ".9", 1)
    for forged in (stretched, f"{LAN}.", f"{LAN}.1.x", "", "....", f"{value}0"):
        page = await client.get("/hoc", headers={"Cookie": f"hoc={forged}"})
        assert (page.status_code, "Đang học" in page.text) == (200, False)
    clock.at += LASTS
    assert "Đang học" not in (await client.get("/hoc", headers={"Cookie": f"hoc={value}"})).text


async def test_a_reload_of_a_form_leads_to_its_beginning(client: httpx.AsyncClient) -> None:
    for path in ("/hoc/toi/hinh", "/hoc/toi/xong"):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/hoc/toi")
    nobody = await client.post("/hoc/toi", data={"nhom": "x", "chon": "1.2", "hinh": "3"})
    assert nobody.headers["location"] == "/hoc/toi"


async def test_the_pictures_are_drawn_and_named(client: httpx.AsyncClient, group: str) -> None:
    page = (await client.get("/hoc/toi")).text
    drawings = re.findall(r'<svg class="picture__drawing"[^>]*>(.+?)</svg>', page, re.DOTALL)
    assert len(set(drawings)) == len(PICTURES) == 12
    assert all(f"<span>{word}</span>" in page for word in PICTURES.values())
    assert "style=" not in page.partition("<main")[2]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("3.7.11", (3, 7, 11)), ("3.3.7", (3, 7)), ("1.2.3.4", (1, 2, 3)), ("", ()), ("x.0.13.٣", ()),
     (".5", (5,)), ("9" * 400, ())],
)  # fmt: skip
def test_pictures_are_read_leniently(text: str, numbers: tuple[int, ...]) -> None:
    assert picked(text) == numbers
