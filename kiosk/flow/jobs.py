"""What has to be done about drafts while nobody looks."""

import asyncio

from kiosk.clock import Clock
from kiosk.flow.actions import sweep
from kiosk.store import Store

HOUR = 3600


async def keep_sweeping(store: Store, clock: Clock) -> None:
    """Deletes drafts whose time is over, at start-up and then every hour; safe in every worker."""
    while True:
        await store.write(sweep, clock.now())
        await asyncio.sleep(HOUR)
