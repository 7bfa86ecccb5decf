"""Leaving an open question for a minute's practice: what was typed is kept, and the way back."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from litestar import Litestar

from tests.flow.citizen import LAN, Citizen, value_of

Running = Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]]
HTMX = {"HX-Request": "true"}
TYPED = {"step": "nguoi", "ho_ten": "Lan 2", "ngay_sinh.d": "1"}


async def leave(citizen: Citizen, form: dict[str, str], query: str = "") -> str:
    """Where the answer leads."""
    path = f"{citizen.base}/luyen?bai=go-chu-so{query}"
    answer = await citizen.browser.post(path, data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_practice_keeps_what_stands_on_the_open_page(lan: Citizen) -> None:
    await leave(lan, TYPED)
    page = await lan.look("nguoi")
    assert (value_of(page, "ho_ten"), value_of(page, "ngay_sinh.d")) == ("Lan 2", "1")


async def test_practice_leads_back_to_the_input_that_was_left(lan: Citizen) -> None:
    where = await leave(lan, TYPED, "&o=ngay_sinh.m")
    assert where == f"/hoc/go-chu-so?ve={lan.base}/nguoi%23ngay_sinh.m"


async def test_without_a_script_it_leads_back_to_the_first_thing_to_mend(lan: Citizen) -> None:
    where = await leave(lan, {**TYPED, "ho_ten": "Nguyễn Thị Lan"})
    assert where == f"/hoc/go-chu-so?ve={lan.base}/nguoi%23ngay_sinh"


async def test_an_empty_page_is_not_complained_of_afterwards(lan: Citizen) -> None:
    assert await leave(lan, {"step": "nguoi"}) == f"/hoc/go-chu-so?ve={lan.base}/nguoi"
    assert "data-wrong" not in (await lan.look("nguoi")).text


async def test_a_whole_page_may_be_practised_for_too_and_is_an_answer(lan: Citizen) -> None:
    await leave(lan, {"step": "nguoi", **LAN["nguoi"]})
    page = await lan.look("so")
    assert page.status_code == 200


async def test_a_member_of_a_group_comes_back_to_the_member(lan: Citizen) -> None:
    for page in ("nguoi", "so", "co-con"):
        await lan.send(page, LAN[page])
    form = {"step": "con-em/1", "con_ten": "An"}
    assert await leave(lan, form) == f"/hoc/go-chu-so?ve={lan.base}/con-em/1"
    assert value_of(await lan.look("con-em/1"), "con_ten") == "An"


async def test_htmx_is_told_to_open_the_lesson_as_a_page(lan: Citizen) -> None:
    path = f"{lan.base}/luyen?bai=go-chu-so"
    answer = await lan.browser.post(path, data=TYPED, headers=HTMX)
    assert answer.headers["hx-redirect"].startswith(f"/hoc/go-chu-so?ve={lan.base}/nguoi")


@pytest.mark.parametrize("query", ["&o=x y", "&o=%22%3E", "&o=" + "x" * 81, ""])
async def test_no_input_but_one_of_the_page_stands_in_the_address(lan: Citizen, query: str) -> None:
    path = f"{lan.base}/luyen?bai=go-chu-so{query}"
    answer = await lan.browser.post(path, data={"step": "nguoi"})
    assert answer.headers.get("location", "").endswith("/nguoi") or answer.status_code == 400


async def test_no_lesson_that_could_not_be_one(lan: Citizen) -> None:
    for bai in ("", "?bai=", "?bai=../ho-so", "?bai=//nguoi.khac"):
        assert (await lan.browser.post(f"{lan.base}/luyen{bai}", data=TYPED)).status_code == 400


async def test_only_who_holds_the_key_may_leave_something_there(lan: Citizen) -> None:
    key = lan.browser.cookies[f"d_{lan.id}"]
    lan.browser.cookies.clear()
    answer = await lan.browser.post(f"{lan.base}/luyen?bai=go-chu-so", data=TYPED)
    assert answer.status_code == 404
    lan.browser.cookies.set(f"d_{lan.id}", key)
    assert value_of(await lan.look("nguoi"), "ho_ten") == ""


async def test_a_step_with_a_lesson_offers_it_and_no_other(app: Litestar, running: Running) -> None:
    async with running(app) as browser:
        mother = Citizen(browser)
        await mother.begin("ban-sao-trich-luc")
        assert "/luyen" not in (await mother.look()).text
        await mother.send("viec-gi", {"loai_viec": "khac"})
        assert f"{mother.base}/luyen?bai=go-chu-so" in (await mother.look("viec-khac")).text
