"""What a node keeps of the envelopes it took and of the receipts it gave."""

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base


class TakenEnvelope(Base):
    """One envelope as it came, byte for byte. `seq` orders what this node took."""

    __tablename__ = "envelope"
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    kind: Mapped[str]
    commune: Mapped[str]
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


class NodeFact(Base):
    """What a database knows of itself: its `epoch`, new whenever it was made or restored."""

    __tablename__ = "node_fact"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
