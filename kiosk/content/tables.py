"""Packs that drafts and dossiers still refer to, and which of them a hub named last."""

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base


class KeptPack(Base):
    """A pack by its hash. `edition` joins the packs of all languages of the same flow or lesson,
    which is called `name`; one that did not change, while another language's did, belongs to
    two."""

    __tablename__ = "pack"
    __table_args__ = (Index("ix_pack_edition", "edition"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(server_default="flow")
    name: Mapped[str]
    locale: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class NamedEdition(Base):
    """At a station: a flow or a lesson that its hub has, in the hub's order, or its reference
    tables. `edition` is today's there, null where the hub could not read it itself; `before` is the
    last that could be read here."""

    __tablename__ = "named_edition"

    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    edition: Mapped[str | None]
    before: Mapped[str | None]
