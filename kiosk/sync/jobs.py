"""What has to be done about files on their way while nobody asks."""

from datetime import datetime, timedelta

from kiosk.sync import receiving
from kiosk.sync.exchange import Exchange

WAITED = timedelta(days=7)
"""How long a submission waits for its files before the desk sees it without them."""
KEPT = timedelta(days=30)
"""How long half a file is kept that nobody adds to."""


async def stop_waiting(exchange: Exchange, now: datetime) -> int:
    """Accepts what has waited for its files for too long; how many. Safe in every worker."""
    ids = await exchange.store.read_long(receiving.overdue, now - WAITED)
    for id in ids:
        await exchange.store.write(receiving.do_without, exchange.inbox, id, now)
    return len(ids)


async def tidy_up(exchange: Exchange, now: datetime) -> None:
    await stop_waiting(exchange, now)
    await exchange.pieces.sweep((now - KEPT).timestamp())
