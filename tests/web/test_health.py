"""For whoever keeps the machine running."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
from litestar import Litestar

Runs = Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]]


async def test_up_and_ready(lan: httpx.AsyncClient) -> None:
    assert (await lan.get("/healthz")).text == "ok\n"
    assert (await lan.get("/readyz")).text == "ok\n"


async def test_up_but_not_ready_without_the_store(
    node: Callable[..., Litestar], running: Runs
) -> None:
    app = node()
    async with running(app) as minh:
        await app.state.store.close()
        assert (await minh.get("/readyz")).status_code == 503
        assert (await minh.get("/healthz")).status_code == 200
