"""What the log tells of a request, and by which id."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import pytest
import structlog
from litestar import Litestar, get
from structlog.testing import LogCapture

from kiosk.settings import Settings
from kiosk.web.edge import make_edge
from kiosk.web.log import request_id, with_request

GIVEN = "9b1c.from_a-Proxy"


@pytest.fixture
def lines() -> Iterator[list[Any]]:
    """What is logged, as a node would write it."""
    before = structlog.get_config()
    capture = LogCapture()
    structlog.configure(processors=[with_request, capture])
    yield capture.entries
    structlog.configure(**before)


async def test_an_id_that_is_given_is_kept(lan: httpx.AsyncClient, lines: list[Any]) -> None:
    answer = await lan.get("/xin-chao/Lan", headers={"X-Request-Id": GIVEN})
    assert answer.headers["x-request-id"] == GIVEN
    [line] = [one for one in lines if one["event"] == "request"]
    assert line["request"] == GIVEN


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "12345678;drop", "12345678\té"])
async def test_what_is_no_id_is_replaced(lan: httpx.AsyncClient, given: str) -> None:
    answer = await lan.get("/healthz", headers={"X-Request-Id": given.encode()})
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])


async def test_each_request_has_its_own(lan: httpx.AsyncClient) -> None:
    ids = {(await lan.get("/healthz")).headers["x-request-id"] for _ in range(5)}
    assert len(ids) == 5


async def test_what_is_refused_at_the_gate_has_one_too(
    lan: httpx.AsyncClient, lines: list[Any]
) -> None:
    answer = await lan.post("/echo", headers={"Origin": "http://elsewhere.example"})
    assert answer.status_code == 403
    assert [line["request"] for line in lines] == [answer.headers["x-request-id"]]


async def test_a_handler_knows_its_request_and_nobody_else_does(
    settings: Settings,
    clock: Any,
    running: Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]],
) -> None:
    @get("/id")
    async def id() -> str:
        return request_id()

    async with running(make_edge(settings, clock, [id])) as minh:
        answer = await minh.get("/id", headers={"X-Request-Id": GIVEN})
        assert answer.text == GIVEN
    assert request_id() == ""
