"""What a node keeps of the envelopes it took and of the receipts it gave."""

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base


class TakenEnvelope(Base):
    """One envelope as it came, byte for byte; an empty body once it was erased. `seq` orders what
    this node took; `parent` is the envelope whose dossier this one acts on."""

    __tablename__ = "envelope"
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    kind: Mapped[str]
    commune: Mapped[str]
    parent: Mapped[str | None] = mapped_column(index=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    taken_at: Mapped[int]


class GivenReceipt(Base):
    """A receipt, signed once; asked for again, the same bytes are given."""

    __tablename__ = "receipt"
    __table_args__ = (Index("ix_receipt_at", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str]
    at: Mapped[int]


class AwaitedBlob(Base):
    """A file that an envelope declared and that is not here yet; `got` bytes of it are safely on
    the disk. `given_up_at` says since when nobody waits for it any more: the device lost it, or
    its time was over. Should it come after all, it is taken."""

    __tablename__ = "awaited_blob"

    envelope: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    got: Mapped[int]
    since: Mapped[int] = mapped_column(index=True)
    given_up_at: Mapped[int | None]


class NodeFact(Base):
    """What a database knows of itself: its `epoch`, new whenever it was made or restored."""

    __tablename__ = "node_fact"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Outgoing(Base):
    """At a node: an envelope that its hub has not accepted yet. `next_at` is when to try again;
    `trouble` is the problem by which the hub refused it for good: somebody has to look."""

    __tablename__ = "outgoing"

    id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(index=True)
    since: Mapped[int]
    tries: Mapped[int]
    next_at: Mapped[int] = mapped_column(index=True)
    trouble: Mapped[str | None]


class KnownKey(Base):
    """At a node: a public key of its hub, pinned, or of its own. None is ever taken away: receipts
    signed with it still hold. `at` orders those of a purpose, the newest last."""

    __tablename__ = "known_key"

    id: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    public: Mapped[str]
    by: Mapped[str]
    role: Mapped[str]
    at: Mapped[int]


class Station(Base):
    """At a hub: a node that may sync with it. While it is invited, `locator` finds it by the hash
    of its one-time code and `proof` is the key made from that code, sealed; then `public` is its
    own key, `key` that key's id. `clock_off_ms`, `waiting`, `waiting_since` are what it last
    said."""

    __tablename__ = "station"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    commune: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    locator: Mapped[str | None] = mapped_column(unique=True)
    proof: Mapped[bytes | None] = mapped_column(LargeBinary)
    invited_until: Mapped[int | None]
    public: Mapped[str | None]
    key: Mapped[str | None] = mapped_column(unique=True)
    made_at: Mapped[int]
    enrolled_at: Mapped[int | None]
    seen_at: Mapped[int | None]
    clock_off_ms: Mapped[int | None]
    waiting: Mapped[int | None]
    waiting_since: Mapped[int | None]


class Carried(Base):
    """At a hub: which station brought an envelope, and the dossier that it belongs to."""

    __tablename__ = "carried"

    station: Mapped[str] = mapped_column(primary_key=True)
    envelope: Mapped[str] = mapped_column(primary_key=True)
    dossier: Mapped[str] = mapped_column(index=True)


class StationSequence(Base):
    """At a hub: what a station's own receipts counted. Two envelopes under one number mean that
    there are two of it."""

    __tablename__ = "station_sequence"

    station: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    envelope: Mapped[str]
