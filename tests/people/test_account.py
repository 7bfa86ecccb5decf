import re

import pytest

from kiosk.clock import FixedClock
from kiosk.people.browsers import browser_of
from tests.people.conftest import Desk

ACCOUNT = "/mot-cua/tai-khoan"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
ZALO = "Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36 Zalo android/24"


async def test_minh_sees_where_he_is_signed_in(desk: Desk, clock: FixedClock) -> None:
    await desk.at("minh", **{"User-Agent": CHROME})
    clock.forward(minutes=5)
    here = await desk.at("minh", **{"User-Agent": IPHONE})
    page = (await here.get(ACCOUNT)).text
    assert page.count("Chrome, Windows") == 2  # the place, and on its button
    assert page.count("Safari, iPhone") == 1
    assert "Máy này" in page
    assert not any(one in page for one in ("537.36", here.token))


async def test_one_session_is_ended_and_only_ones_own(desk: Desk) -> None:
    away, here, tam = await desk.at("minh"), await desk.at("minh"), await desk.at("tam")
    (end,) = re.findall(r'action="(/mot-cua/tai-khoan/phien/[^/"]+/removal)"', await text(here))
    await tam.post(end)
    assert (await away.get("/thu")).status_code == 200
    assert (await here.post(end)).status_code == 303
    assert (await away.get("/thu")).status_code == 303
    assert (await here.get("/thu")).status_code == 200


async def test_all_others_are_ended_at_once(desk: Desk) -> None:
    away = [await desk.at("minh") for _ in range(2)]
    here, tam = await desk.at("minh"), await desk.at("tam")
    assert "Đăng xuất mọi nơi khác" in await text(here)
    await here.post(f"{ACCOUNT}/phien/removal")
    assert [(await one.get("/thu")).status_code for one in away] == [303, 303]
    assert [(await one.get("/thu")).status_code for one in (here, tam)] == [200, 200]
    assert "Đăng xuất mọi nơi khác" not in await text(here)


async def test_hoa_has_an_account_though_not_the_desk(desk: Desk) -> None:
    hoa = await desk.at("hoa")
    page = await text(hoa)
    assert "Tổ công nghệ số" in page
    assert 'href="/mot-cua"' not in page
    for path in (f"{ACCOUNT}/mat-khau", f"{ACCOUNT}/hai-buoc"):
        assert (await hoa.get(path)).status_code == 200


@pytest.mark.parametrize("path", ["", "/mat-khau", "/hai-buoc"])
async def test_nobody_else_sees_an_account(desk: Desk, path: str) -> None:
    assert (await desk.get(ACCOUNT + path)).status_code == 303


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome, Windows"),
        (f"{CHROME} Edg/142.0", "Edge, Windows"),
        (f"{CHROME} coc_coc_browser/130", "Cốc Cốc, Windows"),
        (IPHONE, "Safari, iPhone"),
        (ZALO, "Zalo, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox, Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_plain_words(agent: str, words: str) -> None:
    assert browser_of(agent) == words


async def text(desk: Desk) -> str:
    return (await desk.get(ACCOUNT)).text
