"""A draft: ciphertext here, its key with the citizen, and nothing lost on the way."""

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx
from litestar import Litestar

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.settings import Settings
from tests.flow.citizen import LAN, Citizen, heading, value_of
from tests.flow.conftest import write_flow

Running = Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]]
PERSONAL = ("Nguyễn Thị Lan", "001190004321", "Trần Văn An", "Ba Đình", "1990-03-01")


def everything_on_disk(station: Litestar) -> bytes:
    """The database and its write-ahead log."""
    return b"".join(file.read_bytes() for file in station.state.settings.data_dir.glob("kiosk.db*"))


async def test_nothing_personal_stands_on_the_disk(finished: Citizen, station: Litestar) -> None:
    kept = everything_on_disk(station)
    assert finished.id.encode() in kept
    assert [word for word in PERSONAL if word.encode() in kept] == []


async def test_the_key_is_in_the_cookie_alone(lan: Citizen, station: Litestar) -> None:
    key = lan.browser.cookies[f"d_{lan.id}"]
    assert len(key) == 43
    assert key.encode() not in everything_on_disk(station)
    lan.browser.cookies.clear()
    answer = await lan.look()
    assert answer.status_code == 404
    assert 'lang="vi"' in answer.text


async def test_another_key_opens_nothing(lan: Citizen) -> None:
    other = Citizen(lan.browser)
    await other.begin()
    key = lan.browser.cookies[f"d_{other.id}"]
    lan.browser.cookies.clear()
    lan.browser.cookies.set(f"d_{lan.id}", key)
    for answer in (await lan.look(), await lan.send("nguoi", LAN["nguoi"])):
        assert answer.status_code == 404


async def test_the_cookie_is_for_this_host_only_and_ends_with_the_browser(
    tablet: httpx.AsyncClient,
) -> None:
    answer = await tablet.post("/to-khai", data={"flow": "nha-toi"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age" not in cookie
    assert "expires" not in cookie


async def test_a_resume_code_opens_the_draft_in_another_browser(lan: Citizen) -> None:
    await lan.send("nguoi", LAN["nguoi"])
    code = await resume_code(lan)
    lan.browser.cookies.clear()
    answer = await lan.browser.post("/lam-tiep", data={"code": f" {code.lower()} "})
    assert answer.headers["location"] == f"{lan.base}/so"
    lan.at = answer.headers["location"]
    assert heading(await lan.look()) == "Số định danh?"


async def resume_code(citizen: Citizen) -> str:
    """The code on the page after "Lưu và làm tiếp sau", as it is written down."""
    saved = await citizen.send("luu", {})
    groups = re.findall(r">([346789A-HJKMNPRTWXY]{4})<", saved.text)
    assert len(groups) == 4, saved.text
    return "-".join(groups)


async def test_saving_for_later_keeps_what_stands_on_the_open_page(lan: Citizen) -> None:
    await lan.send("luu", {"step": "nguoi", "ho_ten": "Lan 2", "ngay_sinh.d": "1"})
    page = await lan.look("nguoi")
    assert (value_of(page, "ho_ten"), value_of(page, "ngay_sinh.d")) == ("Lan 2", "1")


async def test_a_wrong_resume_code_says_so_and_stays_typed(tablet: httpx.AsyncClient) -> None:
    answer = await tablet.post("/lam-tiep", data={"code": "ABCD EFGH 3467 89AB"})
    assert answer.status_code == 422
    assert "ABCD EFGH 3467 89AB" in answer.text
    assert "Chưa tìm thấy phần đang làm" in answer.text


async def test_a_new_resume_code_ends_the_one_before(lan: Citizen) -> None:
    first, second = await resume_code(lan), await resume_code(lan)
    assert (await lan.browser.post("/lam-tiep", data={"code": first})).status_code == 422
    assert (await lan.browser.post("/lam-tiep", data={"code": second})).status_code == 303


async def test_finishing_removes_the_draft_and_the_key(lan: Citizen) -> None:
    answer = await lan.browser.post(f"{lan.base}/xong")
    assert answer.headers["location"] == "/xong"
    assert f"d_{lan.id}" not in lan.browser.cookies
    assert (await lan.browser.get("/xong")).status_code == 200
    assert (await lan.look()).status_code == 404


async def test_finishing_forgets_who_learnt_here(lan: Citizen) -> None:
    """On a device with a worker only the page after it is the server's."""
    for answer in (await lan.browser.post(f"{lan.base}/xong"), await lan.browser.get("/xong")):
        dropped = [one for one in answer.headers.get_list("set-cookie") if one.startswith("hoc=")]
        assert ["Max-Age=0" in one for one in dropped] == [True]


async def test_only_who_holds_the_key_may_finish(lan: Citizen) -> None:
    key = lan.browser.cookies[f"d_{lan.id}"]
    lan.browser.cookies.clear()
    assert (await lan.browser.post(f"{lan.base}/xong")).status_code == 404
    lan.browser.cookies.set(f"d_{lan.id}", key)
    assert (await lan.look()).status_code == 200


async def test_reloading_and_going_back_lose_nothing(finished: Citizen) -> None:
    for _ in range(2):
        page = await finished.look("nguoi")
        assert value_of(page, "ho_ten") == "Nguyễn Thị Lan"
    assert (await finished.look("kiem-tra")).status_code == 200


async def test_two_tabs_on_different_questions_lose_nothing(finished: Citizen) -> None:
    forms = {page: LAN[page] for page in ("so", "noi", "con-em/1", "co-con")}
    forms["nguoi"] = {"ho_ten": "Lê Thị Lan", "ngay_sinh.d": "2/3/1990"}
    await asyncio.gather(
        *(
            finished.browser.post(f"{finished.base}/{page}", data=form)
            for page, form in forms.items()
        )
    )
    check = await finished.look("kiem-tra")
    for shown in ("Lê Thị Lan", "02/03/1990", "001190004321", "Trần Văn An", "Phường Ba Đình"):
        assert shown in check.text


async def test_a_double_tap_adds_one_member(lan: Citizen) -> None:
    for page in ("nguoi", "so", "co-con"):
        await lan.send(page, LAN[page])
    await asyncio.gather(*(lan.send("con-em/1", LAN["con-em/1"]) for _ in range(4)))
    members = await lan.look("con-em")
    assert members.text.count("Trần Văn An</strong>") == 1


async def test_a_draft_ends_after_thirty_days(lan: Citizen, station: Litestar) -> None:
    clock: FixedClock = station.state.clock
    clock.forward(days=29)
    await lan.send("nguoi", LAN["nguoi"])
    code = await resume_code(lan)
    clock.forward(days=29)
    assert (await lan.look("so")).status_code == 200
    clock.forward(days=2)
    assert (await lan.look("so")).status_code == 404
    assert (await lan.browser.post("/lam-tiep", data={"code": code})).status_code in (404, 422)


async def test_the_language_may_change_on_any_page(lan: Citizen) -> None:
    await lan.send("nguoi", {"ho_ten": "Lan 2", "ngay_sinh.d": "1/3/1990"})
    await lan.browser.post("/ngon-ngu", data={"lang": "en", "back": lan.at})
    page = await lan.look()
    assert 'lang="en"' in page.text
    assert value_of(page, "ho_ten") == "Lan 2"
    await lan.send("nguoi", LAN["nguoi"])
    assert lan.at.endswith("/so")


async def test_a_draft_goes_on_with_the_pages_it_began_with(
    small_settings: Settings, clock: FixedClock, running: Running, tmp_path: Path
) -> None:
    async with running(create_app(small_settings, clock)) as browser:
        lan = Citizen(browser)
        await lan.begin()
        await lan.send("nguoi", LAN["nguoi"])
    write_flow(
        tmp_path / "flows", **{"Số định danh?": "Số căn cước?", '"version": "1"': '"version": "2"'}
    )
    async with running(create_app(small_settings, clock)) as restarted:
        restarted.cookies = browser.cookies
        lan.browser, old = restarted, lan.at
        assert heading(await lan.look()) == "Số định danh?"
        await lan.begin()
        await lan.send("nguoi", LAN["nguoi"])
        assert heading(await lan.look()) == "Số căn cước?"
        assert heading(await restarted.get(old)) == "Số định danh?"
