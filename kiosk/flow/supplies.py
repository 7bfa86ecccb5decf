"""What devices fetch to go on without a line, made when first asked for and then kept."""

import asyncio
from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any, Generic, NamedTuple, TypeVar

from litestar import Request

from kiosk.content.lessons.library import LessonEdition, Lessons
from kiosk.content.reference.country import Country
from kiosk.content.reference.today import References
from kiosk.flow.offers import Area, worker_script
from kiosk.settings import Settings
from kiosk.web.assets import Assets
from kiosk.web.headers import SecurityHeaders, security_headers
from kiosk.web.packed import Bodies, pack
from kiosk.web.shell import Shell

# Packs of today and those that drafts still need, at some 40 KB each; the rest is packed again.
MOST_PACKED = 100
BASE = ("app.css", "app.js", "icons/mark.svg")

T = TypeVar("T")


class Script(NamedTuple):
    """`version` names the content."""

    version: str
    bodies: Bodies


class Once(Generic[T]):
    """Things by name, each made once, in a thread and one at a time: a hundred devices that come
    together ask for the same, and the node has others to serve."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[str, T] = {}
        self._turn = asyncio.Lock()

    async def get(self, name: str, make: Callable[[], T]) -> T:
        if name not in self._kept:
            async with self._turn:
                if name not in self._kept:
                    made = await asyncio.to_thread(make)
                    self._make_room()
                    self._kept[name] = made
        return self._kept[name]

    @property
    def made(self) -> tuple[T, ...]:
        return tuple(self._kept.values())

    def _make_room(self) -> None:
        if len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]


class Supplies:
    def __init__(
        self, settings: Settings, assets: Assets, shells: Mapping[str, Shell], lessons: Lessons,
        references: References,
    ) -> None:  # fmt: skip
        self.taught = lessons
        self._settings = settings
        self._assets = assets
        self._shells = shells
        self._references = references
        self._reference: Once[tuple[str, bytes]] = Once(MOST_PACKED)
        self._scripts: Once[Script] = Once(2)
        self._packed: Once[Bodies] = Once(MOST_PACKED)
        self._signed: Once[str] = Once(2)

    @property
    def area(self) -> Area:
        commune = self._settings.commune
        return Area(self._references.province_of(commune), commune)

    @cached_property
    def shell(self) -> dict[str, str]:
        """SHA-256 of the shell packs, by language."""
        return {lang: one.sha256 for lang, one in self._shells.items()}

    @property
    def lessons(self) -> tuple[LessonEdition, ...]:
        return tuple(self.taught.lessons.values())

    async def reference(self) -> tuple[str, bytes]:
        """The reference pack of the commune's province, behind its hash."""
        return await self._pack_of(*filter(None, (self.area.province,)))

    async def places(self, province: str) -> tuple[str, bytes]:
        """The reference pack of any province, behind its hash. Raises KeyError."""
        return await self._pack_of(province)

    async def tables(self) -> tuple[str, bytes]:
        """Of the whole country, as a station fetches them, behind their hash."""
        country = self._references.country
        return await self._reference.get(country.id, lambda: hashed(country.whole()))

    async def pack_of_no_flow(self, name: str) -> bytes | None:
        """A shell pack, a lesson's, or one of reference data, by its hash."""
        if lesson := self.taught.by_hash.get(name):
            return lesson.data
        await self.reference()
        if shell := next((one for one in self._shells.values() if one.sha256 == name), None):
            return shell.data
        if self._settings.upstream is None:
            await self.tables()
        return next((data for hash, data in self._reference.made if hash == name), None)

    async def packed(self, name: str, data: bytes) -> Bodies:
        return await self._packed.get(name, lambda: pack(data))

    async def signed(self, name: str, make: Callable[[], str]) -> str:
        """A statement that is signed once and then given to everybody."""
        return await self._signed.get(name, make)

    async def script(self) -> Script:
        """The offline worker."""
        return await self._scripts.get("on", self._make_script)

    async def script_off(self) -> Script:
        """What takes its place and goes."""
        body = self._assets.worker_off.encode()
        version = sha256(body).hexdigest()[:16]
        return await self._scripts.get("off", lambda: Script(version, pack(body)))

    async def _pack_of(self, *provinces: str) -> tuple[str, bytes]:
        """Under a name that is another one once the tables are others."""
        country: Country = self._references.country
        name = " ".join((country.id, "of", *provinces))
        return await self._reference.get(name, lambda: hashed(country.pack(*provinces)))

    def _make_script(self) -> Script:
        text, version = worker_script(self._assets.worker, self._to_fetch())
        return Script(version, pack(text.encode()))

    def _to_fetch(self) -> dict[str, Any]:
        later = [name for name in self._assets.names(".js") if name not in BASE]
        later += self._assets.names("/lesson.css")
        return {
            "assets": [self._assets.url(name) for name in BASE],
            "later": [self._assets.url(name) for name in later],
            "pages": self.shell,
            "headers": as_text(security_headers(self._settings)),
        }


def supplies_of(request: Request[Any, Any, Any]) -> Supplies:
    supplies: Supplies = request.app.state.supplies
    return supplies


def hashed(data: bytes) -> tuple[str, bytes]:
    return sha256(data).hexdigest(), data


def as_text(headers: SecurityHeaders) -> dict[str, dict[str, str]]:
    """As a worker puts them on what it answers itself."""
    kinds = {"document": headers.document, "other": headers.other}
    return {
        kind: {name.decode(): value.decode() for name, value in pairs}
        for kind, pairs in kinds.items()
    }
