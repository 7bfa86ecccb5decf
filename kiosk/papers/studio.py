"""`Studio`: what people send goes in, clean files come out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal, Self

from kiosk.engine.fields import Message
from kiosk.papers.jpeg import has_picture
from kiosk.papers.kinds import Format, format_of
from kiosk.papers.refusals import MOST_SENT, Refused, too_large, unreadable
from kiosk.papers.sandbox import Sandbox

Kind = Literal["photo", "document"]

# Wall time, hard: a large photograph on a slow machine, 30 pages on a slow machine. How long the
# child may compute is bounded more tightly, by itself.
IMAGE_SECONDS = 10.0
PDF_SECONDS = 30.0


@dataclass(frozen=True)
class Cleaned:
    """A file fit to keep: `type` is image/jpeg or application/pdf."""

    type: str
    data: bytes = field(repr=False)
    pages: int


class Studio:
    """Cleans a few files at once in children of bounded size; none runs before the first file.

    places: children at most, each of up to `limits.MEMORY`.
    queue: people who may wait for a place (an upload in memory each), `patience` seconds at most.
    """

    def __init__(
        self,
        places: int = 2,
        queue: int = 6,
        patience: float = 15.0,
        sandbox: Sandbox | None = None,
    ) -> None:
        self._places = asyncio.Semaphore(places)
        self._left = places + queue
        self._patience = patience
        self._sandbox = sandbox or Sandbox()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the children. A file sent later starts one again."""
        await self._sandbox.close()

    async def clean(self, data: bytes, kind: Kind) -> Cleaned | Message:
        """The file made small and plain, or why it is not taken.

        Messages: file.empty, file.too_large (most), file.kind, file.heic, file.locked,
        file.unreadable, file.too_many_pages (most), file.busy.
        """
        try:
            format = _format(data, kind)
            async with self._place():
                return await self._cleaned(data, format)
        except Refused as refused:
            return Message(refused.id, refused.params)

    async def _cleaned(self, data: bytes, format: Format) -> Cleaned:
        seconds = PDF_SECONDS if format == "pdf" else IMAGE_SECONDS
        answer = await self._sandbox.answer(format, data, seconds)
        if answer is None:
            raise unreadable()
        head, clean = answer
        if "id" in head:
            raise Refused(head["id"], **head["params"])
        return Cleaned(head["type"], clean, head["pages"])

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self._left == 0:
            raise Refused("file.busy")
        self._left -= 1
        try:
            await self._wait()
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._left += 1

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError:
            raise Refused("file.busy") from None


def _format(data: bytes, kind: Kind) -> Format:
    """What can be told without opening the file. Raises Refused."""
    if not data:
        raise Refused("file.empty")
    if len(data) > MOST_SENT:
        raise too_large()
    format = format_of(data)
    if format == "heic":
        raise Refused("file.heic")
    if format is None or (format == "pdf" and kind == "photo"):
        raise Refused("file.kind")
    if format == "jpeg" and not has_picture(data):
        raise unreadable()
    return format
