"""Which procedures, lessons and reference tables are today's: a hub's own files, and at a station
what its hub named last."""

import asyncio
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import structlog
from sqlalchemy import Connection

from kiosk.content.lessons.library import LessonEdition, Lessons
from kiosk.content.library import Edition, Kind, Library, keep, keep_packs, lacking
from kiosk.content.named import (
    Named,
    flows_here,
    lessons_here,
    not_here,
    tables_here,
    take_over,
)
from kiosk.content.reference.country import own_country
from kiosk.content.reference.today import References
from kiosk.content.yaml import Trouble
from kiosk.flow.finding import Finder
from kiosk.flow.statement import CONTENT, Believed, Part, believe
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
    """An errand. Of each kind what is lacking comes first and stays, should the line break in the
    middle of it; only once all of the kind is here, it is today's. What a citizen hands in
    meanwhile goes before the rest. Raises NoLine."""
    facts = envoy.upstream.facts
    # What an older program heard it did not follow to the end.
    known = facts.content_tag if facts.content_kinds else ""
    headers = {"If-None-Match": f'W/"{known}"'} if known else {}
    answer = await envoy.ask("GET", CONTENT, headers=headers)
    if answer.status != 200:
        return
    try:
        said = believe(str(answer.value().get("content", "")), envoy.upstream)
    except Problem as problem:
        raise NoLine(problem.code) from problem
    await follow(envoy, said, known)


async def follow(envoy: "Envoy", said: Believed, known: str) -> None:
    """From where a line that broke left it."""
    begun = False
    for part in said.left(known):
        for one in await envoy.store.read(not_here, part.named or ()):
            if begun and await envoy.store.read(outgoing.is_due, envoy.clock.now()):
                return
            await fetch_edition(envoy, part.kind, one)
            begun = True
        envoy.upstream.become(await envoy.store.write(settle, part, said.mark(part)))


async def fetch_edition(envoy: "Envoy", kind: Kind, named: Named) -> None:
    fetch = fetch_tables if kind == "reference" else fetch_pack
    packs = {lang: await fetch(envoy, hash) for lang, hash in named.packs.items()}
    await envoy.store.write(keep_packs, kind, named.name, named.edition or "", packs)


async def fetch_pack(envoy: "Envoy", hash: str) -> bytes:
    """Raises NoLine, also for bytes of another name."""
    answer = await envoy.link.ask("GET", f"/sync/v1/packs/{hash}")
    if answer.status != 200 or sha256(answer.body).hexdigest() != hash:
        raise NoLine(f"not the pack that was asked for ({answer.status})")
    return answer.body


async def fetch_tables(envoy: "Envoy", hash: str) -> bytes:
    """Half a megabyte that as a rule came with this program as well."""
    own = await asyncio.to_thread(own_country().whole)
    return own if sha256(own).hexdigest() == hash else await fetch_pack(envoy, hash)


def settle(db: Connection, part: Part, mark: str) -> Upstream:
    """Raises NoLine where another process settled another statement meanwhile."""
    # First, since its row is locked from then on.
    above = upstream.note(db, content_tag=mark)
    if part.named is None:
        return above
    if not_here(db, part.named):
        raise NoLine("somebody else was told something else")
    take_over(db, part.kind, part.named, above.facts.commune)
    kinds = {*above.facts.content_kinds, part.kind}
    return upstream.note(db, content_kinds=tuple(sorted(kinds)))


class Heard(NamedTuple):
    """What the hub named, of which kinds, and which commune the station is of; "" at a hub."""

    tag: str = ""
    kinds: tuple[str, ...] = ()
    commune: str = ""


class Procedures:
    """Of one process: `look` at its start and then again and again, since any process of the node,
    or `kiosk sync --once`, may have fetched others."""

    def __init__(
        self, store: Store, library: Library, lessons: Lessons, references: References,
        finder: Finder,
    ) -> None:  # fmt: skip
        self._store = store
        self._library = library
        self._lessons = lessons
        self._references = references
        self._finder = finder
        self._own = dict(library.flows)
        self._own_lessons = dict(lessons.lessons)
        self._own_tables = references.country
        self._seen: Heard | None = None

    async def look(self) -> None:
        """Offers what is today's, if that has changed, to everybody who holds it."""
        seen = await self._store.read(heard)
        if seen == self._seen:
            return
        if self._seen is None:
            await self._keep_own(seen)
        if seen.tag:
            await self._offer_flows()
        if "lesson" in seen.kinds:
            await self._offer_lessons()
        if "reference" in seen.kinds:
            await self._look_up_in(seen.commune)
        await self._finder.make_ready(self._store, self._library.flows.values())
        self._seen = seen

    async def _keep_own(self, seen: Heard) -> None:
        """A device or a station may have begun today with what is replaced tomorrow: the officer
        reads its answers by the pack that it began with. Lessons need not be fetched by a station
        that has the same."""
        missing = await self._store.read(lacking, [one.id for one in self._own.values()])
        if missing:
            await self._store.write(keep_all, [*self._own.values()])
        if seen.commune and "lesson" not in seen.kinds:
            await self._store.write(keep_lessons, [*self._own_lessons.values()])

    async def _offer_flows(self) -> None:
        found = await self._store.read_long(flows_here, self._library, self._own)
        self._library.offer(found.found, found.troubles)
        say("flow left out", found.troubles)
        log.info("procedures of the hub", flows=len(found.found))

    async def _offer_lessons(self) -> None:
        found = await self._store.read_long(lessons_here, self._lessons, self._own_lessons)
        self._lessons.offer(found.found, found.troubles)
        say("lesson left out", found.troubles)
        log.info("lessons of the hub", lessons=len(found.found))

    async def _look_up_in(self, commune: str) -> None:
        now, own = self._references.country, self._own_tables
        found = await self._store.read_long(tables_here, now, own, commune)
        self._references.become(next(iter(found.found), own), found.troubles)
        say("tables left out", found.troubles)


def keep_all(db: Connection, editions: Iterable[Edition]) -> None:
    for one in editions:
        keep(db, one)


def keep_lessons(db: Connection, editions: Sequence[LessonEdition]) -> None:
    missing = lacking(db, [one.id for one in editions])
    for one in editions:
        if one.id in missing:
            packs = {locale: pack.data for locale, pack in one.packs.items()}
            keep_packs(db, "lesson", one.lesson.id, one.id, packs)


def say(event: str, troubles: Iterable[Trouble]) -> None:
    for trouble in troubles:
        log.error(event, trouble=str(trouble))


def heard(db: Connection) -> Heard:
    """Nothing at a hub; no tag where nothing was heard yet."""
    facts = upstream.facts_of(db)
    return Heard(facts.content_tag, facts.content_kinds, facts.commune) if facts else Heard()
