"""A node where Lan handed in, and Minh, Tâm, Hoa and the lead each sit at a browser."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar
from sqlalchemy import Connection

from kiosk.clock import FixedClock, to_millis
from kiosk.content.cases import read_cases
from kiosk.content.library import keep
from kiosk.flow.node import Node
from kiosk.people import actions as people
from kiosk.people.actions import NewPerson
from kiosk.people.rules import Role
from kiosk.settings import ROOT
from kiosk.sync import codes, envelope, inbox
from kiosk.sync.envelope import Header, Plaintext
from kiosk.sync.ids import uuid7
from kiosk.sync.wire import instant
from tests.conftest import HERE, Running

PASSWORD = "con trâu là đầu cơ nghiệp"
ABOUT: dict[str, tuple[str, Role, str]] = {
    "minh": ("Trần Văn Minh", "officer", "00070"),
    "mai": ("Lê Thị Mai", "officer", "00070"),
    "tam": ("Lê Thị Tâm", "officer", "00091"),
    "hoa": ("Phạm Hoa", "volunteer", "00070"),
    "hung": ("Vũ Hùng", "lead", "00070"),
}
Answers = dict[str, Any]


@dataclass
class Office:
    """The node, and a browser for each of the cast."""

    node: Node
    clock: FixedClock
    browsers: AsyncExitStack
    app: Litestar

    async def at(self, login: str) -> "Desk":
        """A browser in which this person, new at the node, has signed in."""
        name, role, commune = ABOUT[login]
        person = NewPerson(login, name, role, commune, PASSWORD, must_change=False)
        await self.node.store.write(people.add_person, person, self.clock.now())
        desk = await self.browser()
        await desk.post("/mot-cua/dang-nhap", login=login, password=PASSWORD)
        return desk

    async def browser(self) -> "Desk":
        """One in which nobody has signed in."""
        transport = ASGITransport(self.app)  # type: ignore[arg-type]
        opened = AsyncClient(transport=transport, base_url=HERE, headers={"Origin": HERE})
        return Desk(await self.browsers.enter_async_context(opened))

    async def handed_in(self, commune: str = "00070", assist: Any = "none", **more: Any) -> str:
        """Lan's birth registration, with other answers where a test wants them; its id."""
        answers = {**lans_answers(), **more}
        return await self.node.store.write(_take, self.node, self.clock, commune, assist, answers)

    async def lan_sees(self, id: str) -> str:
        """The dossier's page for whoever holds the secret of the receipt."""
        desk = await self.browser()
        return (await desk.post("/ho-so", code=codes.follow_secret(bytes(32), id))).text


@dataclass
class Desk:
    """A browser that follows no redirect by itself, and never heard of a script."""

    browser: AsyncClient

    async def get(self, path: str) -> Response:
        return await self.browser.get(path)

    async def post(self, path: str, **form: str) -> Response:
        return await self.browser.post(path, data=form)


@asynccontextmanager
async def open_office(app: Litestar, clock: FixedClock, running: Running) -> AsyncIterator[Office]:
    async with running(app), AsyncExitStack() as browsers:
        yield Office(app.state.node, clock, browsers, app)


@pytest.fixture
async def office(app: Litestar, clock: FixedClock, running: Running) -> AsyncIterator[Office]:
    async with open_office(app, clock, running) as opened:
        yield opened


@pytest.fixture
async def minh(office: Office) -> Desk:
    return await office.at("minh")


@pytest.fixture
async def tam(office: Office) -> Desk:
    return await office.at("tam")


@pytest.fixture
async def hung(office: Office) -> Desk:
    return await office.at("hung")


@cache
def lans_answers() -> Answers:
    case = read_cases(ROOT / "flows" / "khai-sinh" / "cases.yaml")[0]
    declared = {"cam_doan": True, "dong_y_du_lieu": True}
    return {name: value for name, value in case.answers.items() if value is not None} | declared


def _take(
    db: Connection, node: Node, clock: FixedClock, commune: str, assist: Any, answers: Answers
) -> str:
    edition = node.guide.library.flows["khai-sinh"]
    keep(db, edition)
    header = header_of(node, clock, commune=commune, assist=assist)
    sent = {name: value for name, value in answers.items() if value is not None}
    hand_in(db, node, clock, header, Plaintext(bytes(32), sent, {}))
    return header.id


def header_of(node: Node, clock: FixedClock, **changes: Any) -> Header:
    """Of a birth registration that is handed in now, with what a test wants otherwise."""
    pack, id = node.guide.library.flows["khai-sinh"].pack("vi"), uuid7(to_millis(clock.now()))
    usual: dict[str, Any] = {
        "id": id,
        "kind": "submission",
        "flow": pack.flow.id,
        "flow_version": pack.flow.version,
        "pack": pack.sha256,
        "locale": "vi",
        "commune": "00070",
        "made_at": instant(clock.now()),
        "assist": "none",
        "follow": codes.secret_hash(codes.follow_secret(bytes(32), id)),
        "parent": None,
        "key": node.inbox.ring.sealing.id,
        "blobs": (),
    }
    return Header(**(usual | changes))


def hand_in(
    db: Connection, node: Node, clock: FixedClock, header: Header, plaintext: Plaintext
) -> None:
    body = envelope.make(header, plaintext, node.inbox.ring.sealing.public)
    inbox.take(db, node.inbox, body, clock.now())
