"""What came lately and how soon it was receipted, what waits for its files, and, at a node, what
waits to go to the hub."""

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from kiosk.clock import from_millis, to_millis
from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.store.files import Files
from kiosk.sync import outgoing
from kiosk.sync.tables import AwaitedBlob, GivenReceipt
from kiosk.sync.upstream import facts_of, upstream_of
from kiosk.sync.wire import instant
from kiosk.web.gauges import Gauge, Reading

# Longer than from one look to the next, short enough to count without an index of its own.
LATELY = timedelta(minutes=5)
FILES_UP = "1 while the file store answers and lets us in"
QUANTILES = (0.5, 0.95, 1.0)


class Lately(NamedTuple):
    """`waits` are the milliseconds from taken to accepted, in order."""

    received: int
    waits: tuple[int, ...]


async def receipts(store: Store, now: datetime) -> list[Reading]:
    found = await store.read_long(lately, now - LATELY)
    told = "From taken to accepted, of what was accepted in the last five minutes"
    return [
        Reading("kiosk_hand_ins", "Envelopes taken in the last five minutes", found.received),
        Reading("kiosk_accepted", "Envelopes accepted in the last five minutes", len(found.waits)),
        *(
            Reading("kiosk_receipt_seconds", told, _rank(found.waits, q), {"quantile": str(q)})
            for q in QUANTILES
            if found.waits
        ),
    ]


def lately(db: Connection, since: datetime) -> Lately:
    first, last = aliased(GivenReceipt), aliased(GivenReceipt)
    received = db.scalar(
        select(func.count())
        .select_from(GivenReceipt)
        .where(GivenReceipt.at >= to_millis(since), GivenReceipt.stage == "received")
    )
    waits = db.scalars(
        select(last.at - first.at)
        .join(first, (first.id == last.id) & (first.stage == "received"))
        .where(last.at >= to_millis(since), last.stage == "accepted")
    )
    return Lately(received or 0, tuple(sorted(waits)))


async def files_awaited(store: Store, now: datetime) -> list[Reading]:
    count, since = await store.read_long(_awaited)
    return [
        Reading("kiosk_files_awaited", "Photographs and papers on their way", count),
        Reading(
            "kiosk_files_awaited_seconds",
            "For how long the oldest of them is awaited",
            _age(from_millis(since) if since is not None else None, now),
        ),
    ]


def _awaited(db: Connection) -> tuple[int, int | None]:
    columns = select(func.count(), func.min(AwaitedBlob.since))
    count, since = db.execute(columns.where(AwaitedBlob.given_up_at.is_(None))).one()
    return count, since


async def backlog(store: Store, now: datetime) -> list[Reading]:
    """At a node only."""
    found = await store.read_long(outgoing.backlog)
    return [
        Reading("kiosk_outgoing", "Envelopes that the hub has not accepted yet", found.waiting),
        Reading(
            "kiosk_outgoing_seconds",
            "For how long the oldest of them waits",
            _age(found.since, now),
        ),
        Reading("kiosk_outgoing_refused", "Envelopes that the hub refused", found.refused),
    ]


async def hub_met(store: Store, now: datetime) -> list[Reading]:
    """At a node only; nothing before the first meeting."""
    facts = await store.read_long(facts_of)
    if facts is None or facts.met_at is None:
        return []
    met_at = from_millis(facts.met_at)
    return [
        Reading("kiosk_hub_met_seconds", "Since the hub proved itself last", _age(met_at, now)),
        Reading("kiosk_clock_off_seconds", "The hub's clock less ours", facts.offset_ms / 1000),
    ]


def said_of_the_line(db: Connection) -> str:
    """For /readyz, at a node."""
    found, above = outgoing.backlog(db), upstream_of(db)
    since = f" since {instant(found.since)}" if found.since else ""
    met = instant(above.met_at) if above and above.met_at else "never"
    return (
        f"waiting for the hub: {found.waiting}{since}\n"
        f"refused by the hub: {found.refused}\n"
        f"last contact with the hub: {met}"
    )


def files_up(files: Files) -> Gauge:
    """Where they stand on another machine."""

    async def up(_: Store, __: datetime) -> list[Reading]:
        try:
            await files.get("nobody", "nothing")
        except Problem:
            return [Reading("kiosk_files_up", FILES_UP, 0)]
        return [Reading("kiosk_files_up", FILES_UP, 1)]

    return up


def _rank(ordered: tuple[int, ...], quantile: float) -> float:
    return ordered[ceil(len(ordered) * quantile) - 1] / 1000


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0
