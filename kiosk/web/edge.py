"""Puts the edge together: an app with a store, pages, languages and a guard, but no feature."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from kiosk.clock import Clock
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.store.schema import bring_up_to_date
from kiosk.web import errors
from kiosk.web.assets import Assets, static_file
from kiosk.web.gauges import Gauge
from kiosk.web.guard import Guard, Room
from kiosk.web.health import disk_of, healthz, metrics, metrics_of, readyz
from kiosk.web.language import choose_language, load_languages
from kiosk.web.limits import Door, Limits
from kiosk.web.openapi import Described, Surface, schema
from kiosk.web.screens import Renderer

Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]


def make_edge(
    settings: Settings,
    clock: Clock,
    routes: Sequence[ControllerRouterHandler],
    *,
    doors: Sequence[Door] = (),
    rooms: Sequence[Room] = (),
    lifespan: Sequence[Lifespan] = (),
    templates: Mapping[str, Path] | None = None,
    described: Mapping[str, Described] | None = None,
) -> Litestar:
    """An app with these routes. Handlers may ask for `store`, `clock` and `settings`.

    `lifespan` begins once `app.state.store` is open, and ends before it is closed. `templates`
    adds folders by name; `described` tells /api/schema more of a path than its handler does.
    Raises AssetError if the browser libraries are not installed.
    """
    app = Litestar(
        [healthz, readyz, metrics, static_file, choose_language, schema, *routes],
        dependencies={
            "store": Provide(_store, sync_to_thread=False),
            "clock": Provide(_clock, sync_to_thread=False),
            "settings": Provide(_settings, sync_to_thread=False),
        },
        exception_handlers=errors.HANDLERS,
        lifespan=[_with_store, *lifespan],
        logging_config=None,
        openapi_config=None,  # see kiosk.web.openapi
        # The guard limits bodies, by route.
        request_max_body_size=None,
        state=_state(settings, clock, templates),
    )
    app.state.surface = Surface(doors, rooms, described or {})
    # Around everything, so that a refused or unknown request gets the same headers.
    limits = Limits(doors, settings.rate_address, settings.rate_all)
    count = app.state.metrics.count if app.state.metrics else None
    app.asgi_handler = Guard(app.asgi_handler, settings, limits, rooms, count)
    return app


def _state(settings: Settings, clock: Clock, templates: Mapping[str, Path] | None) -> State:
    assets = Assets(settings.static_dir)
    languages = load_languages(settings)
    gauges: list[Gauge] = [disk_of(settings.data_dir)]
    return State(
        {
            "settings": settings,
            "clock": clock,
            "assets": assets,
            "languages": languages,
            "gauges": gauges,
            "ready_notes": [],
            "metrics": metrics_of(settings, gauges),
            "renderer": Renderer(settings, languages, assets.url, templates),
        }
    )


@asynccontextmanager
async def _with_store(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    if settings.is_sqlite:
        await asyncio.to_thread(bring_up_to_date, settings.database_url)
    app.state.store = store = await Store.open(settings.database_url)
    try:
        yield
    finally:
        await store.close()


def _store(state: State) -> Store:
    store: Store = state.store
    return store


def _clock(state: State) -> Clock:
    clock: Clock = state.clock
    return clock


def _settings(state: State) -> Settings:
    settings: Settings = state.settings
    return settings
