"""What can be asked about dossiers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from kiosk.dossier.rules import OPEN
from kiosk.dossier.tables import DayOff, Dossier, DossierEvent

COLUMNS = Dossier.__table__.columns


def dossier_by_id(db: Connection, id: str) -> Row[Any] | None:
    return db.execute(select(*COLUMNS).where(Dossier.id == id)).one_or_none()


def dossiers_by_code(db: Connection, code: str) -> Sequence[Row[Any]]:
    """Two at most: a second one is enough to know that the code alone does not tell."""
    return db.execute(select(*COLUMNS).where(Dossier.code == code).limit(2)).all()


def dossier_by_follow(db: Connection, follow: str) -> Row[Any] | None:
    return db.execute(select(*COLUMNS).where(Dossier.follow == follow)).one_or_none()


def events_of(db: Connection, dossier: str) -> Sequence[Row[Any]]:
    """Oldest first."""
    columns = DossierEvent.__table__.columns
    return db.execute(
        select(*columns).where(DossierEvent.dossier == dossier).order_by(DossierEvent.seq)
    ).all()


def dossiers_waiting(
    db: Connection, commune: str, states: Sequence[str], limit: int = 50, offset: int = 0
) -> Sequence[Row[Any]]:
    """A commune's dossiers in these states, the soonest due first."""
    return db.execute(
        select(*COLUMNS)
        .where(and_(Dossier.commune == commune, Dossier.state.in_(states)))
        .order_by(Dossier.due_on.is_(None), Dossier.due_on, Dossier.received_at)
        .limit(limit)
        .offset(offset)
    ).all()


def dossiers_ended(
    db: Connection, commune: str, states: Sequence[str], limit: int = 50, offset: int = 0
) -> Sequence[Row[Any]]:
    """A commune's dossiers in these states, the latest received first."""
    return db.execute(
        select(*COLUMNS)
        .where(and_(Dossier.commune == commune, Dossier.state.in_(states)))
        .order_by(Dossier.received_at.desc(), Dossier.id)
        .limit(limit)
        .offset(offset)
    ).all()


def counts_by_state(db: Connection, commune: str) -> dict[str, int]:
    rows = db.execute(
        select(Dossier.state, func.count())
        .where(Dossier.commune == commune)
        .group_by(Dossier.state)
    ).all()
    return {state: count for state, count in rows}  # noqa: C416  rows are not pairs to mypy


def overdue_count(db: Connection, commune: str, today: str) -> int:
    return (
        db.scalar(
            select(func.count())
            .select_from(Dossier)
            .where(Dossier.commune == commune, Dossier.state.in_(OPEN), Dossier.due_on < today)
        )
        or 0
    )


def days_off(db: Connection) -> dict[str, bool]:
    return dict(db.execute(select(DayOff.day, DayOff.is_off)).all())


def days_off_listed(db: Connection) -> Sequence[Row[Any]]:
    return db.execute(select(*DayOff.__table__.columns).order_by(DayOff.day)).all()
