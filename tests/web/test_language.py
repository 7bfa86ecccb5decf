"""Which language a reader gets."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from kiosk.settings import Settings
from kiosk.web.pseudo import pseudo
from kiosk.web.redirects import local_path

Runs = Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]]
ENGLISH = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Xin chào %(name)s"
msgstr "Hello %(name)s"
"""


@pytest.fixture
def translated(settings: Settings, tmp_path: Path) -> Settings:
    folder = tmp_path / "locales" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(ENGLISH)
    return replace(settings, locales_dir=tmp_path / "locales", pseudo=True)


async def test_vietnamese_unless_asked_otherwise(lan: httpx.AsyncClient) -> None:
    for asked in ("", "fr, de;q=0.5", "vi-VN,vi;q=0.9,en;q=0.8", "en;q=x", "en;q=0"):
        page = await lan.get("/xin-chao/Lan", headers={"Accept-Language": asked})
        assert '<html lang="vi">' in page.text


async def test_the_browser_may_ask_for_english(
    node: Callable[..., Litestar], translated: Settings, running: Runs
) -> None:
    async with running(node(translated)) as tam:
        page = await tam.get("/xin-chao/Tam", headers={"Accept-Language": "fr, en-GB;q=0.7"})
    assert '<html lang="en">' in page.text
    assert "Hello Tam" in page.text
    assert "27 Mar 1958" in page.text


async def test_a_choice_is_kept_in_a_cookie(
    node: Callable[..., Litestar], translated: Settings, running: Runs
) -> None:
    async with running(node(translated)) as tam:
        chosen = await tam.post("/ngon-ngu", data={"lang": "en", "back": "/xin-chao/Tam"})
        assert (chosen.status_code, chosen.headers["location"]) == (303, "/xin-chao/Tam")
        assert "Hello Tam" in (await tam.get(chosen.headers["location"])).text


async def test_the_pseudo_locale_shows_what_is_translated(
    node: Callable[..., Litestar], translated: Settings, running: Runs
) -> None:
    async with running(node(translated)) as hoa:
        await hoa.post("/ngon-ngu", data={"lang": "xx"})
        assert "⟦Xiin chàoo Hoa⟧" in (await hoa.get("/xin-chao/Hoa")).text


async def test_the_pseudo_locale_is_not_offered_to_citizens(lan: httpx.AsyncClient) -> None:
    chosen = await lan.post("/ngon-ngu", data={"lang": "xx"})
    assert chosen.cookies["lang"] == "vi"


def test_pseudo_words_keep_their_holes() -> None:
    assert pseudo("Còn %(n)s <b>tờ</b>&nbsp;{x}") == "⟦Còn %(n)s <b>tờ</b>&nbsp;{x}⟧"


@pytest.mark.parametrize(
    "back",
    ["//evil.vn", "https://evil.vn", "evil", "", "/\\evil.vn", "/a\r\nSet-Cookie: x=y", "/\t/evil"],
)
def test_the_way_back_never_leads_away(back: str) -> None:
    assert local_path(back) == "/"
