"""Who hands in at a station: citizens at its pages, and devices by the protocol. They go on
whatever happens to the station, and remember what it promised them."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread
from typing import Any

import httpx

from kiosk.engine.pack import Pack
from tests.faults.persistent import Citizen, Photographer, Promised, names
from tests.sync.device import Device, Item

PAUSE_SECONDS, PATIENCE_SECONDS = 0.01, 30.0
PHOTO = Random(8).randbytes(700_000)


@dataclass
class Told:
    """What was promised at one station. `pages` are of people, `receipts` by id: the digest that
    was sealed, and the tokens that were given."""

    pages: Promised = field(default_factory=Promised)
    sealed: dict[str, str] = field(default_factory=dict)
    receipts: dict[str, set[str]] = field(default_factory=dict)
    pieces: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.pages.receipts) + len(self.receipts)


class Telephone(Thread):
    """Seals one form after the other and hands it over, with a photograph. Once it is `over` it
    still brings what it has begun; when it is `gone` it stops at once."""

    def __init__(self, url: str, form: Pack, told: Told, over: Event, gone: Event) -> None:
        super().__init__(daemon=True)
        self.url, self.form, self.told, self.over, self.gone = url, form, told, over, gone
        self.photo = PHOTO

    def run(self) -> None:
        asyncio.run(self.live())

    async def live(self) -> None:
        async with device_at(self.url) as device:
            if await self.ask(device.meet) is None:
                return
            while not self.over.is_set():
                await self.file(device)

    async def once(self) -> str:
        """One form with its photograph. The id."""
        async with device_at(self.url) as device:
            await device.meet()
            return await self.file(device)

    async def file(self, device: Device) -> str:
        item = sealed(device, self.form, self.photo)
        await self.bring(device, item)
        return item.id

    async def bring(self, device: Device, item: Item) -> None:
        """The protocol asks for nothing more than this: put, bring what is missing, put again."""
        self.told.sealed[item.id] = item.digest
        answer = await self.ask(device.put, item)
        if answer is None or not self.is_told(item, answer):
            return
        for blob in item.blobs:
            offset = 0
            while offset < len(blob.ciphertext):
                piece = blob.ciphertext[offset : offset + 65_536]
                answer = await self.ask(device.add, item, blob.name, offset, piece)
                if answer is None:
                    return
                if answer.status_code not in (204, 409):
                    self.told.wrong.append(f"{answer.status_code} {answer.text[:300]}")
                    return
                self.told.pieces += 1
                offset = int(answer.headers["upload-offset"])
        answer = await self.ask(device.put, item)
        if answer is not None:
            self.is_told(item, answer)

    def is_told(self, item: Item, answer: httpx.Response) -> bool:
        if answer.status_code not in (200, 201, 202):
            self.told.wrong.append(f"{answer.status_code} {answer.text[:300]}")
            return False
        given = answer.json()["receipts"]
        self.told.receipts.setdefault(item.id, set()).update(given.values())
        return True

    async def ask(self, send: Callable[..., Awaitable[Any]], *what: object) -> Any:
        """Until it is answered; None once it is gone."""
        while not self.gone.is_set():
            try:
                return await send(*what)
            except httpx.TransportError:
                await asyncio.sleep(PAUSE_SECONDS)
        return None


@asynccontextmanager
async def device_at(url: str) -> AsyncIterator[Device]:
    """It has yet to meet its node."""
    async with httpx.AsyncClient(base_url=url, timeout=20) as browser:
        yield Device(browser)


def sealed(device: Device, form: Pack, *photos: bytes, **changes: Any) -> Item:
    """Of the flow that asks for photographs."""
    answers = {"ten": "TRẦN GIA BẢO", "cam_doan": True}
    return device.seal(form, answers, [("chung_sinh", one) for one in photos], **changes)


class Crowd:
    """Everybody at one station. `told` is what they were promised."""

    def __init__(self, url: str, form: Pack, given: Iterator[str] | None = None) -> None:
        self.url, self.form, self.told = url, form, Told()
        self.over, self.gone = Event(), Event()
        self._names = given or names()
        self._threads: list[Thread] = []

    def come(self, citizens: int = 0, photographers: int = 0, telephones: int = 0) -> None:
        pages = (self._names, self.told.pages, self.over)
        come: list[Thread] = [Citizen(self.url, *pages) for _ in range(citizens)]
        come += [Photographer(self.url, *pages) for _ in range(photographers)]
        phones = (self.form, self.told, self.over, self.gone)
        come += [Telephone(self.url, *phones) for _ in range(telephones)]
        for one in come:
            one.start()
        self._threads += come

    def file(self, kind: type[Citizen] = Citizen) -> str:
        """One form, at the pages of the station. Its id."""
        one = kind(self.url, self._names, self.told.pages, self.over)
        with httpx.Client(
            base_url=self.url, headers={"Origin": self.url}, timeout=20
        ) as one.browser:
            one.file()
        return one.id

    def send(self, photo: bytes = PHOTO) -> str:
        """One form with a photograph, from a device. Its id."""
        one = Telephone(self.url, self.form, self.told, self.over, self.gone)
        one.photo = photo
        return asyncio.run(one.once())

    def go(self) -> None:
        """Pages are left as they are, devices bring what they have begun; the station lives."""
        self.over.set()
        for one in self._threads:
            one.join(PATIENCE_SECONDS)
        assert not any(one.is_alive() for one in self._threads)

    def vanish(self) -> None:
        """At once, whatever lives."""
        self.gone.set()
        self.go()


def claims_in(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    value: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return value
