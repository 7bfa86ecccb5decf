"""A bad line, to order: a proxy in front of a node that refuses, stalls, cuts, slows down and lies.

It runs in a thread of its own. Each request has a connection to itself (`Connection: close` both
ways), so that a fault hits one request and a browser never sends one again by itself.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

from tests.faults.offline.call import CHUNK, SLOW_CHUNK, Call
from tests.faults.offline.log import LONGEST_SECONDS, Log

HTML = {"Content-Type": "text/html; charset=utf-8"}
STEPS_TO_SERVE = 8
"""Turns of the loop from the door to `_serve`, and some more."""
BACKLOG = 100
PORTAL = "<!doctype html><title>Wi-Fi miễn phí</title><h1>Đăng nhập để dùng mạng</h1>"


Act = Callable[[Call], Awaitable[None]]
Change = Callable[[bytes], bytes]
P = TypeVar("P", bound="Proxy")


@dataclass
class Fault:
    """What befalls requests whose `METHOD /path` has `on` in it and whose body is longer than
    `over`; `times` counts down, None lasts until `heal`."""

    act: Act
    on: str
    times: int | None
    over: int = -1

    def hits(self, call: Call) -> bool:
        is_meant = re.search(self.on, call.exchange.name) and call.length > self.over
        return bool(is_meant) and self.times != 0


class Proxy(Log):
    """`broken` is what went wrong with the proxy itself."""

    def __init__(self, node_port: int) -> None:
        super().__init__()
        self.node_port, self.rate = node_port, 0
        self.broken: list[Exception] = []
        self._faults: list[Fault] = []
        self._open: set[asyncio.StreamWriter] = set()
        self._free_at = 0.0
        self._loop = asyncio.new_event_loop()
        # Holds the port while nobody listens, so that connections are refused and nobody takes it.
        self._holder = _bound(0)
        self.port: int = self._holder.getsockname()[1]
        # Not an asyncio.Server: one that is closed while it lets somebody in forgets that socket.
        self._door: socket.socket | None = None
        self._coming: set[asyncio.Task[Any]] = set()
        self._healed = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def chunk(self) -> int:
        return SLOW_CHUNK if self.rate else CHUNK

    # ------------------------------------------------------------ what a test orders

    def heal(self) -> None:
        """A good line again; what hangs on it is cut, what was held goes on."""
        self._do(self._heal)

    def refuse(self) -> None:
        """As with the node switched off; what is on its way is cut."""
        self._do(self._refuse)

    def stall(self, on: str = "", times: int | None = None) -> None:
        """Requests are taken and never answered, nor seen by the node."""
        self._add(self._stall, on, times)

    def hold(self, on: str = "", times: int | None = None) -> None:
        """Requests wait here, and reach the node after `heal`."""
        self._add(self._hold, on, times)

    def delay(self, seconds: float, on: str = "", times: int | None = None) -> None:
        async def act(call: Call) -> None:
            await asyncio.sleep(seconds)
            await call.pass_on()

        self._add(act, on, times)

    def drop_response(self, on: str = "", times: int | None = None) -> None:
        """The node does what it was asked; nobody hears of it."""

        async def act(call: Call) -> None:
            await call.take()
            await call.ask()
            call.cut()

        self._add(act, on, times)

    def answer(
        self, status: int, body: str = "", headers: Mapping[str, str] = HTML, on: str = "",
        times: int | None = None, over: int = -1,
    ) -> None:  # fmt: skip
        """Somebody else answers; the node sees nothing."""
        reply = _reply(status, body, headers)

        async def act(call: Call) -> None:
            await call.take()
            call.exchange.status = status
            await call.give(reply)

        self._add(act, on, times, over)

    def portal(self) -> None:
        """The log-in page of a Wi-Fi, 200, in place of everything."""
        self.answer(200, PORTAL)

    def rewrite(self, change: Change, on: str = "", times: int | None = None) -> None:
        """The node's answer, its body changed: another release of what it serves."""

        async def act(call: Call) -> None:
            await call.take()
            await call.give(_changed(await call.ask_plainly(), change))

        self._add(act, on, times)

    def truncate(self, size: int, on: str = "", times: int | None = None) -> None:
        """Of the body of the answer `size` bytes arrive."""

        async def act(call: Call) -> None:
            await call.take()
            head, end, body = (await call.ask()).partition(b"\r\n\r\n")
            await call.give(head + end + body[:size])

        self._add(act, on, times)

    def cut_after(self, size: int, on: str = "", times: int | None = None) -> None:
        """The node gets `size` bytes of the request's body, then the line breaks both ways."""

        async def act(call: Call) -> None:
            await call.take(size)
            answer = await call.ask()
            if answer:
                await call.give(answer)
            else:
                call.cut()

        self._add(act, on, times)

    def throttle(self, bytes_a_second: int) -> None:
        """Both ways and all connections together; 0 is as fast as it goes."""
        self.rate = bytes_a_second

    # ------------------------------------------------------------ in the thread

    async def pace(self, size: int) -> None:
        if not self.rate:
            return
        now = self._loop.time()
        self._free_at = max(self._free_at, now) + size / self.rate
        await asyncio.sleep(self._free_at - now)

    def run(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    def stop(self) -> None:
        self._do(self._end)
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _do(self, work: Callable[[], Awaitable[None]]) -> None:
        asyncio.run_coroutine_threadsafe(_run(work), self._loop).result(LONGEST_SECONDS)

    def _add(self, act: Act, on: str, times: int | None, over: int = -1) -> None:
        self._faults.append(Fault(act, on, times, over))

    async def _heal(self) -> None:
        self._faults.clear()
        self.rate, self._free_at = 0, 0
        self._healed.set()
        self._healed = asyncio.Event()
        if self._door is None:
            self._door = door = _bound(self.port)
            door.setblocking(False)
            door.listen(BACKLOG)
            self._loop.add_reader(door, self._let_in, door)

    def _let_in(self, door: socket.socket) -> None:
        try:
            guest, _ = door.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return  # gone again
        guest.setblocking(False)
        coming = self._loop.create_task(self._welcome(guest))
        self._coming.add(coming)
        coming.add_done_callback(self._coming.discard)

    async def _welcome(self, guest: socket.socket) -> None:
        reader = asyncio.StreamReader()
        await self._loop.connect_accepted_socket(
            lambda: asyncio.StreamReaderProtocol(reader, self._serve), guest
        )

    async def _refuse(self) -> None:
        if self._door is not None:
            self._loop.remove_reader(self._door)
            self._door.close()
            self._door = None
        for _ in range(STEPS_TO_SERVE):  # for who was let in just now
            await asyncio.sleep(0)
        for one in list(self._open):
            one.transport.abort()

    async def _end(self) -> None:
        await self._refuse()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self._holder.close()

    async def _stall(self, call: Call) -> None:
        await call.take()
        await self._healed.wait()
        call.cut()

    async def _hold(self, call: Call) -> None:
        healed = self._healed
        await call.take()
        await healed.wait()
        await call.give(await call.ask())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            call = Call(self.node_port, self, reader, writer)
            if exchange := await call.begin():
                self.note(lambda: self.log.append(exchange))
                await self._meet(call)
                self.note(lambda: setattr(exchange, "ended", monotonic()))
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client hung up before it had asked, or the test is over
        finally:
            self._open.discard(writer)
            writer.close()

    async def _meet(self, call: Call) -> None:
        """Does with the call what is due; a client that hangs up ends it."""
        fault = next((one for one in self._faults if one.hits(call)), None)
        if fault and fault.times is not None:
            fault.times -= 1
        work = asyncio.ensure_future(fault.act(call) if fault else call.pass_on())
        gone = asyncio.ensure_future(call.gone())
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            work.cancel()
            gone.cancel()
            came, _ = await asyncio.gather(work, gone, return_exceptions=True)
        if isinstance(came, Exception) and not isinstance(came, ConnectionError):
            self.broken.append(came)


def in_front_of(port: int = 0) -> AbstractContextManager[Proxy]:
    """A proxy to the node at that port of this machine, which may be named later, as `node_port`;
    its line is good."""
    return running(Proxy(port))


@contextmanager
def running(proxy: P) -> Iterator[P]:
    thread = Thread(target=proxy.run, daemon=True)
    thread.start()
    try:
        proxy.heal()
        yield proxy
    finally:
        proxy.stop()
        thread.join(LONGEST_SECONDS)
    assert not proxy.broken, proxy.broken


async def _run(work: Callable[[], Awaitable[None]]) -> None:
    await work()


def _bound(port: int) -> socket.socket:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    return door


def _changed(answer: bytes, change: Change) -> bytes:
    head, end, body = answer.partition(b"\r\n\r\n")
    body = change(body)
    length = b"content-length: %d" % len(body)
    return re.sub(rb"(?i)content-length: *[0-9]+", length, head) + end + body


def _reply(status: int, body: str, headers: Mapping[str, str]) -> bytes:
    data = body.encode()
    said = {**headers, "Content-Length": str(len(data)), "Connection": "close"}
    lines = [f"HTTP/1.1 {status} So", *(f"{name}: {value}" for name, value in said.items())]
    return "\r\n".join([*lines, "", ""]).encode() + data
