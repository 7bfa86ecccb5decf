"""kiosk sync: sends what waits at this node to its hub, and fetches what is new there."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from kiosk.app import ERRANDS
from kiosk.clock import Clock, SystemClock, to_millis
from kiosk.settings import Settings, SettingsError
from kiosk.store import Store
from kiosk.store.migrate import upgrade
from kiosk.store.places import files_of
from kiosk.sync import keyfolder, outgoing
from kiosk.sync.courier import Courier, courier_of
from kiosk.sync.inbox import Inbox
from kiosk.sync.outgoing import Backlog
from kiosk.sync.upstream import NoLine, Upstream, upstream_of
from kiosk.web.log import configure_logging

TOLD_EVERY_SECONDS = 1.0


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("sync", help="send what waits to the hub, fetch what is new")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="one round; 1 if something still waits")
    how.add_argument("--status", action="store_true", help="only say what waits")
    parser.set_defaults(run=_sync)


def _sync(settings: Settings, arguments: argparse.Namespace) -> int:
    configure_logging(settings)
    if settings.upstream is None:
        raise SettingsError("This is a hub: it has no KIOSK_UPSTREAM to sync with.")
    upgrade(settings.database_url)
    if arguments.status:
        return asyncio.run(_status(settings))
    return asyncio.run(_once(settings) if arguments.once else _always(settings))


async def _status(settings: Settings) -> int:
    async with _opened(settings) as (store, above):
        _tell(above, await store.read(outgoing.backlog), SystemClock())
    return 0


async def _once(settings: Settings) -> int:
    """Beside a running node too: what both send at once arrives once."""
    async with _opened(settings) as (store, above), _courier(settings, store, above) as courier:
        try:
            await courier.once(_Progress())
        except NoLine as error:
            print(f"No line to {settings.upstream}: {error}.", file=sys.stderr)
            return 1
        backlog = await store.read(outgoing.backlog)
        _tell(above, backlog, SystemClock())
    return 1 if backlog.waiting else 0


async def _always(settings: Settings) -> int:
    async with _opened(settings) as (store, above), _courier(settings, store, above) as courier:
        await courier.keep_going()
    return 0


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Store, Upstream]]:
    store = await Store.open(settings.database_url)
    try:
        above = await store.read(upstream_of)
        if above is None:
            raise SettingsError(f"This machine is no station of {settings.upstream}: kiosk enrol.")
        yield store, above
    finally:
        await store.close()


@asynccontextmanager
async def _courier(settings: Settings, store: Store, above: Upstream) -> AsyncIterator[Courier]:
    clock = SystemClock()
    ring = keyfolder.open_ring(settings.keys_dir, keyfolder.NODE, to_millis(clock.now()))
    box = Inbox(above.facts.station, ring, {}, upstream=above)
    files = files_of(settings)
    url, pace = settings.upstream or "", settings.sync_seconds
    async with courier_of(url, store, box, files, clock, errands=ERRANDS, pace=pace) as courier:
        yield courier


class _Progress:
    """Says how much is left, once a second."""

    def __init__(self) -> None:
        self._told_at = monotonic()

    def __call__(self, backlog: Backlog) -> None:
        if monotonic() - self._told_at >= TOLD_EVERY_SECONDS:
            self._told_at = monotonic()
            print(f"{backlog.waiting} left", file=sys.stderr, flush=True)


def _tell(above: Upstream, backlog: Backlog, clock: Clock) -> None:
    facts = above.facts
    print(f"{facts.station} ({facts.name}) of {facts.hub}: {facts.standing}")
    print(f"last contact: {_time(above.met_at)}")
    print(f"waiting: {backlog.waiting}, since {_time(backlog.since)}")
    print(f"refused by the hub: {backlog.refused}")
    if above.is_off:
        print(f"this machine's clock is off by {facts.offset_ms // -1000} seconds: set it")


def _time(at: Any) -> str:
    return at.astimezone().isoformat(timespec="seconds") if at else "never"
