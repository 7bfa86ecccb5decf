"""What a node carries to its hub and brings back: one round, and rounds without end.

A round greets, sends what waits, then fetches. Whatever the line does in the middle of it, the next
one goes on from what is stored.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import structlog

from kiosk.clock import Clock
from kiosk.store import Store
from kiosk.store.files import Files
from kiosk.sync import outgoing
from kiosk.sync.envoy import Envoy
from kiosk.sync.inbox import Inbox
from kiosk.sync.link import linked, pause
from kiosk.sync.sending import Sender, Told
from kiosk.sync.upstream import NoLine

LOOK_SECONDS = 0.5
"""How soon something new is noticed: one look is one read of an index."""

Errand: TypeAlias = Callable[[Envoy], Awaitable[None]]
"""What a feature fetches, once a round. Raises NoLine."""

log = structlog.get_logger()


def nobody(_: outgoing.Backlog) -> None:
    """Where nobody watches."""


@dataclass(frozen=True)
class Courier:
    envoy: Envoy
    sender: Sender
    errands: Sequence[Errand] = ()
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: asyncio.Event = field(default_factory=asyncio.Event)

    async def once(self, told: Told = nobody) -> None:
        """One round. Raises NoLine; what was done until then is done."""
        async with self.one_at_a_time:
            greeting = await self.envoy.greet()
            if greeting.epoch != self.envoy.upstream.facts.epoch:
                await self.envoy.reconcile(greeting.epoch)
            await self.sender.send_all(told)
            for errand in self.errands:
                await errand(self.envoy)

    async def keep_going(self) -> None:
        """Until it is cancelled. What is new goes at once; a line that is down is tried again
        after pauses that grow to the pace."""
        tries, pace = 0, self.sender.pace
        while True:
            try:
                # Of the processes of a node, one goes at a time.
                async with self.envoy.store.alone("courier") as is_ours:
                    if is_ours:
                        await self.once()
            except NoLine as error:
                tries += 1
                log.info("no line to the hub", why=str(error), tries=tries)
            except Exception:
                tries += 1
                log.exception("round failed")
            else:
                tries = 0
            if tries:
                await self.rest(pause(tries, pace))
            else:
                await self.until_due(pace * random.uniform(0.5, 1.0))  # noqa: S311

    def hurry(self) -> None:
        """Ends the pause: somebody wants it now."""
        self.wanted.set()

    async def rest(self, seconds: float) -> bool:
        """Whether somebody was in a hurry."""
        try:
            async with asyncio.timeout(seconds):
                await self.wanted.wait()
        except TimeoutError:
            return False
        self.wanted.clear()
        return True

    async def until_due(self, longest: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + longest
        # Another process may have taken it in, so no event of this one would tell.
        while loop.time() < until and not await self.is_due():
            if await self.rest(LOOK_SECONDS):
                return

    async def is_due(self) -> bool:
        return await self.envoy.store.read(outgoing.is_due, self.envoy.clock.now())


@asynccontextmanager
async def courier_of(
    url: str, store: Store, inbox: Inbox, files: Files, clock: Clock, *,
    errands: Sequence[Errand] = (), pace: float,
) -> AsyncIterator[Courier]:  # fmt: skip
    """To the hub at `url`, for as long as the context lasts."""
    async with linked(url, clock) as link:
        envoy = Envoy(link, store, inbox, clock)
        yield Courier(envoy, Sender(envoy, files, pace), errands)
