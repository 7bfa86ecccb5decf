"""One request on its way through the proxy."""

import asyncio
import re
from contextlib import suppress
from time import monotonic
from typing import Protocol

from tests.faults.offline.log import Exchange

CHUNK, SLOW_CHUNK = 1 << 16, 1 << 10


class Pace(Protocol):
    """How fast the line is."""

    @property
    def chunk(self) -> int: ...

    async def pace(self, size: int) -> None: ...


class Call:
    """A request on its way, and what can be done with it."""

    def __init__(
        self, node_port: int, line: Pace, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._node_port, self._line = node_port, line
        self._reader, self._writer = reader, writer
        self._head, self.length, self.body = b"", 0, b""
        self._taken = asyncio.Event()

    async def begin(self) -> Exchange | None:
        """None for a connection that was opened in advance and never used."""
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        lines = [one for one in head[:-4].split(b"\r\n") if not _is_connection(one)]
        lengths = [one for one in lines if one.lower().startswith(b"content-length:")]
        self.length = int(lengths[0].partition(b":")[2]) if lengths else 0
        self._head = b"\r\n".join([*lines, b"Connection: close", b"", b""])
        method, path, _ = lines[0].decode("latin-1").split(" ")
        self.exchange = Exchange(method, path, monotonic(), up=len(head))
        return self.exchange

    async def take(self, most: int | None = None) -> None:
        """The body, or as much of it as comes, at the pace of the line."""
        wanted = self.length if most is None else min(most, self.length)
        while len(self.body) < wanted:
            piece = await self._reader.read(min(self._line.chunk, wanted - len(self.body)))
            if not piece:
                break
            self.body += piece
            self.exchange.up += len(piece)
            await self._line.pace(len(piece))
        self._taken.set()

    async def ask(self) -> bytes:
        """What the node answers to what was taken; a body that was cut is cut for the node too."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._node_port)
        try:
            writer.write(self._head + self.body)
            await writer.drain()
            if len(self.body) < self.length:
                return b""
            answer = await reader.read()
        finally:
            writer.close()
        self.exchange.status = int(answer.split(b" ", 2)[1]) if answer else None
        return answer

    async def ask_plainly(self) -> bytes:
        """As `ask`; the body of the answer is not packed and can be read."""
        self._head = re.sub(rb"(?im)^(accept-encoding|if-none-match):.*\r\n", b"", self._head)
        return await self.ask()

    async def give(self, answer: bytes) -> None:
        for at in range(0, len(answer), self._line.chunk):
            piece = answer[at : at + self._line.chunk]
            await self._line.pace(len(piece))
            self._writer.write(piece)
            await self._writer.drain()
            self.exchange.down += len(piece)

    async def pass_on(self) -> None:
        await self.take()
        await self.give(await self.ask())

    async def gone(self) -> None:
        """Until the client hangs up. Two may not read one stream: the body is taken first."""
        await self._taken.wait()
        with suppress(ConnectionError):
            await self._reader.read()

    def cut(self) -> None:
        self._writer.transport.abort()


def _is_connection(line: bytes) -> bool:
    return line.lower().startswith((b"connection:", b"keep-alive:"))
