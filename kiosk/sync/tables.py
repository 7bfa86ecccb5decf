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
