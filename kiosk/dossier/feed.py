"""What stations are told: each event of their dossiers, in the order in which it was committed.

An event's own `seq` is drawn before its transaction commits, so that who has read up to 9 may miss
an 8 that commits late. Therefore `feed` numbers only what is committed, and one at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from kiosk.clock import from_millis
from kiosk.content.library import Library
from kiosk.dossier import queries, rules
from kiosk.dossier.actions import Progress
from kiosk.dossier.status import HAPPENED, Standing, due_day
from kiosk.dossier.tables import DossierEvent
from kiosk.store import Store
from kiosk.sync import counting, inbox
from kiosk.sync.pages import epoch_of
from kiosk.sync.problems import other_epoch
from kiosk.sync.stations import Station
from kiosk.sync.wire import instant
from kiosk.web.problems import malformed_request

COUNTER = "feed"
NUMBERED_AT_ONCE = 1000
TOLD_AT_ONCE = 500


@dataclass(frozen=True)
class Cursor:
    """How far a station has read; no epoch before it has read anything."""

    epoch: str
    feed: int


@dataclass(frozen=True)
class Page:
    epoch: str
    next: int
    more: bool
    events: tuple[dict[str, Any], ...]


async def read_on(store: Store, library: Library, station: Station, after: Cursor) -> Page:
    """Raises `sync.other_epoch`."""
    await epoch_of(store)
    await catch_up(store)
    return await store.read_long(told, library, station, after)


async def catch_up(store: Store) -> None:
    """Numbers what was committed. Most often there is nothing, and nothing is written."""
    if await store.read(queries.is_unnumbered):
        while await store.write(number) == NUMBERED_AT_ONCE:
            pass


def number(db: Connection) -> int:
    """Numbers the next events, a unit of its own; how many. Who else does so waits, and then sees
    these numbers. A row that somebody is changing is left for the next time: nobody waits in a
    circle."""
    base = counting.hold(db, COUNTER)
    fresh = (
        select(DossierEvent.seq)
        .where(DossierEvent.feed.is_(None))
        .order_by(DossierEvent.seq)
        .limit(NUMBERED_AT_ONCE)
        .with_for_update(skip_locked=True)
        .subquery()
    )
    place = func.row_number().over(order_by=fresh.c.seq)
    numbers = select(fresh.c.seq, place.label("place")).subquery()
    done = db.execute(
        update(DossierEvent)
        .where(DossierEvent.seq == numbers.c.seq)
        .values(feed=base + numbers.c.place)
    )
    counting.count_on(db, COUNTER, base + done.rowcount)
    return done.rowcount


def tell_again(db: Connection, dossier: str) -> None:
    """For a station that follows a dossier from now on: its events come once more, behind all that
    anybody has read. The counter is held, so that nobody numbers another of them before this
    commits, which a station would then have passed by."""
    counting.hold(db, COUNTER)
    db.execute(update(DossierEvent).where(DossierEvent.dossier == dossier).values(feed=None))


def cursor(text: str) -> Cursor:
    """`epoch:seq`, or nothing. Raises `web.malformed_request`."""
    epoch, _, feed = text.partition(":")
    if text and not (epoch and feed.isascii() and feed.isdigit() and len(feed) <= 15):
        raise malformed_request()
    return Cursor(epoch, int(feed or 0))


def told(db: Connection, library: Library, station: Station, after: Cursor) -> Page:
    epoch = inbox.epoch(db)
    if after.epoch and after.epoch != epoch:
        raise other_epoch()
    rows = queries.events_told(db, after.feed, station, tuple(HAPPENED), TOLD_AT_ONCE + 1)
    page, more = rows[:TOLD_AT_ONCE], len(rows) > TOLD_AT_ONCE
    last = page[-1].feed if more else max(counting.count(db, COUNTER), after.feed)
    dossiers = dossiers_told(db, library, page)
    return Page(epoch, last, more, tuple(event(dossiers, row) for row in page))


def event(dossiers: Mapping[str, dict[str, Any]], row: Row[Any]) -> dict[str, Any]:
    about = {"event": row.seq, "kind": row.kind, "at": moment(row.at)}
    return dossiers[row.dossier_id] | about


def dossiers_told(
    db: Connection, library: Library, rows: Sequence[Row[Any]]
) -> dict[str, dict[str, Any]]:
    """What anybody with the code may know of each, by id. No reasons, no names, no numbers."""
    by_id = {row.dossier_id: row for row in rows}
    extended = queries.extensions_of(db, by_id)
    return {id: dossier(db, library, row, extended.get(id)) for id, row in by_id.items()}


def dossier(
    db: Connection, library: Library, row: Row[Any], extended_to: str | None
) -> dict[str, Any]:
    edition = library.edition_with(db, row.dossier_pack)
    progress = Progress(
        code=row.dossier_code,
        flow=row.dossier_flow,
        pack=row.dossier_pack,
        told=rules.TOLD[row.dossier_state],
        due_on=row.dossier_due_on,
        events=(),
        extended_to=extended_to,
    )
    return {
        "id": row.dossier_id,
        "flow": progress.flow,
        "flow_version": edition.flow.version if edition else None,
        "pack": progress.pack,
        "commune": row.dossier_commune,
        "code": progress.code,
        "state": row.dossier_state,
        "received_at": moment(row.dossier_received_at),
        "due_on": due_day(Standing(progress, edition)),
        "extended_to": extended_to,
    }


def moment(millis: int) -> str:
    return instant(from_millis(millis))
