"""Deeds at a steady rate, whether or not the ones before were answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bench.report import quantile

Deed = Callable[[], Awaitable[bool]]
"""Answers whether it went well."""


@dataclass(frozen=True)
class Outcome:
    """`ms` from the moment at which each was due, so that a queue is felt."""

    good: int
    ms: Sequence[float]
    seconds: float

    @property
    def rate(self) -> float:
        return len(self.ms) / self.seconds

    def quantile(self, share: float) -> float:
        return quantile(self.ms, share)


async def steadily(deeds: Sequence[Deed], rate: float, patience: float) -> Outcome:
    """So many a second; each may take `patience` seconds."""
    began = time.monotonic()
    waiting = []
    for n, deed in enumerate(deeds):
        due = began + n / rate
        await asyncio.sleep(max(0, due - time.monotonic()))
        waiting.append(asyncio.create_task(timed(deed, due, patience)))
    return outcome(await asyncio.gather(*waiting), began)


async def all_at_once(deeds: Sequence[Deed], patience: float) -> Outcome:
    began = time.monotonic()
    waiting = [asyncio.create_task(timed(deed, began, patience)) for deed in deeds]
    return outcome(await asyncio.gather(*waiting), began)


async def timed(deed: Deed, due: float, patience: float) -> tuple[bool, float]:
    """Whether it went well, and the seconds since it was due."""
    try:
        async with asyncio.timeout(patience):
            good = await deed()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        good = False
    return good, time.monotonic() - due


def outcome(answers: Sequence[tuple[bool, float]], began: float) -> Outcome:
    ms = [1000 * took for _, took in answers]
    return Outcome(sum(good for good, _ in answers), ms, time.monotonic() - began)
