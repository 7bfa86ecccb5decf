"""Minh, officer of one commune, Hùng their lead; Tâm, officer of the next, Vân their lead; Hoa the
volunteer; Quân the administrator; and their node."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime

import pytest
from httpx import AsyncClient, Response
from litestar import get, post
from litestar.di import NamedDependency

from kiosk import app as node
from kiosk.clock import Clock, FixedClock
from kiosk.people import actions, entering, second_factor, totp
from kiosk.people.access import area, require
from kiosk.people.actions import NewPerson
from kiosk.people.entering import Entered
from kiosk.people.gate import Gate
from kiosk.people.keys import keys_of
from kiosk.people.rules import Role, Staff
from kiosk.settings import Settings
from kiosk.store import Store
from tests.conftest import HERE, Running

PASSWORD = "con trâu là đầu cơ nghiệp"
ABOUT: dict[str, tuple[str, Role, str]] = {
    "minh": ("Trần Văn Minh", "officer", "00070"),
    "tam": ("Lê Thị Tâm", "officer", "00091"),
    "hoa": ("Phạm Hoa", "volunteer", "00070"),
    "hung": ("Vũ Hùng", "lead", "00070"),
    "van": ("Bùi Vân", "lead", "00091"),
    "quan": ("Đỗ Quân", "admin", "00070"),
}


@pytest.fixture
async def minh(store: Store, clock: FixedClock) -> Staff:
    return await add(store, clock, "minh")


@pytest.fixture
async def tam(store: Store, clock: FixedClock) -> Staff:
    return await add(store, clock, "tam")


@pytest.fixture
def gate(store: Store, clock: FixedClock, settings: Settings) -> Gate:
    return Gate(store, clock, keys_of(settings))


async def add(store: Store, clock: Clock, login: str, must_change: bool = False) -> Staff:
    person = NewPerson(login, *ABOUT[login], PASSWORD, must_change)
    return await store.write(actions.add_person, person, clock.now())


def person_in(page: str, name: str) -> str:
    """The address of this person's page, from the list of staff."""
    found = re.search(rf'href="(/mot-cua/can-bo/[^"]+)">{name}<', page)
    assert found, f"{name} is not listed"
    return found[1]


async def entered(gate: Gate, login: str, password: str = PASSWORD) -> Entered:
    answer = await entering.sign_in(gate, login, password)
    assert isinstance(answer, Entered)
    return answer


async def with_totp(gate: Gate, staff: Staff) -> bytes:
    """Switches two steps on for this person; the secret in their telephone."""
    now = gate.clock.now()
    await gate.store.write(second_factor.begin, gate.keys, staff, now)
    secret = await gate.store.read(second_factor.pending, gate.keys, staff.id, now)
    assert secret is not None
    code = code_at(secret, now)
    assert await gate.store.write(second_factor.confirm, gate.keys, staff, code, now)
    return secret


def code_at(secret: bytes, at: datetime) -> str:
    """What the telephone shows."""
    return totp.code_of(secret, int(at.timestamp()) // totp.STEP_SECONDS)


@dataclass
class Desk:
    """A browser at a node where the cast works and `/thu` is the officers' area."""

    browser: AsyncClient
    gate: Gate
    staff: dict[str, Staff]
    browsers: AsyncExitStack

    @property
    def store(self) -> Store:
        return self.gate.store

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

    async def at(self, login: str, **headers: str) -> "Desk":
        """Another browser, in which this person, new at the node or not, has signed in."""
        if login not in self.staff:
            self.staff[login] = await add(self.store, self.gate.clock, login)
        desk = await self.elsewhere(**headers)
        await desk.sign_in(login)
        return desk

    async def elsewhere(self, **headers: str) -> "Desk":
        """Another browser, in which nobody has signed in."""
        opened = AsyncClient(
            transport=self.browser._transport,
            base_url=self.browser.base_url,
            headers={"Origin": HERE, **headers},
        )
        await self.browsers.enter_async_context(opened)
        return Desk(opened, self.gate, self.staff, self.browsers)

    @property
    def token(self) -> str:
        return self.browser.cookies["staff"]


@pytest.fixture
async def desk(stocked: Settings, clock: FixedClock, running: Running) -> AsyncIterator[Desk]:
    app = node.create_app(stocked, clock, routes=_ROUTES)
    async with running(app) as browser:
        store = app.state.store
        staff = {login: await add(store, clock, login) for login in ("minh", "tam", "hoa")}
        async with AsyncExitStack() as browsers:
            yield Desk(browser, Gate(store, clock, keys_of(stocked)), staff, browsers)


@get("/", sync_to_thread=False)
def _who_is_here(staff: NamedDependency[Staff]) -> str:
    return f"{staff.name}, {staff.commune}"


@post("/", status_code=200, sync_to_thread=False)
def _do_something(staff: NamedDependency[Staff]) -> str:
    return staff.login


@get("/khoa", guards=[require("admin", hidden=True)], sync_to_thread=False)
def _keys() -> str:
    return "keys"


_ROUTES = (area("/thu", [_who_is_here, _do_something, _keys], "officer", "admin"),)
