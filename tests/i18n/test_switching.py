"""Changing the language changes nothing else."""

import re
from html import unescape

import pytest
from httpx import AsyncClient, Response
from litestar import Litestar

from tests.i18n.conftest import browser_at
from tests.i18n.rounds import begin, first, rightly

BACK = re.compile(r'name="back" value="([^"]*)"')
ACTION = re.compile(r'action="(/mot-cua/dang-nhap[^"]*)"')


async def switch(browser: AsyncClient, page: str, lang: str) -> Response:
    """Presses a language button of the page; answers the page that follows."""
    form = {"lang": lang, "back": unescape(first(BACK, page))}
    return await browser.post("/ngon-ngu", data=form, follow_redirects=True)


async def test_the_same_question_is_asked_and_the_answers_stay(node: Litestar) -> None:
    async with browser_at(node, "vi") as lan:
        start = await begin(lan)
        await lan.post(start, data=rightly())
        vietnamese = await lan.get(start)
        english = await switch(lan, vietnamese.text, "en")
    assert "Trẻ thuộc trường hợp nào?" in vietnamese.text
    assert "Which of these fits the child?" in english.text
    assert english.url == vietnamese.url
    assert 'value="thuong" checked' in english.text


async def test_a_wrong_answer_stays_as_it_was_typed(node: Litestar) -> None:
    async with browser_at(node, "vi") as lan:
        url = await begin(lan)
        while not url.endswith("/tre-ten"):
            url = (await lan.post(url, data=rightly())).headers["location"]
        await lan.post(url, data={"tre_ho_ten": "Bảo 7"})
        english = await switch(lan, (await lan.get(url)).text, "en")
    assert 'value="Bảo 7"' in english.text
    assert "A name has no digits." in english.text


async def test_who_came_to_correct_something_still_comes_back_to_the_check(node: Litestar) -> None:
    async with browser_at(node, "vi") as lan:
        url = await begin(lan)
        await lan.post(url, data=rightly())
        english = await switch(lan, (await lan.get(f"{url}?sua=1")).text, "en")
    assert english.url.query == b"sua=1"


async def test_sign_in_still_leads_where_minh_wanted_to_go(node: Litestar) -> None:
    async with browser_at(node, "vi") as minh:
        asked = await minh.get("/mot-cua/may", follow_redirects=True)
        wrong = await minh.post(first(ACTION, asked.text), data={"login": "minh", "ve": "/mot-cua"})
        for page in (asked, wrong):
            english = await switch(minh, page.text, "en")
            assert 'name="ve" value="/mot-cua/may"' in english.text


@pytest.mark.parametrize("back", ["https://evil.vn/", "//evil.vn"])
async def test_a_language_button_never_leads_away(node: Litestar, back: str) -> None:
    async with browser_at(node, "vi") as lan:
        away = await lan.post("/ngon-ngu", data={"lang": "en", "back": back})
    assert away.headers["location"] == "/"
