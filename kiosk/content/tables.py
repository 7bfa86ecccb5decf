"""Packs that drafts and dossiers still refer to."""

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base


class KeptPack(Base):
    """A pack by its hash. `edition` joins the same flow's packs of all languages."""

    __tablename__ = "pack"
    __table_args__ = (Index("ix_pack_edition", "edition"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str]
    flow: Mapped[str]
    locale: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)
