"""Minh, officer of one commune; Tâm, officer of the next; Hoa the volunteer; and their node."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from httpx import AsyncClient, Response
from litestar import get, post
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler

from kiosk import app as node
from kiosk.clock import FixedClock
from kiosk.people import actions, pages
from kiosk.people.access import area, require
from kiosk.people.actions import NewPerson
from kiosk.people.rules import Role, Staff
from kiosk.settings import Settings
from kiosk.store import Store
from tests.conftest import Running

PASSWORD = "con trâu là đầu cơ nghiệp"
ABOUT: dict[str, tuple[str, Role, str]] = {
    "minh": ("Trần Văn Minh", "officer", "00070"),
    "tam": ("Lê Thị Tâm", "officer", "00091"),
    "hoa": ("Phạm Hoa", "volunteer", "00070"),
}


@pytest.fixture
async def minh(store: Store, clock: FixedClock) -> Staff:
    return await add(store, clock, "minh")


@pytest.fixture
async def tam(store: Store, clock: FixedClock) -> Staff:
    return await add(store, clock, "tam")


async def add(store: Store, clock: FixedClock, login: str) -> Staff:
    person = NewPerson(login, *ABOUT[login], PASSWORD)
    return await store.write(actions.add_person, person, clock.now())


@dataclass
class Desk:
    """A browser at a node where the cast works and `/thu` is the officers' area."""

    browser: AsyncClient
    store: Store

    async def get(self, path: str, token: str | None = None) -> Response:
        """With the browser's own cookie, or as whoever holds `token`."""
        if token is None:
            return await self.browser.get(path)
        async with AsyncClient(
            transport=self.browser._transport, base_url=self.browser.base_url
        ) as other:
            return await other.get(path, headers={"Cookie": f"staff={token}"})

    async def post(self, path: str, **form: str) -> Response:
        """As a page of this node posts, without any script."""
        return await self.browser.post(path, data=form)

    async def sign_in(self, login: str, password: str = PASSWORD, ve: str = "") -> Response:
        return await self.post("/mot-cua/dang-nhap", login=login, password=password, ve=ve)

    @property
    def token(self) -> str:
        return self.browser.cookies["staff"]


@pytest.fixture
async def desk(settings: Settings, clock: FixedClock, running: Running) -> AsyncIterator[Desk]:
    app = node.create_app(settings, clock, routes=_routes())
    async with running(app) as browser:
        for login in ABOUT:
            await add(app.state.store, clock, login)
        yield Desk(browser, app.state.store)


def _routes() -> list[ControllerRouterHandler]:
    own = [] if pages.sign_in in node.ROUTES else list(pages.HANDLERS)
    return [*own, area("/thu", [_who_is_here, _do_something, _keys], "officer", "admin")]


@get("/", sync_to_thread=False)
def _who_is_here(staff: NamedDependency[Staff]) -> str:
    return f"{staff.name}, {staff.commune}"


@post("/", status_code=200, sync_to_thread=False)
def _do_something(staff: NamedDependency[Staff]) -> str:
    return staff.login


@get("/khoa", guards=[require("admin", hidden=True)], sync_to_thread=False)
def _keys() -> str:
    return "keys"
