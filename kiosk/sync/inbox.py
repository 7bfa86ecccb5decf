"""Takes an envelope in, once: the page's own hand-in and every other node call the same."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol, TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Connection, delete, insert, or_, select, update

from kiosk.clock import to_millis
from kiosk.store.inserts import insert_into
from kiosk.sync import envelope as envelopes
from kiosk.sync import outgoing
from kiosk.sync.envelope import Envelope, Plaintext
from kiosk.sync.keys import Key, KeyRing, read_public
from kiosk.sync.problems import closed_here, no_such_key, other_digest, unknown_kind
from kiosk.sync.receipts import Receipt, Stage, sign
from kiosk.sync.tables import AwaitedBlob, GivenReceipt, NodeFact, TakenEnvelope
from kiosk.sync.upstream import Upstream
from kiosk.sync.wire import instant

Handler: TypeAlias = Callable[[Connection, Envelope, Plaintext, datetime], None]
"""What a feature does with an envelope of its kind once the hub has opened it. It never refuses
content: what does not hold is kept and flagged."""

OnKept: TypeAlias = Callable[[Connection, Envelope, datetime], None]
"""What a feature notes of an envelope that a node keeps for its hub."""

OnFiles: TypeAlias = Callable[[Connection, Envelope, Plaintext, Collection[str]], None]
"""What a feature does about the files of an accepted envelope; the names are of those that are
missing."""


class SealTo(NamedTuple):
    """A hub's key by its id."""

    id: str
    public: ec.EllipticCurvePublicKey


class Parcel(Protocol):
    """What a receipt speaks of: an envelope, or a batch that needs no seal."""

    @property
    def id(self) -> str: ...

    @property
    def digest(self) -> str: ...


def ignore(
    db: Connection, envelope: Envelope, plaintext: Plaintext, names: Collection[str]
) -> None:
    """For a node that opens nothing."""


def note_nothing(db: Connection, envelope: Envelope, now: datetime) -> None:
    """For a hub, whose handlers act on it."""


@dataclass(frozen=True)
class Inbox:
    """`name` signs the receipts; `handlers` are given at a hub, by kind; a node has none, but an
    `upstream`. `lost` is told when an envelope is accepted without some of its files, `came` when
    one of these comes after all; `kept` is told by a node of what it takes."""

    name: str
    ring: KeyRing = field(repr=False)
    handlers: Mapping[str, Handler]
    upstream: Upstream | None = None
    lost: OnFiles = ignore
    came: OnFiles = ignore
    kept: OnKept = note_nothing

    @property
    def is_closed(self) -> bool:
        """Whether our hub has ended our service: what is here goes on, nothing new is begun."""
        return self.upstream is not None and self.upstream.facts.standing == "revoked"

    @property
    def is_hub(self) -> bool:
        return self.upstream is None

    @property
    def signing(self) -> Key:
        """What receipts are signed with now: at a node the key that its hub knows it by. Raises
        `sync.no_such_key`."""
        if self.upstream is None:
            return self.ring.signing
        for key in self.ring.of("signing"):
            if key.id == self.upstream.own_key:
                return key
        raise no_such_key(purpose="signing")

    @property
    def sealing(self) -> SealTo:
        """What envelopes are sealed to now: at a node the hub's key, as it said last."""
        if self.upstream is None:
            return SealTo(self.ring.sealing.id, self.ring.sealing.public)
        key = self.upstream.sealing
        return SealTo(key.id, read_public(key.public))


@dataclass(frozen=True)
class Receipts:
    """The signed tokens given so far; `accepted` comes from the hub."""

    received: str
    accepted: str | None

    @property
    def stage(self) -> Stage:
        return "accepted" if self.accepted else "received"


def take(
    db: Connection, inbox: Inbox, body: bytes, now: datetime, missing: Collection[str] = ()
) -> Receipts:
    """Stores an envelope that was made here and signs its receipts, or gives those of the first
    time again. All its files are here but the `missing`, and those will not come.

    Raises what `envelope.read` and `envelope.open` raise, `sync.other_digest` when the id is
    known with other bytes, `sync.unknown_kind` at a hub that has no use for the kind.
    """
    envelope = envelopes.read(body)
    seq = put(db, inbox, envelope, now)
    if seq is None:
        return receipts_of(db, envelope.id)
    sign_stage(db, inbox, envelope, "received", seq, now, names_of(envelope, missing))
    if inbox.is_hub:
        accept(db, inbox, envelope, seq, now, missing)
    return receipts_of(db, envelope.id)


def put(db: Connection, inbox: Inbox, envelope: Envelope, now: datetime) -> int | None:
    """The sequence number of a new row; None when these bytes are here already. Raises
    `sync.closed_here`, `sync.other_digest`."""
    header = envelope.header
    seq = put_row(
        db, inbox, envelope, now, kind=header.kind, commune=header.commune, parent=header.parent,
        body=envelope.body,
    )  # fmt: skip
    if seq is not None and not inbox.is_hub:
        if inbox.is_closed:
            raise closed_here()
        inbox.kept(db, envelope, now)
    return seq


def put_row(
    db: Connection, inbox: Inbox, parcel: Parcel, now: datetime, *, kind: str, commune: str,
    parent: str | None = None, body: bytes,
) -> int | None:  # fmt: skip
    """One INSERT … ON CONFLICT, never look-then-insert: fifty at once make one row. At a node it
    waits for the hub from then on."""
    row = db.execute(
        insert_into(db, TakenEnvelope)
        .values(
            id=parcel.id,
            digest=parcel.digest,
            kind=kind,
            commune=commune,
            parent=parent,
            body=body,
            taken_at=to_millis(now),
        )
        .on_conflict_do_nothing(index_elements=[TakenEnvelope.id])
        .returning(TakenEnvelope.seq)
    ).one_or_none()
    if row is not None:
        seq: int = row.seq
        if not inbox.is_hub:
            outgoing.add(db, parcel.id, seq, now)
        return seq
    known = db.scalar(select(TakenEnvelope.digest).where(TakenEnvelope.id == parcel.id))
    if known != parcel.digest:
        raise other_digest(id=parcel.id)
    return None


def accept(
    db: Connection, inbox: Inbox, envelope: Envelope, seq: int, now: datetime,
    missing: Collection[str] = (),
) -> None:  # fmt: skip
    """The hub's part: open, let the feature act on it, sign."""
    plaintext = opened(inbox, envelope)
    inbox.handlers[envelope.header.kind](db, envelope, plaintext, now)
    if missing:
        inbox.lost(db, envelope, plaintext, missing)
    sign_stage(db, inbox, envelope, "accepted", seq, now, names_of(envelope, missing))


def opened(inbox: Inbox, envelope: Envelope) -> Plaintext:
    """What a hub can act on. Raises what `envelope.open` raises, and `sync.unknown_kind`."""
    if envelope.header.kind not in inbox.handlers:
        raise unknown_kind(kind=envelope.header.kind)
    return envelopes.open(envelope, inbox.ring.openers)


def names_of(envelope: Envelope, missing: Collection[str] = ()) -> tuple[str, ...]:
    """Of the files that an envelope declares, without the missing ones."""
    return tuple(one.sha256 for one in envelope.header.blobs if one.sha256 not in missing)


def sign_stage(
    db: Connection, inbox: Inbox, parcel: Parcel, stage: Stage, seq: int, now: datetime,
    held: tuple[str, ...] = (),
) -> None:  # fmt: skip
    receipt = Receipt(
        stage=stage,
        id=parcel.id,
        digest=parcel.digest,
        by=inbox.name,
        epoch=epoch(db),
        seq=seq,
        at=instant(now),
        blobs=held,
    )
    token = sign(receipt, inbox.signing)
    db.execute(
        insert(GivenReceipt).values(id=parcel.id, stage=stage, token=token, at=to_millis(now))
    )


def receipts_of(db: Connection, id: str) -> Receipts:
    """Raises KeyError for an envelope that was never taken."""
    rows = db.execute(
        select(GivenReceipt.stage, GivenReceipt.token).where(GivenReceipt.id == id)
    ).all()
    tokens = {row.stage: row.token for row in rows}
    return Receipts(tokens["received"], tokens.get("accepted"))


def envelope_by_id(db: Connection, id: str) -> Envelope | None:
    """None for one that never came, and for one that was erased."""
    body = db.scalar(select(TakenEnvelope.body).where(TakenEnvelope.id == id))
    return envelopes.read(body) if body else None


def family(db: Connection, id: str) -> Sequence[str]:
    """Ids of an envelope and of those that act on its dossier, in the order in which they came."""
    return db.scalars(
        select(TakenEnvelope.id)
        .where(or_(TakenEnvelope.id == id, TakenEnvelope.parent == id))
        .order_by(TakenEnvelope.seq)
    ).all()


def erase(db: Connection, id: str) -> None:
    """Takes out what an envelope and those that act on its dossier say. Ids, digests and receipts
    stay, so that a device that asks again is still told that it arrived."""
    for one in family(db, id):
        forget_content(db, one)


def forget_content(db: Connection, id: str) -> None:
    """The same, of one envelope alone."""
    db.execute(update(TakenEnvelope).where(TakenEnvelope.id == id).values(body=b""))
    db.execute(delete(AwaitedBlob).where(AwaitedBlob.envelope == id))


def taken_among(db: Connection, ids: Sequence[str]) -> set[str]:
    """Those of the ids under which an envelope is here with its content."""
    kept = select(TakenEnvelope.id).where(TakenEnvelope.id.in_(ids), TakenEnvelope.body != b"")
    return set(db.scalars(kept))


def epoch(db: Connection) -> str:
    """Names this database's line of sequence numbers; made when first asked for."""
    if (known := known_epoch(db)) is not None:
        return known
    new = insert_into(db, NodeFact).values(name="epoch", value=secrets.token_hex(8))
    db.execute(new.on_conflict_do_nothing(index_elements=[NodeFact.name]))
    return known_epoch(db) or ""


def known_epoch(db: Connection) -> str | None:
    return db.scalar(select(NodeFact.value).where(NodeFact.name == "epoch"))


def begin_epoch(db: Connection) -> None:
    """Numbers from now on are another line: of a node under a new name, of a hub from a backup."""
    db.execute(delete(NodeFact).where(NodeFact.name == "epoch"))
    epoch(db)
