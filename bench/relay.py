"""A TCP relay in front of a server: counts what goes over the wire, whoever asked for it, and can
be as slow as a line is, or break.

DevTools slow a page down and leave its worker alone; what passes here is slow for both.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple, Self

from bench.exchanges import Exchange, Talk

CHUNK, PACKET = 1 << 16, 1460
BYTES_PER_KBIT = 125
IN_FLIGHT = 64
Read = Callable[[int], Awaitable[bytes]]


class Line(NamedTuple):
    """kbit/s each way, shared by all connections, and ms a round trip; 0 is as fast as it goes. To
    open a connection costs nothing, as with DevTools."""

    name: str
    kbit: int = 0
    round_trip: int = 0


class Relay:
    """In a `with` block: connect to `port`. With `cut_every` a connection breaks after so many
    bytes from the browser, counted over all connections; half an answer may be lost with it."""

    def __init__(self, target: int, line: Line | None = None) -> None:
        self.target, self.port = target, 0
        self.line = line or Line("as it is")
        self.exchanges: list[Exchange] = []
        self.up, self.cuts, self.cut_every = 0, 0, 0
        self.last = time.monotonic()
        self._left = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self, every: int) -> None:
        self._left = self.cut_every = every

    def quiet_for(self, seconds: float) -> bool:
        return time.monotonic() - self.last >= seconds

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> None:
        self._ways = {True: Way(self.line), False: Way(self.line)}
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            there, on = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            back.close()  # the server has gone
            return
        talk = Talk(self.exchanges)
        try:
            await asyncio.gather(
                self._pump(here, on, talk, up=True), self._pump(there, back, talk, up=False)
            )
        except asyncio.CancelledError:
            pass  # the measurement is over
        finally:
            back.transport.abort()
            on.close()

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, talk: Talk, *, up: bool
    ) -> None:
        def arrived(data: bytes) -> None:
            self.last = time.monotonic()
            self.up += len(data) * up
            (talk.asked if up else talk.answered)(data)

        try:
            read = self._until_cut(source) if up else source.read
            await self._ways[up].carry(read, sink, arrived)
        except OSError:
            pass  # the browser has gone
        finally:
            sink.close()

    def _until_cut(self, source: asyncio.StreamReader) -> Read:
        broken = False

        async def read(most: int) -> bytes:
            nonlocal broken
            if broken:
                return b""
            data = await source.read(min(most, self._left) if self.cut_every else most)
            self._left -= len(data)
            if self.cut_every and self._left <= 0:
                broken, self._left = True, self.cut_every
                self.cuts += 1
            return data

        return read


class Way:
    """One direction of the line: its bytes go one after the other, and arrive half a round trip
    later."""

    def __init__(self, line: Line) -> None:
        self._rate = line.kbit * BYTES_PER_KBIT
        self._delay = line.round_trip / 2000
        self._free_at = 0.0

    async def carry(
        self, read: Read, sink: asyncio.StreamWriter, arrived: Callable[[bytes], None]
    ) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(IN_FLIGHT)
        leaving = asyncio.create_task(self._leave(read, under_way))
        try:
            while True:
                due, data = await under_way.get()
                await asyncio.sleep(due - time.monotonic())
                if not data:
                    break
                arrived(data)
                sink.write(data)
                await sink.drain()
        finally:
            leaving.cancel()

    async def _leave(self, read: Read, under_way: asyncio.Queue[tuple[float, bytes]]) -> None:
        data = b"?"
        while data:
            try:
                data = await read(PACKET if self._rate else CHUNK)
            except OSError:
                data = b""
            await self._turn(len(data))
            await under_way.put((time.monotonic() + self._delay, data))

    async def _turn(self, size: int) -> None:
        if self._rate:
            self._free_at = max(self._free_at, time.monotonic()) + size / self._rate
            await asyncio.sleep(self._free_at - time.monotonic())
