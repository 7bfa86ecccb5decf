"""A hub and a station of it; what changes at the hub comes down."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.flow import statement
from kiosk.people import actions as people
from kiosk.people.actions import NewPerson
from kiosk.settings import Settings
from tests.flow.conftest import write_flow
from tests.stations import Station, browser_at, started, station, two_settings

Changed = Callable[..., AbstractAsyncContextManager[Litestar]]


@pytest.fixture
def two(tmp_path: Path, migrated: Path) -> tuple[Settings, Settings]:
    return two_settings(tmp_path, migrated)


@pytest.fixture
def above(two: tuple[Settings, Settings]) -> Settings:
    return two[0]


@pytest.fixture
def below(two: tuple[Settings, Settings]) -> Settings:
    return two[1]


@pytest.fixture
async def centre(above: Settings, clock: FixedClock) -> AsyncIterator[Litestar]:
    async with started(above, clock) as app:
        yield app


@pytest.fixture
async def pair(centre: Litestar, below: Settings, clock: FixedClock) -> AsyncIterator[Station]:
    async with station(centre, below, clock) as one:
        yield one


@pytest.fixture
def changed(pair: Station, above: Settings, clock: FixedClock) -> Changed:
    """`async with changed(old="new")`: somebody changes a flow at the hub and starts it again."""

    @asynccontextmanager
    async def _changed(**changes: str) -> AsyncIterator[Litestar]:
        write_flow(above.flows_dir, **changes)
        async with started(above, clock) as hub:
            pair.line.app = hub  # type: ignore[assignment]
            yield hub

    return _changed


@pytest.fixture
async def tablet(pair: Station) -> AsyncIterator[httpx.AsyncClient]:
    async with browser_at(pair.app) as one:
        yield one


async def brought(pair: Station) -> None:
    """A round, and then the node looks, as it does every other second."""
    await pair.courier.once()
    await pair.app.state.procedures.look()


def twisted(monkeypatch: pytest.MonkeyPatch, pair: Station, path: str, body: bytes) -> None:
    """Somebody on the line answers in the hub's place."""
    whole = pair.line.handle_async_request

    async def _answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith(path):
            return httpx.Response(200, content=body, headers={"Content-Type": "application/json"})
        return await whole(request)

    monkeypatch.setattr(pair.line, "handle_async_request", _answer)


async def said_of(app: Litestar) -> Any:
    """What a hub states."""
    state = app.state
    tables, _ = await state.supplies.tables()
    return statement.statement_of(state.library, state.lessons, tables)


def says(
    monkeypatch: pytest.MonkeyPatch, pair: Station, hub: Litestar, said: Mapping[str, Any]
) -> None:
    """The hub states something else, under its own key."""
    token = statement.sign(said, hub.state.node.inbox.signing)
    twisted(monkeypatch, pair, "/sync/v1/content", json.dumps({"content": token}).encode())


def newer(pack: bytes) -> bytes:
    """As a program of tomorrow might write it."""
    body = json.loads(pack)
    return json.dumps(body | {"format": 2}).encode()


async def machine_page(app: Litestar, browser: httpx.AsyncClient) -> str:
    who = NewPerson("quan", "Ngô Quân", "admin", "00070", "mat khau rat dai 9", must_change=False)
    await app.state.store.write(people.add_person, who, app.state.clock.now())
    await browser.post(
        "/mot-cua/dang-nhap", data={"login": "quan", "password": "mat khau rat dai 9"}
    )
    return (await browser.get("/mot-cua/may")).text
