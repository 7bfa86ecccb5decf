"""What was done in lessons, and the groups in which people learn. Nothing that was typed."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base


class Practice(Base):
    """One deed, told by its key: told twice it is one row, and no row is ever changed. `at` is the
    clock of who saw it, `taken_at` this node's. `learner` is null for who has not said who they
    are; `device` names a telephone of its own accord, else this node."""

    __tablename__ = "practice"
    __table_args__ = (
        Index("ix_practice_commune_at", "commune", "at"),
        Index("ix_practice_learner", "learner"),
    )

    run: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    scene: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    result: Mapped[str]
    lesson: Mapped[str]
    version: Mapped[int]
    skill: Mapped[str | None]
    variant: Mapped[int | None]
    hint: Mapped[int]
    tries: Mapped[int]
    fell: Mapped[bool]
    ends: Mapped[bool]
    rehearsal: Mapped[bool]
    touch: Mapped[str]
    trap: Mapped[bool]
    at: Mapped[int]
    device: Mapped[str]
    learner: Mapped[str | None]
    commune: Mapped[str]
    taken_at: Mapped[int]


class LearningGroup(Base):
    """People of a commune who learn together; `made_by` is a staff id."""

    __tablename__ = "learning_group"

    id: Mapped[str] = mapped_column(primary_key=True)
    commune: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[int]
    closed_at: Mapped[int | None]


class Learner(Base):
    """Somebody in a group, known by three pictures in their order: "3.7.11". No number of a card
    and no name that has to be the real one; `household` is what the group calls it."""

    __tablename__ = "learner"
    __table_args__ = (UniqueConstraint("group_id", "pictures"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("learning_group.id"))
    pictures: Mapped[str]
    nickname: Mapped[str | None]
    household: Mapped[str | None]
    made_at: Mapped[int]
    left_at: Mapped[int | None]


class GroupSession(Base):
    """A meeting of a group, with one lesson."""

    __tablename__ = "learning_session"

    id: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("learning_group.id"), index=True)
    at: Mapped[int]
    lesson: Mapped[str]
    ended_at: Mapped[int | None]


class Attendance(Base):
    """Who was at a meeting."""

    __tablename__ = "attendance"

    session_id: Mapped[str] = mapped_column(ForeignKey("learning_session.id"), primary_key=True)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learner.id"), primary_key=True)
