"""Work that comes round again and again while a node serves."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

HOUR = 3600.0

log = structlog.get_logger()


async def keep_doing(name: str, work: Callable[[], Awaitable[object]], every: float = HOUR) -> None:
    """At once, then every so many seconds, until it is cancelled. A failure goes to the log and
    the next turn tries again: a full disk at night must not end the work for good."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("job failed", job=name)
        await asyncio.sleep(every)
