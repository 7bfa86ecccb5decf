"""What has to be done about envelopes and their files while nobody asks."""

from datetime import datetime, timedelta

from kiosk.sync import inbox, outgoing, receiving, stations
from kiosk.sync.exchange import Exchange

WAITED = timedelta(days=7)
"""How long a submission waits for its files before the desk sees it without them."""
KEPT = timedelta(days=30)
"""How long half a file is kept that nobody adds to."""
SENT = timedelta(days=30)
"""How long a node keeps what its hub has accepted: longer than a hub goes without a backup."""
AT_ONCE = 200


async def stop_waiting(exchange: Exchange, now: datetime) -> int:
    """Accepts what has waited for its files for too long; how many. Safe in every worker."""
    ids = await exchange.store.read_long(receiving.overdue, now - WAITED)
    for id in ids:
        await exchange.store.write(receiving.do_without, exchange.inbox, id, now)
    return len(ids)


async def tidy_up(exchange: Exchange, now: datetime) -> None:
    await stop_waiting(exchange, now)
    await exchange.store.write(stations.forget_codes, now)
    await exchange.pieces.sweep((now - KEPT).timestamp())


async def forget_sent(exchange: Exchange, now: datetime) -> None:
    """At a node: takes out what the hub accepted long ago. Ids, digests and receipts stay. The time
    is the hub's: nothing is a month old because somebody has set our clock."""
    above, store = exchange.inbox.upstream, exchange.store
    if above is None or not above.is_time_known(now):
        return
    before = above.hub_time(now) - SENT
    while ids := await store.read_long(outgoing.spent, before, AT_ONCE):
        for id in ids:
            await store.write(inbox.forget_content, id)
            await exchange.files.remove(id)
