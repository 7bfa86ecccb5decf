"""A dossier and its append-only events. Answers stay sealed in the envelope; none stand here."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base


class Dossier(Base):
    """`id` is the envelope's. `rev` counts changes, so that two officers do not overwrite each
    other. `flags` is a JSON list of what the hub's own walk found; `due_on` is `YYYY-MM-DD`."""

    __tablename__ = "dossier"
    __table_args__ = (Index("ix_dossier_queue", "commune", "state", "due_on"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)
    follow: Mapped[str] = mapped_column(index=True)
    flow: Mapped[str]
    pack: Mapped[str]
    commune: Mapped[str]
    assist: Mapped[str]
    state: Mapped[str]
    received_at: Mapped[int]
    due_on: Mapped[str | None]
    flags: Mapped[str]
    official_code: Mapped[str | None]
    handler: Mapped[str | None]
    rev: Mapped[int]


class DossierEvent(Base):
    """What happened, when, by whom (a staff id, null for the citizen or the program). `reason`
    is in words for the citizen; `detail` is the official code of a hand-over."""

    __tablename__ = "dossier_event"
    __table_args__ = (
        Index("ix_dossier_event_dossier", "dossier", "seq"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier: Mapped[str]
    kind: Mapped[str]
    at: Mapped[int]
    by: Mapped[str | None]
    reason: Mapped[str | None]
    detail: Mapped[str | None]


class DayOff(Base):
    """A public holiday, or a weekend day that is worked to make up for one (`is_off` 0)."""

    __tablename__ = "day_off"

    day: Mapped[str] = mapped_column(primary_key=True)
    is_off: Mapped[bool]
    name: Mapped[str]
