"""Which procedures are today's: a hub's own files, and at a station what its hub named last."""

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection

from kiosk.content.library import Edition, Library, keep, keep_packs, lacking
from kiosk.content.named import Named, named_here, not_here, take_over
from kiosk.flow.finding import Finder
from kiosk.flow.statement import CONTENT, Believed, believe
from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.sync import outgoing, upstream
from kiosk.sync.upstream import NoLine, Upstream

if TYPE_CHECKING:
    from kiosk.sync.envoy import Envoy

LOOK_SECONDS = 2.0
"""How soon every process offers what was fetched: one look is one read of a row."""

log = structlog.get_logger()


async def fetch_content(envoy: "Envoy") -> None:
    """An errand. What is lacking comes first and stays, should the line break in the middle of it;
    only once all is here, it is today's. What a citizen hands in meanwhile goes before the rest.
    Raises NoLine."""
    known = envoy.upstream.facts.content_tag
    headers = {"If-None-Match": f'W/"{known}"'} if known else {}
    answer = await envoy.ask("GET", CONTENT, headers=headers)
    if answer.status != 200:
        return
    try:
        said = believe(str(answer.value().get("content", "")), envoy.upstream)
    except Problem as problem:
        raise NoLine(problem.code) from problem
    missing = await envoy.store.read(not_here, said.named)
    for at, one in enumerate(missing, start=1):
        await fetch_edition(envoy, one)
        if at < len(missing) and await envoy.store.read(outgoing.is_due, envoy.clock.now()):
            return
    envoy.upstream.become(await envoy.store.write(settle, said))


async def fetch_edition(envoy: "Envoy", named: Named) -> None:
    packs = {lang: await fetch_pack(envoy, hash) for lang, hash in named.packs.items()}
    await envoy.store.write(keep_packs, named.edition or "", named.flow, packs)


async def fetch_pack(envoy: "Envoy", hash: str) -> bytes:
    """Raises NoLine, also for bytes of another name."""
    answer = await envoy.link.ask("GET", f"/sync/v1/packs/{hash}")
    if answer.status != 200 or sha256(answer.body).hexdigest() != hash:
        raise NoLine(f"not the pack that was asked for ({answer.status})")
    return answer.body


def settle(db: Connection, said: Believed) -> Upstream:
    # First, since its row is locked from then on.
    above = upstream.note(db, content_tag=said.tag)
    take_over(db, said.named)
    return above


class Procedures:
    """Of one process: `look` at its start and then again and again, since any process of the node,
    or `kiosk sync --once`, may have fetched others."""

    def __init__(self, store: Store, library: Library, finder: Finder) -> None:
        self._store = store
        self._library = library
        self._finder = finder
        self._own = dict(library.flows)
        self._seen: str | None = None

    async def look(self) -> None:
        """Offers what is today's, if that has changed, to everybody who holds the library."""
        seen = await self._store.read(tag_here)
        if seen == self._seen:
            return
        if self._seen is None:
            await self._keep_own()
        if seen:
            await self._offer()
        await self._finder.make_ready(self._store, self._library.flows.values())
        self._seen = seen

    async def _keep_own(self) -> None:
        """A device or a station may have begun today with what is replaced tomorrow: the officer
        reads its answers by the pack that it began with."""
        missing = await self._store.read(lacking, [one.id for one in self._own.values()])
        if missing:
            await self._store.write(keep_all, [*self._own.values()])

    async def _offer(self) -> None:
        editions, troubles = await self._store.read_long(named_here, self._library, self._own)
        self._library.offer(editions, troubles)
        for trouble in troubles:
            log.error("flow left out", trouble=str(trouble))
        log.info("procedures of the hub", flows=len(editions))


def keep_all(db: Connection, editions: Iterable[Edition]) -> None:
    for one in editions:
        keep(db, one)


def tag_here(db: Connection) -> str:
    """Names what the hub said last; "" at a hub, and where nothing was heard yet."""
    facts = upstream.facts_of(db)
    return facts.content_tag if facts else ""
