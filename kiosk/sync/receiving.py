"""Envelopes that come over a line, and the files that follow them. Each function is one unit.

An envelope is kept and receipted as soon as it is here; a hub acts on it once its files are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from kiosk.clock import to_millis
from kiosk.sync import envelope as envelopes
from kiosk.sync import outgoing
from kiosk.sync.envelope import Envelope
from kiosk.sync.inbox import (
    Inbox,
    Receipts,
    accept,
    envelope_by_id,
    opened,
    put,
    receipts_of,
    sign_stage,
)
from kiosk.sync.problems import no_such_blob
from kiosk.sync.tables import AwaitedBlob, TakenEnvelope


class Awaited(NamedTuple):
    """A file that would be taken, and how much of it is here."""

    sha256: str
    size: int
    got: int
    is_given_up: bool


@dataclass(frozen=True)
class Taken:
    """What is known of an envelope. `awaited` may be left when it was accepted without them."""

    is_new: bool
    receipts: Receipts
    awaited: tuple[Awaited, ...]

    @property
    def is_waiting(self) -> bool:
        return any(not one.is_given_up for one in self.awaited)


class Upload(NamedTuple):
    """One file on its way: how much of it is here. All of it: it is where files are kept."""

    size: int
    got: int

    @property
    def is_whole(self) -> bool:
        return self.got == self.size


def receive(
    db: Connection, inbox: Inbox, envelope: Envelope, lost: Collection[str], now: datetime
) -> Taken:
    """Stores an envelope, or knows it again. `lost` are files that its device has not any more.

    Raises what `inbox.take` raises, before anything is kept: a hub takes only what it can open.
    """
    seq = put(db, inbox, envelope, now)
    if seq is not None:
        sign_stage(db, inbox, envelope, "received", seq, now)
        if inbox.is_hub and not envelope.header.blobs:  # most of them: nothing to wait for
            accept(db, inbox, envelope, seq, now)
            return Taken(is_new=True, receipts=receipts_of(db, envelope.id), awaited=())
        if inbox.is_hub:
            opened(inbox, envelope)
        expect(db, envelope, now)
    if lost:
        give_up(db, inbox, envelope.id, AwaitedBlob.sha256.in_(lost), now)
    settle(db, inbox, envelope.id, now)
    return Taken(seq is not None, receipts_of(db, envelope.id), awaited(db, envelope.id))


def expect(db: Connection, envelope: Envelope, now: datetime) -> None:
    sizes = {one.sha256: one.size for one in envelope.header.blobs}
    rows = [
        {"envelope": envelope.id, "sha256": name, "size": size, "got": 0, "since": to_millis(now)}
        for name, size in sizes.items()
    ]
    if rows:
        db.execute(insert(AwaitedBlob), rows)


def settle(db: Connection, inbox: Inbox, id: str, now: datetime) -> None:
    """At a hub: accepts an envelope for whose files nobody waits any more. Twice is fine."""
    if not inbox.is_hub or receipts_of(db, id).accepted:
        return
    row = locked(db, id)
    left = awaited(db, id)
    if any(not one.is_given_up for one in left) or receipts_of(db, id).accepted:
        return
    envelope = envelopes.read(row.body)
    accept(db, inbox, envelope, row.seq, now, [one.sha256 for one in left])


def locked(db: Connection, id: str) -> Row[int, bytes]:
    """Where the database locks rows, the last two files of an envelope come one after the other:
    each would else leave the acting to the other."""
    columns = select(TakenEnvelope.seq, TakenEnvelope.body)
    return db.execute(columns.where(TakenEnvelope.id == id).with_for_update()).one()


def awaited(db: Connection, id: str) -> tuple[Awaited, ...]:
    rows = db.execute(
        select(AwaitedBlob.sha256, AwaitedBlob.size, AwaitedBlob.got, AwaitedBlob.given_up_at)
        .where(AwaitedBlob.envelope == id)
        .order_by(AwaitedBlob.sha256)
    )
    return tuple(
        Awaited(row.sha256, row.size, row.got, row.given_up_at is not None) for row in rows
    )


def upload(db: Connection, id: str, sha256: str) -> Upload:
    """Raises `sync.no_such_blob`, also for a file of an envelope whose content was erased."""
    row = db.execute(select(AwaitedBlob.size, AwaitedBlob.got).where(is_blob(id, sha256))).first()
    if row is not None:
        return Upload(row.size, row.got)
    envelope = envelope_by_id(db, id)
    for one in envelope.header.blobs if envelope else ():
        if one.sha256 == sha256:
            return Upload(one.size, one.size)
    raise no_such_blob()


def advance(db: Connection, id: str, sha256: str, since: int, to: int) -> bool:
    """Records that the bytes up to `to` are on the disk; false when somebody else was faster."""
    done = db.execute(
        update(AwaitedBlob)
        .where(is_blob(id, sha256), AwaitedBlob.got == since)
        .values(got=to)
        .returning(AwaitedBlob.got)
    )
    return done.first() is not None


def arrived(db: Connection, inbox: Inbox, id: str, sha256: str, now: datetime) -> None:
    """A file is whole and in its place. Twice is fine."""
    locked(db, id)
    gone = delete(AwaitedBlob).where(is_blob(id, sha256)).returning(AwaitedBlob.sha256)
    if db.execute(gone).first() is None:
        return
    if not inbox.is_hub:
        outgoing.wake(db, id, now)
    elif receipts_of(db, id).accepted is None:
        settle(db, inbox, id, now)
    elif envelope := envelope_by_id(db, id):
        missing = [one.sha256 for one in awaited(db, id)]
        inbox.came(db, envelope, opened(inbox, envelope), missing)


def overdue(db: Connection, before: datetime) -> Sequence[str]:
    """Ids of the envelopes whose files were waited for since then."""
    return db.scalars(
        select(AwaitedBlob.envelope)
        .where(AwaitedBlob.since <= to_millis(before), AwaitedBlob.given_up_at.is_(None))
        .distinct()
    ).all()


def do_without(db: Connection, inbox: Inbox, id: str, now: datetime) -> None:
    """Waits no longer for any of its files."""
    give_up(db, inbox, id, AwaitedBlob.envelope == id, now)
    settle(db, inbox, id, now)


def give_up(
    db: Connection, inbox: Inbox, id: str, which: ColumnElement[bool], now: datetime
) -> None:
    locked(db, id)  # first, as `arrived` does: each would else hold what the other waits for
    waiting = (AwaitedBlob.envelope == id, AwaitedBlob.given_up_at.is_(None))
    done = db.execute(update(AwaitedBlob).where(*waiting, which).values(given_up_at=to_millis(now)))
    if done.rowcount and not inbox.is_hub:
        outgoing.wake(db, id, now)


def is_blob(id: str, sha256: str) -> ColumnElement[bool]:
    return (AwaitedBlob.envelope == id) & (AwaitedBlob.sha256 == sha256)
