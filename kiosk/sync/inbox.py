"""Takes an envelope in, once: the page's own hand-in and every other node call the same."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.clock import to_millis
from kiosk.sync import envelope as envelopes
from kiosk.sync.envelope import Envelope, Plaintext
from kiosk.sync.keys import KeyRing
from kiosk.sync.problems import other_digest, unknown_kind
from kiosk.sync.receipts import Receipt, Stage, sign
from kiosk.sync.tables import GivenReceipt, NodeFact, TakenEnvelope
from kiosk.sync.wire import instant

Handler: TypeAlias = Callable[[Connection, Envelope, Plaintext, datetime], None]
"""What a feature does with an envelope of its kind once the hub has opened it. It never refuses
content: what does not hold is kept and flagged."""


@dataclass(frozen=True)
class Inbox:
    """`name` signs the receipts; `handlers` are given at a hub, by kind; a node has none."""

    name: str
    ring: KeyRing = field(repr=False)
    handlers: Mapping[str, Handler]
    is_hub: bool = True


@dataclass(frozen=True)
class Receipts:
    """The signed tokens given so far; `accepted` comes from the hub."""

    received: str
    accepted: str | None

    @property
    def stage(self) -> Stage:
        return "accepted" if self.accepted else "received"


def take(db: Connection, inbox: Inbox, body: bytes, now: datetime) -> Receipts:
    """Stores the envelope and signs its receipts, or gives those of the first time again.

    Raises what `envelope.read` and `envelope.open` raise, `sync.other_digest` when the id is
    known with other bytes, `sync.unknown_kind` at a hub that has no use for the kind.
    """
    envelope = envelopes.read(body)
    seq = put(db, envelope, now)
    if seq is None:
        return receipts_of(db, envelope.id)
    sign_stage(db, inbox, envelope, "received", seq, now)
    if inbox.is_hub:
        accept(db, inbox, envelope, seq, now)
    return receipts_of(db, envelope.id)


def put(db: Connection, envelope: Envelope, now: datetime) -> int | None:
    """The sequence number of a new row; None when these bytes are here already.

    One INSERT … ON CONFLICT, never look-then-insert: fifty at once make one row.
    """
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    row = db.execute(
        dialect.insert(TakenEnvelope)
        .values(
            id=envelope.id,
            digest=envelope.digest,
            kind=envelope.header.kind,
            commune=envelope.header.commune,
            body=envelope.body,
            taken_at=to_millis(now),
        )
        .on_conflict_do_nothing(index_elements=[TakenEnvelope.id])
        .returning(TakenEnvelope.seq)
    ).one_or_none()
    if row is not None:
        seq: int = row.seq
        return seq
    known = db.scalar(select(TakenEnvelope.digest).where(TakenEnvelope.id == envelope.id))
    if known != envelope.digest:
        raise other_digest(id=envelope.id)
    return None


def accept(db: Connection, inbox: Inbox, envelope: Envelope, seq: int, now: datetime) -> None:
    """The hub's part: open, let the feature act on it, sign."""
    handler = inbox.handlers.get(envelope.header.kind)
    if handler is None:
        raise unknown_kind(kind=envelope.header.kind)
    handler(db, envelope, envelopes.open(envelope, inbox.ring.openers), now)
    sign_stage(db, inbox, envelope, "accepted", seq, now)


def sign_stage(
    db: Connection, inbox: Inbox, envelope: Envelope, stage: Stage, seq: int, now: datetime
) -> None:
    receipt = Receipt(
        stage=stage,
        id=envelope.id,
        digest=envelope.digest,
        by=inbox.name,
        epoch=epoch(db),
        seq=seq,
        at=instant(now),
    )
    token = sign(receipt, inbox.ring.signing)
    db.execute(
        insert(GivenReceipt).values(id=envelope.id, stage=stage, token=token, at=to_millis(now))
    )


def receipts_of(db: Connection, id: str) -> Receipts:
    """Raises KeyError for an envelope that was never taken."""
    rows = db.execute(
        select(GivenReceipt.stage, GivenReceipt.token).where(GivenReceipt.id == id)
    ).all()
    tokens = {row.stage: row.token for row in rows}
    return Receipts(tokens["received"], tokens.get("accepted"))


def envelope_by_id(db: Connection, id: str) -> Envelope | None:
    body = db.scalar(select(TakenEnvelope.body).where(TakenEnvelope.id == id))
    return envelopes.read(body) if body is not None else None


def epoch(db: Connection) -> str:
    """Names this database's line of sequence numbers; made when first asked for."""
    known = db.scalar(select(NodeFact.value).where(NodeFact.name == "epoch"))
    if known is None:
        known = secrets.token_hex(8)
        db.execute(insert(NodeFact).values(name="epoch", value=known))
    return known
