"""A hub and a station of it, in one process: what they say to each other goes through no wire."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
from litestar import Litestar

from kiosk.app import ERRANDS, create_app
from kiosk.clock import Clock
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.sync import stations
from kiosk.sync.courier import Courier
from kiosk.sync.envoy import Envoy
from kiosk.sync.joining import join, settle_in
from kiosk.sync.keyfolder import NODE, open_ring
from kiosk.sync.keys import Key, KeyRing, public_text
from kiosk.sync.link import Link
from kiosk.sync.receipts import Role
from kiosk.sync.sending import Sender
from kiosk.sync.upstream import Facts, PublicKey, Upstream
from tests.conftest import HERE
from tests.flow.conftest import settings_in

HUB = "http://hub.example"
STATION = "tram-0123456789"
NAME = "Nhà văn hoá Nà Phòn"


def under(hub: KeyRing, own: KeyRing, name: str = "00070") -> Upstream:
    """What a station of this hub knows of it, and of itself."""
    theirs = [pinned(key, name, "hub") for key in hub.keys]
    ours = [pinned(key, STATION, "node") for key in own.of("signing")]
    facts = Facts(
        station=STATION,
        name="Máy của xã",
        commune="00070",
        hub=name,
        epoch="1",
        sealing=hub.sealing.id,
        piece=256 * 1024,
    )
    return Upstream(facts, (*theirs, *ours))


def pinned(key: Key, by: str, role: Role) -> PublicKey:
    return PublicKey(key.id, key.purpose, public_text(key.public), by, role)


@dataclass
class Station:
    app: Litestar
    courier: Courier
    line: "Line"


class Line(httpx.ASGITransport):
    """To an app, unless it is cut. `heard` are the requests that came through; `lose` are methods
    whose answers get lost, after the hub has done what they ask; a proxy on the way turns away
    what has more than `most_bytes`."""

    def __init__(self, app: Litestar) -> None:
        super().__init__(app)  # type: ignore[arg-type]
        self.is_cut = False
        self.heard: list[str] = []
        self.lose: set[str] = set()
        self.most_bytes = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_cut:
            raise httpx.ConnectError("the line is cut")
        if 0 < self.most_bytes < int(request.headers.get("content-length", "0")):
            return httpx.Response(413, html="<h1>Request Entity Too Large</h1>")
        answer = await super().handle_async_request(request)
        self.heard.append(f"{request.method} {request.url.path} {answer.status_code}")
        if request.method in self.lose:
            raise httpx.ReadError("the answer is lost")
        return answer


def two_settings(folder: Path, migrated: Path) -> tuple[Settings, Settings]:
    """Of a hub, and of a node whose own rounds find nobody."""
    homes = [folder / "hub", folder / "station"]
    for home in homes:
        home.mkdir()
    above, below = (settings_in(home, migrated) for home in homes)
    return above, replace(below, upstream="http://127.0.0.1:9")


@asynccontextmanager
async def started(settings: Settings, clock: Clock) -> AsyncIterator[Litestar]:
    app = create_app(settings, clock)
    async with app.lifespan():
        yield app


def browser_at(app: Litestar) -> httpx.AsyncClient:
    """On one of its pages. To be used as `async with`."""
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url=HERE, headers={"Origin": HERE})


async def enrolled(
    hub: Litestar, settings: Settings, clock: Clock, name: str = "Nhà văn hoá"
) -> Line:
    """Makes the node of these settings, which has yet to start, a station of a hub that runs."""
    line = Line(hub)
    at_hub: Store = hub.state.store
    invited = await at_hub.write(
        stations.invite, hub.state.exchange.vault, NAME, settings.commune, clock.now()
    )
    ring = open_ring(settings.keys_dir, NODE, 1)
    link = Link(HUB, clock, line)
    joined, greeting = await join(link, invited.code, ring.signing)
    await link.close()
    store = await Store.open(settings.database_url)
    await store.write(settle_in, joined, greeting, ring.signing, clock)
    await store.close()
    return line


@asynccontextmanager
async def station(hub: Litestar, settings: Settings, clock: Clock) -> AsyncIterator[Station]:
    """A node below a hub that runs. Its own rounds go nowhere; those of `courier` go there."""
    line = await enrolled(hub, settings, clock)
    async with started(settings, clock) as app:
        node = app.state.node
        envoy = Envoy(Link(HUB, clock, line), node.store, node.inbox, clock)
        yield Station(app, Courier(envoy, Sender(envoy, node.files, pace=60.0), ERRANDS), line)
        await envoy.link.close()
