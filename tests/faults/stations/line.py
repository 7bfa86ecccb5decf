"""The line from a station to its hub: the proxy of the offline tests, with more faults."""

import asyncio

from tests.faults.offline.call import Call
from tests.faults.offline.proxy import HTML, Proxy, _reply

HELLO, EVENTS = "GET /sync/v1/hello", "GET /sync/v1/events"
SUBMISSION, BLOB = "PUT /sync/v1/submissions", "PATCH /sync/v1/blobs"


class Line(Proxy):
    """`cuts` counts how often it broke by itself, `halves` the bodies that stick; `repeats` are
    what the hub answered to the second of two equal requests."""

    def __init__(self, node_port: int) -> None:
        super().__init__(node_port)
        self.cuts, self.halves = 0, 0
        self.repeats: list[int | None] = []

    def double(self, on: str = "") -> None:
        """The hub is asked everything twice, one after the other, and the second answer counts."""

        async def act(call: Call) -> None:
            await call.take()
            await call.ask()
            answer = await call.ask()
            self.repeats.append(call.exchange.status)
            await call.give(answer)

        self._add(act, on, None)

    def cut_every(self, size: int, on: str = "") -> None:
        """Breaks whenever so many bytes of bodies have passed; what came until then the hub has."""
        left = size

        async def act(call: Call) -> None:
            nonlocal left
            if call.length < left:
                left -= call.length
                await call.pass_on()
                return
            cut, left = left, size
            self.cuts += 1
            await call.take(cut)
            await call.ask()
            call.cut()

        self._add(act, on, None)

    def stick(self, on: str) -> None:
        """The hub gets half a body, and waits for the rest until `heal`, which cuts it off."""

        async def act(call: Call) -> None:
            healed = self._healed
            await call.take()
            _, hub = await asyncio.open_connection("127.0.0.1", self.node_port)
            hub.write(call._head + call.body[: len(call.body) // 2])
            await hub.drain()
            self.note(lambda: setattr(self, "halves", self.halves + 1))
            await healed.wait()
            hub.close()
            call.cut()

        self._add(act, on, None)

    def allow(self, size: int) -> None:
        """As a careful proxy does it: whoever sends more is told before all of it has come, in
        HTML, and the rest is thrown away."""
        reply = _reply(413, "<h1>413 Request Entity Too Large</h1>", HTML)

        async def act(call: Call) -> None:
            call.exchange.status = 413
            await call.give(reply)
            await call.take()

        self._add(act, "", None, size)
