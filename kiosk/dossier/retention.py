"""What is kept of a dossier after its end, and for how long.

What people wrote and photographed goes a set time after the end, by rule a procedure. What stays
proves that the work was done: id, digest, receipts, and the events without their words.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row, update

from kiosk.clock import to_millis
from kiosk.content.library import Library
from kiosk.dossier import look_ups, problems, queries, rules
from kiosk.dossier.tables import Dossier, DossierEvent
from kiosk.store import Store
from kiosk.store.files import Files
from kiosk.sync import inbox

KEPT_DAYS = 90
"""Of a dossier whose procedure nobody here knows any more."""
AT_ONCE = 100

log = structlog.get_logger()


def overdue(db: Connection, library: Library, now: datetime) -> list[str]:
    """Ids of the dossiers whose time is over, the oldest first, so many as one run takes."""
    return list(_overdue(db, library, now))[:AT_ONCE]


def _overdue(db: Connection, library: Library, now: datetime) -> Iterator[str]:
    kept: dict[str, int] = {}
    for row in queries.dossiers_to_erase(db, to_millis(now - timedelta(days=1))):
        if row.pack not in kept:
            pack = library.pack(db, row.pack)
            kept[row.pack] = pack.flow.keep_days if pack else KEPT_DAYS
        if row.ended_at <= to_millis(now - timedelta(days=kept[row.pack])):
            yield row.id


def erase(db: Connection, id: str, now: datetime) -> None:
    """Takes out what the citizen said; the files go next, with `remove_files`. A second time is
    fine. Raises `dossier.no_such_dossier`; `dossier.not_ended` while somebody works on it."""
    check_ended(queries.dossier_by_id(db, id))
    # Envelopes, then the dossier, then its events, as whoever hands something in does: the other
    # way round two would wait for each other.
    inbox.erase(db, id)
    row = check_ended(queries.dossier_to_change(db, id))
    look_ups.forget(db, id)
    db.execute(update(DossierEvent).where(DossierEvent.dossier == id).values(reason=None))
    db.execute(
        update(Dossier)
        .where(Dossier.id == id, Dossier.erased_at.is_(None))
        .values(erased_at=to_millis(now), rev=row.rev + 1)
    )


def check_ended(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise problems.no_such_dossier()
    if row.state not in rules.ENDED:
        raise problems.not_ended()
    return row


async def remove_files(store: Store, files: Files, id: str) -> None:
    """After `erase`. Should the machine stop in between, the sweep of orphans finds them."""
    for owner in await store.read(inbox.family, id):
        await files.remove(owner)


async def erase_overdue(store: Store, library: Library, files: Files, now: datetime) -> int:
    """One run; how many dossiers were erased. Safe in every worker."""
    ids = await store.read_long(overdue, library, now)
    for id in ids:
        await store.write(erase, id, now)
        await remove_files(store, files, id)
    if ids:
        log.info("erased after their time", dossiers=len(ids))
    return len(ids)
