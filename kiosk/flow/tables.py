"""Drafts that the node owns: ciphertext only, under a key that leaves with the citizen. And how
often each step was done, in numbers alone."""

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base


class StoredDraft(Base):
    """`edition` is the flow as it was when the draft began. `locator` finds a draft by the hash of
    its resume code, under which `wrapped` holds the key. A `code` means that it was handed in."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_expires_at", "expires_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[int]
    expires_at: Mapped[int]
    locator: Mapped[str | None] = mapped_column(unique=True)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    code: Mapped[str | None] = mapped_column(index=True)


class StepFigure(Base):
    """How often something happened at a step in a day; nobody stands in it. `day` is `YYYY-MM-DD`
    in Việt Nam; `step` is "" for a whole draft; `kind` as in `kiosk.flow.figures`."""

    __tablename__ = "step_figure"

    commune: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    flow: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
