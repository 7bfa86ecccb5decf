"""Puts a node together from its settings: the one module that knows everything."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from litestar import Litestar
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from kiosk.clock import Clock, SystemClock, to_millis
from kiosk.coach import area as coaching
from kiosk.content.known import open_known
from kiosk.content.lessons.library import Lessons, lessons_from_shelf
from kiosk.content.library import Library, open_library
from kiosk.content.reference.lookup import reference
from kiosk.content.reference.today import References
from kiosk.content.shelf import from_shelf, stamp_of
from kiosk.desk.area import DESK_AREA
from kiosk.dossier import feed, later, mirror, set_above
from kiosk.dossier import pages as following
from kiosk.dossier import station_pages as told
from kiosk.dossier import sync_pages as follow
from kiosk.dossier.gauges import dossiers
from kiosk.dossier.look_ups import LookUps
from kiosk.dossier.opening import Desk
from kiosk.dossier.retention import erase_overdue
from kiosk.flow import (
    afterwards,
    checklist,
    content_pages,
    home,
    moving,
    packs_pages,
    pages,
    receipt,
    saving,
    shown,
    worker_pages,
)
from kiosk.flow.actions import Guide
from kiosk.flow.figures import MINUTE
from kiosk.flow.finding import Finder
from kiosk.flow.jobs import tidy_up
from kiosk.flow.node import Node
from kiosk.flow.procedures import LOOK_SECONDS, Procedures, fetch_content
from kiosk.flow.receiving import Receiving
from kiosk.flow.shell import shells
from kiosk.flow.supplies import Supplies
from kiosk.insight import pages as insight
from kiosk.papers.studio import Studio
from kiosk.people import account_pages as account
from kiosk.people import pages as signing_in
from kiosk.people.staff_pages import STAFF_AREA
from kiosk.settings import Settings, SettingsError
from kiosk.store import Store
from kiosk.store.jobs import keep_doing
from kiosk.store.places import files_of, pieces_of
from kiosk.sync import gauges as syncing_gauges
from kiosk.sync import jobs as syncing
from kiosk.sync import pages as sync
from kiosk.sync import station_pages as stations
from kiosk.sync.enrolment import Vault
from kiosk.sync.exchange import Exchange
from kiosk.sync.inbox import Inbox
from kiosk.sync.keyfolder import HUB, NODE, open_ring
from kiosk.sync.upstream import Upstream, upstream_of
from kiosk.tutor import actions as teaching
from kiosk.tutor import learner_pages as learners
from kiosk.tutor import listing as lessons_list
from kiosk.tutor import pages as lessons
from kiosk.tutor import real
from kiosk.tutor import sync_pages as practice
from kiosk.tutor.export_pages import EXPORT_AREA
from kiosk.tutor.node import Tutor
from kiosk.tutor.preview import PREVIEW_AREA
from kiosk.tutor.sessions import Signing
from kiosk.web import manifest
from kiosk.web.edge import make_edge
from kiosk.web.gauges import Gauge
from kiosk.web.guard import Room
from kiosk.web.limits import Door
from kiosk.web.openapi import Described
from kiosk.web.tongues import tongues_of

if TYPE_CHECKING:
    from kiosk.sync.courier import Courier, Errand

# Each feature adds its handlers here.
ROUTES: tuple[ControllerRouterHandler, ...] = (
    *home.HANDLERS,
    *pages.HANDLERS,
    *checklist.HANDLERS,
    *saving.HANDLERS,
    *moving.HANDLERS,
    *shown.HANDLERS,
    *receipt.HANDLERS,
    *following.HANDLERS,
    *follow.HANDLERS,
    *sync.HANDLERS,
    *stations.HANDLERS,
    *told.HANDLERS,
    *packs_pages.HANDLERS,
    *content_pages.HANDLERS,
    *worker_pages.HANDLERS,
    *manifest.HANDLERS,
    *afterwards.HANDLERS,
    *lessons_list.HANDLERS,
    *learners.HANDLERS,
    *lessons.HANDLERS,
    *practice.HANDLERS,
    EXPORT_AREA,
    PREVIEW_AREA,
    *signing_in.HANDLERS,
    *account.AREAS,
    STAFF_AREA,
    *coaching.OPEN_HANDLERS,
    coaching.COACH_AREA,
    DESK_AREA,
    insight.FIGURES_AREA,
)

# What a node fetches from its hub, once a round.
ERRANDS: tuple["Errand", ...] = (mirror.fetch_events, set_above.fetch_settings, fetch_content)

log = structlog.get_logger()

# Where guessing or flooding would pay. The first door that fits counts.
DOORS = (
    Door(("POST",), "/to-khai"),
    Door(("POST",), "/lam-tiep", cost=3),
    Door(("GET", "POST"), "/ho-so", below=True),
    Door(("GET",), "/bien-nhan", below=True),
    Door(("POST",), "/mot-cua/dang-nhap", cost=5, below=True),
    *learners.DOORS,
    *lessons.DOORS,
    *practice.DOORS,
    *follow.DOORS,
    *sync.DOORS,
    *stations.DOORS,
    *told.DOORS,
    *packs_pages.DOORS,
    *content_pages.DOORS,
)
# For /api/schema: what a handler's signature does not tell.
PAPER = Described(gives=("image/jpeg", "image/png", "application/pdf"))
PDF = Described(gives=("application/pdf",))
BACK = ("ve",)
DESCRIBED = {
    **follow.DESCRIBED,
    **sync.DESCRIBED,
    **stations.DESCRIBED,
    **told.DESCRIBED,
    **moving.DESCRIBED,
    **packs_pages.DESCRIBED,
    **content_pages.DESCRIBED,
    **lessons.DESCRIBED,
    **learners.DESCRIBED,
    **practice.DESCRIBED,
    **worker_pages.DESCRIBED,
    **manifest.DESCRIBED,
    **coaching.DESCRIBED,
    **insight.DESCRIBED,
    "/healthz": Described(gives=("text/plain",)),
    "/readyz": Described(gives=("text/plain",)),
    "/metrics": Described(gives=("text/plain",)),
    "/static/{digest:str}/{name:path}": Described(gives=("*/*",)),
    "/api/schema": Described(gives=("application/json",)),
    "/ngon-ngu": Described(form=("lang", "back")),
    "/thu-tuc": Described(query=("tim",)),
    "/to-khai": Described(form=("flow",)),
    "/to-khai/{id:str}/{step:str}": Described(form=("step",), query=("sua",)),
    "/to-khai/{id:str}/{step:str}/{n:int}": Described(query=("sua",)),
    "/to-khai/{id:str}/luu": Described(form=("step",)),
    "/to-khai/{id:str}/luyen": Described(form=("step",)),
    "/to-khai/{id:str}/danh-sach.pdf": PDF,
    "/to-khai/{id:str}/tep/{slot:int}": PAPER,
    "/lam-tiep": Described(form=("code",)),
    "/ho-so": Described(form=("code",)),
    "/bien-nhan/{name:str}": Described(gives=("text/html", "application/pdf")),
    "/mot-cua/dang-nhap": Described(form=("login", "password", "ve", "own"), query=BACK),
    "/mot-cua/dang-nhap/ma": Described(form=("code", "ve"), query=BACK),
    "/mot-cua/ho-so/{id:str}/tep/{slot:int}": PAPER,
    "/mot-cua/ho-so/{id:str}/in/{name:str}": PDF,
    "/mot-cua/ho-so/{id:str}/to-khai.pdf": PDF,
    "/hoc/xuat.csv": Described(gives=("text/csv",)),
    "/hoc/xuat.jsonl": Described(gives=("application/x-ndjson",)),
    "/mot-cua/ho-so/{id:str}/xuat.zip": Described(gives=("application/zip",)),
}
ROOMS = (
    # A form with photographs in it.
    Room("/to-khai/", multipart=45 * 1024 * 1024),
    *sync.ROOMS,
    *stations.ROOMS,
    *practice.ROOMS,
    *coaching.ROOMS,
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
    app = make_edge(
        settings,
        clock or SystemClock(),
        [*ROUTES, *routes],
        doors=DOORS,
        rooms=ROOMS,
        lifespan=[_with_node],
        templates=templates,
        described=DESCRIBED,
    )
    app.state.gauges.extend(_gauges(settings))
    if settings.upstream is not None:
        app.state.ready_notes.append(syncing_gauges.said_of_the_line)
    return app


def _gauges(settings: Settings) -> Iterator[Gauge]:
    """For /metrics."""
    yield from (dossiers, syncing_gauges.receipts, syncing_gauges.files_awaited)
    if settings.upstream is not None:
        yield from (syncing_gauges.backlog, syncing_gauges.hub_met)
    if settings.bucket is not None:
        yield syncing_gauges.files_up(files_of(settings))


@asynccontextmanager
async def _with_node(app: Litestar) -> AsyncIterator[None]:
    above = await _upstream(app.state.settings, app.state.store)
    node = app.state.node = await asyncio.to_thread(_node, app.state, app.state.store, above)
    exchange = app.state.exchange = _exchange(node)
    app.state.tutor = _tutor(app.state, node)
    app.state.supplies = _supplies(app.state)
    procedures = app.state.procedures = _procedures(app.state, node)
    await procedures.look()
    await node.guide.receiving.look(node.store)
    async with _courier(node) as courier:
        app.state.courier = courier
        jobs = [asyncio.create_task(job) for job in _jobs(node, exchange, courier, procedures)]
        try:
            yield
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
            await node.counts.fold(app.state.store)
            await node.studio.close()


async def check_upstream(settings: Settings) -> None:
    """Raises SettingsError for a node that has yet to join its hub. The schema must be there."""
    store = await Store.open(settings.database_url)
    try:
        await _upstream(settings, store)
    finally:
        await store.close()


async def _upstream(settings: Settings, store: Store) -> Upstream | None:
    if settings.upstream is None:
        return None
    above = await store.read(upstream_of)
    if above is None:
        raise SettingsError(
            f"This machine is no station of {settings.upstream} yet: kiosk enrol CODE, with the "
            "code that the hub gives by: kiosk stations invite NAME."
        )
    return above


@asynccontextmanager
async def _courier(node: Node) -> "AsyncIterator[Courier | None]":
    """None at a hub, which has nobody above it."""
    settings = node.settings
    if settings.upstream is None:
        yield None
        return
    # What speaks HTTP takes a fifth of a second to import.
    courier_of = import_module("kiosk.sync.courier").courier_of
    async with courier_of(
        settings.upstream, node.store, node.inbox, node.files, node.guide.clock,
        errands=ERRANDS, pace=settings.sync_seconds,
    ) as courier:  # fmt: skip
        yield courier


def _jobs(
    node: Node, exchange: Exchange, courier: "Courier | None", procedures: Procedures
) -> Iterator[Coroutine[Any, Any, None]]:
    store, files, clock = node.store, node.files, node.guide.clock
    yield keep_doing("tidy up", lambda: tidy_up(store, files, clock.now()), alone_in=store)
    library = node.guide.library
    yield keep_doing("fold figures", lambda: node.counts.fold(store), MINUTE)
    yield keep_doing(
        "erase", lambda: erase_overdue(store, library, files, clock.now()), alone_in=store
    )
    yield keep_doing(
        "old practice", lambda: store.write(teaching.erase_old, clock.now()), alone_in=store
    )
    yield keep_doing(
        "files on their way", lambda: syncing.tidy_up(exchange, clock.now()), alone_in=store
    )
    receiving = node.guide.receiving
    yield keep_doing(
        "communes with a desk",
        lambda: receiving.look(store),
        MINUTE if receiving.is_hub else LOOK_SECONDS,
    )
    if courier:
        yield keep_doing(
            "sent long ago", lambda: syncing.forget_sent(exchange, clock.now()), alone_in=store
        )
        yield keep_doing("procedures of the hub", procedures.look, LOOK_SECONDS)
        yield courier.keep_going()


def _node(state: State, store: Store, above: Upstream | None) -> Node:
    """What the features work with. A node without an upstream is its own hub."""
    settings: Settings = state.settings
    clock: Clock = state.clock
    stamp = content_stamp(settings)
    library = state.library = read_library(state, settings, stamp)
    state.lessons = read_lessons(state, settings, stamp, library)
    state.shells = shells(state.renderer, lessons_list.SHELL, coaching.SHELL)
    state.references = References(state.languages)
    tables = reference()
    ring = open_ring(settings.keys_dir, NODE if above else HUB, to_millis(clock.now()))
    look_ups = LookUps.under(settings.secret())
    desk = Desk(library, tables, ring, look_ups)
    box = Inbox(
        above.facts.station if above else settings.commune,
        ring,
        {} if above else later.handlers(desk),
        upstream=above,
        lost=later.files_lost,
        came=later.files_came,
        kept=mirror.note_waiting,
    )
    guide = Guide(
        library,
        state.references,
        clock,
        settings.commune,
        receiving=Receiving(is_hub=above is None),
        upstream=above,
    )
    files = files_of(settings)
    finder = _finder(state)
    return Node(
        settings, store, guide, box, files, Studio(), finder, look_ups, on_done=real.witness
    )


def _exchange(node: Node) -> Exchange:
    pieces = pieces_of(node.settings)
    vault = Vault.under(node.settings.secret())
    return Exchange(
        node.store, node.inbox, node.files, pieces, node.guide.clock, vault, feed.tell_again
    )


def _supplies(state: State) -> Supplies:
    return Supplies(state.settings, state.assets, state.shells, state.lessons, state.references)


def _procedures(state: State, node: Node) -> Procedures:
    return Procedures(node.store, node.guide.library, state.lessons, state.references, node.finder)


def _tutor(state: State, node: Node) -> Tutor:
    return Tutor(node, state.lessons, Signing.under(node.settings.secret()))


def _finder(state: State) -> Finder:
    known, troubles = open_known(state.settings.flows_dir)
    for trouble in troubles:
        log.error("known procedures left out", trouble=str(trouble))
    return Finder(known, state.languages)


def content_stamp(settings: Settings) -> str:
    """Names the program and all content: what of either has changed is compiled anew."""
    folders = (
        settings.flows_dir,
        settings.tutorials_dir,
        settings.locales_dir,
        settings.static_dir,
    )
    return stamp_of(folders, settings.help_phone, settings.pseudo)


def read_library(state: State, settings: Settings, stamp: str) -> Library:
    """Flows in every language; a broken one is left out and said aloud."""
    tongues = tongues_of(state.renderer)
    library = from_shelf(
        settings.packs_dir, stamp, lambda: open_library(settings.flows_dir, tongues)
    )
    for trouble in library.troubles:
        log.error("flow left out", trouble=str(trouble))
    return library


def read_lessons(state: State, settings: Settings, stamp: str, flows: Library) -> Lessons:
    """The same with lessons, which draw pages of flows."""
    tongues = tongues_of(state.renderer)
    found = lessons_from_shelf(settings.packs_dir, stamp, settings.tutorials_dir, flows, tongues)
    for trouble in found.troubles:
        log.error("lesson left out", trouble=str(trouble))
    return found
