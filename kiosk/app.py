"""Puts a node together from its settings: the one module that knows everything."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from litestar import Litestar
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from kiosk.clock import Clock, SystemClock, to_millis
from kiosk.content.library import Library, open_library
from kiosk.content.reference.lookup import reference
from kiosk.desk.area import DESK_AREA
from kiosk.dossier import pages as following
from kiosk.dossier.actions import Desk
from kiosk.flow import home, pages, receipt, saving
from kiosk.flow.actions import Guide
from kiosk.flow.jobs import keep_sweeping
from kiosk.flow.node import Node
from kiosk.people import pages as signing_in
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.sync.inbox import Inbox
from kiosk.sync.keyfolder import HUB, open_ring
from kiosk.web.edge import make_edge
from kiosk.web.limits import Door
from kiosk.web.tongues import tongues_of

# Each feature adds its handlers here.
ROUTES: tuple[ControllerRouterHandler, ...] = (
    *home.HANDLERS,
    *pages.HANDLERS,
    *saving.HANDLERS,
    *receipt.HANDLERS,
    *following.HANDLERS,
    *signing_in.HANDLERS,
    DESK_AREA,
)

log = structlog.get_logger()

# Where guessing or flooding would pay. The first door that fits counts.
DOORS = (
    Door(("POST",), "/to-khai"),
    Door(("POST",), "/lam-tiep", cost=3),
    Door(("GET", "POST"), "/ho-so", below=True),
    Door(("GET",), "/bien-nhan", below=True),
    Door(("POST",), "/mot-cua/dang-nhap", cost=5),
)


def create_app(
    settings: Settings,
    clock: Clock | None = None,
    *,
    routes: Sequence[ControllerRouterHandler] = (),
    templates: Mapping[str, Path] | None = None,
) -> Litestar:
    """The node, ready to serve. `routes` and `templates` (name -> folder) add to its own.

    Raises AssetError if the browser libraries are not installed.
    """
    return make_edge(
        settings,
        clock or SystemClock(),
        [*ROUTES, *routes],
        doors=DOORS,
        lifespan=[_with_node],
        templates=templates,
    )


@asynccontextmanager
async def _with_node(app: Litestar) -> AsyncIterator[None]:
    app.state.node = await asyncio.to_thread(_node, app.state, app.state.store)
    sweeping = asyncio.create_task(keep_sweeping(app.state.store, app.state.clock))
    try:
        yield
    finally:
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)


def _node(state: State, store: Store) -> Node:
    """What the features work with. A node without an upstream is its own hub."""
    settings: Settings = state.settings
    clock: Clock = state.clock
    library = state.library = _library(state, settings)
    tables = reference()
    desk = Desk(library, tables)
    ring = open_ring(settings.keys_dir, HUB, to_millis(clock.now()))
    box = Inbox(settings.commune, ring, {"submission": desk.open_dossier})
    guide = Guide(
        library, {code: reference(code) for code in state.languages}, clock, settings.commune
    )
    return Node(settings, store, guide, box)


def _library(state: State, settings: Settings) -> Library:
    """Flows in every language; a broken one is left out and said aloud."""
    library = open_library(settings.flows_dir, tongues_of(state.renderer))
    for trouble in library.troubles:
        log.error("flow left out", trouble=str(trouble))
    return library
