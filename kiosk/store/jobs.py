"""Work that comes round again and again while a node serves."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from kiosk.problem import Problem
from kiosk.store.store import Store

HOUR = 3600.0

log = structlog.get_logger()


async def keep_doing(
    name: str,
    work: Callable[[], Awaitable[object]],
    every: float = HOUR,
    alone_in: Store | None = None,
) -> None:
    """At once, then every so many seconds, until it is cancelled. A failure goes to the log and
    the next turn tries again: a full disk at night must not end the work for good. Of the
    processes that use the store `alone_in`, one at a time does it, and the others pass."""
    while True:
        try:
            await (work() if alone_in is None else _alone(alone_in, name, work))
        except Problem as problem:  # the database is away, the disk is full: no fault of ours
            log.warning("job failed", job=name, why=problem.code)
        except Exception:
            log.exception("job failed", job=name)
        await asyncio.sleep(every)


async def _alone(store: Store, name: str, work: Callable[[], Awaitable[object]]) -> None:
    async with store.alone(name) as is_ours:
        if is_ours:
            await work()
