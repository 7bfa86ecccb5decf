"""The gate: who may post, how much, how often; and what every answer says."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import httpx
import pytest
from litestar import Litestar
from structlog.testing import capture_logs

from kiosk.settings import Settings
from kiosk.web import guard

HERE = "http://127.0.0.1:8000"
Runs = Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]]


def posted_with(lan: httpx.AsyncClient, **headers: str) -> httpx.Request:
    request = lan.build_request("POST", "/echo", data={"a": "1"})
    del request.headers["Origin"]
    request.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return request


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
        {"Origin": HERE},
        {"Origin": "http://kiosk.local", "Host": "kiosk.local"},
        {"Origin": "https://kiosk.local", "Host": "kiosk.local"},
        {"Referer": f"{HERE}/xin-chao/Lan"},
    ],
)
async def test_our_own_pages_may_post(lan: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await lan.send(posted_with(lan, **headers))).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site", "Origin": HERE},
        {"Origin": "null"},
        {"Origin": "http://evil.vn"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "http://127.0.0.1:8000.evil.vn"},
        {"Referer": "http://evil.vn/http://127.0.0.1:8000/"},
        {"Referer": "http://[/"},
        {"Referer": ""},
    ],
)
async def test_pages_of_others_may_not_post(
    lan: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    assert (await lan.send(posted_with(lan, **headers))).status_code == 403


async def test_a_device_may_post_without_an_origin(lan: httpx.AsyncClient) -> None:
    request = lan.build_request("POST", "/sync/v1/echo", content=b"12345")
    del request.headers["Origin"]
    assert (await lan.send(request)).text == "5"
    request.headers["Origin"] = "http://evil.vn"
    assert (await lan.send(request)).status_code == 403


@pytest.mark.parametrize("path", ["/xin-chao/Lan", "/khong-ton-tai", "/healthz", "/quen"])
async def test_every_answer_is_guarded_and_fresh(lan: httpx.AsyncClient, path: str) -> None:
    headers = (await lan.get(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


async def test_a_page_may_run_nothing_but_our_own(lan: httpx.AsyncClient) -> None:
    headers = (await lan.get("/xin-chao/Lan")).headers
    assert "script-src 'self'; style-src 'self'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


async def test_over_https_the_browser_is_told_to_stay_there(
    node: Callable[..., Litestar], settings: Settings, running: Runs
) -> None:
    secure = replace(settings, public_url="https://tramso.vn")
    async with running(node(secure)) as lan:
        plain = await lan.post("/ngon-ngu", data={"lang": "vi"})
        lan.headers["Origin"] = secure.public_url
        chosen = await lan.post("/ngon-ngu", data={"lang": "vi"})
    assert plain.status_code == 403  # a page without TLS may have been changed on its way
    assert chosen.headers["strict-transport-security"] == "max-age=31536000"
    cookie = chosen.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("secure", "httponly", "samesite=strict", "path=/"))


async def test_a_form_that_is_too_large_gets_a_page(lan: httpx.AsyncClient) -> None:
    answer = await lan.post("/echo", data={"a": "x" * 70_000})
    assert answer.status_code == 413
    assert "Nội dung gửi lên quá lớn" in answer.text


async def test_a_body_that_does_not_say_how_large_it_is_is_counted(lan: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"a=" + b"x" * 10_000

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await lan.post("/echo", content=endless(), headers=form)).status_code == 413


async def test_devices_have_more_room(lan: httpx.AsyncClient) -> None:
    assert (await lan.post("/sync/v1/echo", content=b"x" * 500_000)).text == "500000"
    assert (await lan.post("/sync/v1/echo", content=b"x" * 2_000_000)).status_code == 413


async def test_a_flood_is_asked_to_wait(
    node: Callable[..., Litestar], settings: Settings, running: Runs
) -> None:
    async with running(node(replace(settings, rate_address=6))) as tam:
        tries = [await tam.post("/lam-tiep", data={"code": "AAAA"}) for _ in range(3)]
    assert [answer.status_code == 429 for answer in tries] == [False, False, True]
    assert 0 < int(tries[-1].headers["retry-after"]) <= 60
    assert "Có quá nhiều lượt gửi" in tries[-1].text


async def test_head_answers_as_get_without_a_body(lan: httpx.AsyncClient) -> None:
    got, head = await lan.get("/xin-chao/Lan"), await lan.head("/xin-chao/Lan")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]


async def test_the_log_names_the_route_and_nobody(lan: httpx.AsyncClient) -> None:
    with capture_logs() as logged:
        await lan.get("/xin-chao/Lan?so=079190001234")
        await lan.get("/079190001234")
    assert [line["route"] for line in logged] == ["/xin-chao/{name}", "-"]
    assert "Lan" not in str(logged)
    assert "079190001234" not in str(logged)


@pytest.mark.parametrize("path", ["/a%00b", "/a%0Ab", "/" + "a" * 2000])
async def test_a_path_that_nobody_types_is_not_found(lan: httpx.AsyncClient, path: str) -> None:
    assert (await lan.get(path)).status_code == 404


async def test_a_query_with_a_null_is_malformed(lan: httpx.AsyncClient) -> None:
    assert (await lan.get("/healthz?a=%00")).status_code == 400


async def test_only_so_many_bytes_of_files_are_on_the_way_at_once(
    lan: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MOST_ON_THE_WAY", 600_000)
    refused = await lan.post("/sync/v1/echo", content=b"x" * 700_000)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "20")
    for _ in range(5):
        assert (await lan.post("/sync/v1/echo", content=b"x" * 300_000)).status_code == 201
