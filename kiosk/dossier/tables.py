"""A dossier and its append-only events. Answers stay sealed in the envelope; none stand here."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base


class Dossier(Base):
    """`id` is the envelope's. `rev` counts changes, so that two officers do not overwrite each
    other. `flags` is a JSON list of what the hub's own walk found; `due_on` is `YYYY-MM-DD`;
    `asked` is a JSON list of the steps that the citizen has to redo; `assignee` and `handler` are
    staff ids: whose turn it is, and who acted last."""

    __tablename__ = "dossier"
    __table_args__ = (
        Index("ix_dossier_queue", "commune", "state", "due_on"),
        Index("ix_dossier_ended_at", "ended_at"),
    )

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
    assignee: Mapped[str | None]
    asked: Mapped[str | None]
    ended_at: Mapped[int | None]
    erased_at: Mapped[int | None]
    rev: Mapped[int]


class DossierEvent(Base):
    """What happened, when, by whom (a staff id, null for the citizen or the program). `reason`
    is in words for the citizen. `detail` is the official code of a hand-over, the JSON list of
    steps of a supplement asked for, the envelope of one that came, the new date of an extension,
    the staff id of an assignment. `feed` numbers what is told to nodes, in the order in which it
    was committed; null until somebody asks."""

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
    feed: Mapped[int | None] = mapped_column(index=True)


class LookUp(Base):
    """The keyed hash of a number that a dossier names; see `kiosk.dossier.look_ups`."""

    __tablename__ = "dossier_look_up"

    dossier: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True, index=True)


class Rating(Base):
    """What the citizen said afterwards, from 1 (bad) to 5 (good)."""

    __tablename__ = "dossier_rating"

    dossier: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[int]
    ease: Mapped[int]
    at: Mapped[int]


class DayOff(Base):
    """A public holiday, or a weekend day that is worked to make up for one (`is_off` 0)."""

    __tablename__ = "day_off"

    day: Mapped[str] = mapped_column(primary_key=True)
    is_off: Mapped[bool]
    name: Mapped[str]
