"""What volunteers leave behind: that somebody was helped, and for how long."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base


class VisitRow(Base):
    """Somebody of the staff helps a person with forms, who has agreed. `how` is what the dossiers
    say of it; `dossiers` were handed in meanwhile. `ended_at` is null of a visit that nobody ended:
    it was over four hours after it began, or when somebody signed in on that browser."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_commune_ended_at", "commune", "ended_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    commune: Mapped[str]
    staff_id: Mapped[str]
    learner_id: Mapped[str | None]
    how: Mapped[str]
    begun_at: Mapped[int]
    ended_at: Mapped[int | None]
    dossiers: Mapped[int]
