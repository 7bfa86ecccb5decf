"""At a node: what its hub has not accepted yet. Each function is one unit, or a part of one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    SQLColumnExpression,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from kiosk.clock import from_millis, to_millis
from kiosk.store.inserts import insert_into
from kiosk.sync.tables import AwaitedBlob, GivenReceipt, Outgoing, TakenEnvelope

LONGEST_PAUSE = timedelta(seconds=60)


class Due(NamedTuple):
    """`tries` failed so far."""

    id: str
    tries: int


@dataclass(frozen=True)
class Parcel:
    """What is sent: `body` byte for byte as it came, `received` as we signed it. `lost` are files
    that will not come, `awaited` those that may."""

    id: str
    kind: str
    digest: str
    body: bytes
    received: str
    lost: tuple[str, ...]
    awaited: frozenset[str]


@dataclass(frozen=True)
class Backlog:
    """What waits, the oldest of it `since`; `refused` are those that the hub would not take."""

    waiting: int
    since: datetime | None
    refused: int


class RefusedParcel(NamedTuple):
    """`why` is the hub's problem code."""

    id: str
    why: str
    since: datetime


def add(db: Connection, id: str, seq: int, now: datetime) -> None:
    """Twice is fine: what waits already is due at once."""
    at = to_millis(now)
    new = insert_into(db, Outgoing).values(id=id, seq=seq, since=at, tries=0, next_at=at)
    db.execute(new.on_conflict_do_update(index_elements=[Outgoing.id], set_={"next_at": at}))


def wake(db: Connection, id: str, now: datetime) -> None:
    """Something changed about it: a file came, or will not."""
    seq = db.scalar(select(TakenEnvelope.seq).where(TakenEnvelope.id == id))
    if seq is not None:
        add(db, id, seq, now)


def due(db: Connection, now: datetime, most: int) -> Sequence[Due]:
    """The oldest first. What was put off for longer than we ever do was put off by a clock that
    has been set back since. What acts on a dossier waits for all of it that came earlier: a
    withdrawal that reached the hub before its dossier would count for nothing."""
    next_at, farthest = Outgoing.next_at, to_millis(now + LONGEST_PAUSE)
    is_due = or_(next_at <= to_millis(now), next_at > farthest)
    rows = db.execute(
        select(Outgoing.id, Outgoing.tries)
        .where(is_due, Outgoing.trouble.is_(None), ~waits_for_another())
        .order_by(Outgoing.seq)
        .limit(most)
    )
    return [Due(*row) for row in rows]


def waits_for_another() -> ColumnElement[bool]:
    """Whether something of the same dossier is still to be sent first."""
    first, its, own = aliased(Outgoing), aliased(TakenEnvelope), aliased(TakenEnvelope)
    return exists().where(
        own.id == Outgoing.id,
        or_(its.id == own.parent, its.parent == own.parent),
        first.id == its.id,
        first.seq < Outgoing.seq,
        first.trouble.is_(None),
    )


def is_due(db: Connection, now: datetime) -> bool:
    return bool(due(db, now, 1))


def parcel(db: Connection, id: str) -> Parcel | None:
    """None for what another process has settled, or whose body was erased."""
    columns = (TakenEnvelope.kind, TakenEnvelope.digest, TakenEnvelope.body)
    row = db.execute(select(*columns).where(TakenEnvelope.id == id)).one_or_none()
    received = db.scalar(
        select(GivenReceipt.token).where(GivenReceipt.id == id, GivenReceipt.stage == "received")
    )
    if row is None or received is None or not row.body:
        return None
    files = db.execute(
        select(AwaitedBlob.sha256, AwaitedBlob.given_up_at).where(AwaitedBlob.envelope == id)
    ).all()
    return Parcel(
        id=id,
        kind=row.kind,
        digest=row.digest,
        body=row.body,
        received=received,
        lost=tuple(one.sha256 for one in files if one.given_up_at is not None),
        awaited=frozenset(one.sha256 for one in files if one.given_up_at is None),
    )


def settle(db: Connection, id: str, accepted: str, at: datetime) -> None:
    """The hub's receipt is here, `at` this moment by its clock. The first one stays: somebody may
    have it in hand."""
    new = insert_into(db, GivenReceipt).values(
        id=id, stage="accepted", token=accepted, at=to_millis(at)
    )
    db.execute(new.on_conflict_do_nothing(index_elements=[GivenReceipt.id, GivenReceipt.stage]))
    forget(db, id)


def forget(db: Connection, id: str) -> None:
    db.execute(delete(Outgoing).where(Outgoing.id == id))


def postpone(db: Connection, id: str, until: datetime) -> None:
    db.execute(
        update(Outgoing)
        .where(Outgoing.id == id)
        .values(next_at=to_millis(until), tries=Outgoing.tries + 1)
    )


def refuse(db: Connection, id: str, why: str) -> None:
    """Kept for good, and told to the staff; nothing is tried again."""
    db.execute(update(Outgoing).where(Outgoing.id == id).values(trouble=why))


def backlog(db: Connection) -> Backlog:
    trouble = Outgoing.trouble.is_not(None)
    count = select(func.count()).select_from(Outgoing)
    oldest = select(Outgoing.since).where(~trouble).order_by(Outgoing.since).limit(1)
    since = db.scalar(oldest)
    waiting, refused = db.scalar(count.where(~trouble)), db.scalar(count.where(trouble))
    return Backlog(waiting or 0, None if since is None else from_millis(since), refused or 0)


def refused(db: Connection, most: int = 50) -> Sequence[RefusedParcel]:
    rows = db.execute(
        select(Outgoing.id, Outgoing.trouble, Outgoing.since)
        .where(Outgoing.trouble.is_not(None))
        .order_by(Outgoing.seq)
        .limit(most)
    )
    return [RefusedParcel(row.id, row.trouble or "", from_millis(row.since)) for row in rows]


def is_refused(db: Connection, id: str) -> bool:
    """Whether the hub would not take it: its citizen has to be told whom to ask."""
    refused = Outgoing.trouble.is_not(None)
    return db.scalar(select(Outgoing.id).where(Outgoing.id == id, refused)) is not None


def is_waiting(id: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """For a query: whether the envelope is still to be accepted by the hub."""
    return exists().where(Outgoing.id == id)


def kept_after(db: Connection, seq: int, most: int) -> Sequence[tuple[int, str, str]]:
    """Sequence number, id and digest of what is here with its body and was accepted once."""
    rows = db.execute(
        select(TakenEnvelope.seq, TakenEnvelope.id, TakenEnvelope.digest)
        .join(GivenReceipt, GivenReceipt.id == TakenEnvelope.id)
        .where(GivenReceipt.stage == "accepted", TakenEnvelope.seq > seq, TakenEnvelope.body != b"")
        .order_by(TakenEnvelope.seq)
        .limit(most)
    )
    return [(row.seq, row.id, row.digest) for row in rows]


def send_again(db: Connection, ids: Collection[str], now: datetime) -> None:
    """What a restored hub lacks."""
    at = literal(to_millis(now))
    known = select(TakenEnvelope.id, TakenEnvelope.seq, at, literal(0), at)
    columns = ["id", "seq", "since", "tries", "next_at"]
    waiting = select(Outgoing.id)
    db.execute(
        insert(Outgoing).from_select(
            columns, known.where(TakenEnvelope.id.in_(ids), TakenEnvelope.id.not_in(waiting))
        )
    )


def spent(db: Connection, before: datetime, most: int) -> Sequence[str]:
    """Ids of what the hub accepted before this moment and whose content is still here."""
    return db.scalars(
        select(TakenEnvelope.id)
        .join(GivenReceipt, GivenReceipt.id == TakenEnvelope.id)
        .where(
            GivenReceipt.stage == "accepted",
            GivenReceipt.at <= to_millis(before),
            TakenEnvelope.body != b"",
            TakenEnvelope.id.not_in(select(Outgoing.id)),
        )
        .order_by(TakenEnvelope.seq)
        .limit(most)
    ).all()
