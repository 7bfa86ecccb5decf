"""What can be asked about dossiers."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, exists, func, or_, select

from kiosk.dossier.rules import OPEN
from kiosk.dossier.tables import DayOff, Dossier, DossierEvent, Rating
from kiosk.sync.stations import Station, is_carried

COLUMNS = Dossier.__table__.columns


def dossier_by_id(db: Connection, id: str) -> Row[Any] | None:
    return db.execute(select(*COLUMNS).where(Dossier.id == id)).one_or_none()


def dossier_to_change(db: Connection, id: str) -> Row[Any] | None:
    """The same, locked until the transaction ends where the database locks rows."""
    return db.execute(select(*COLUMNS).where(Dossier.id == id).with_for_update()).one_or_none()


def rating_of(db: Connection, dossier: str) -> Row[Any] | None:
    columns = Rating.__table__.columns
    return db.execute(select(*columns).where(Rating.dossier == dossier)).one_or_none()


def dossiers_by_code(db: Connection, code: str) -> Sequence[Row[Any]]:
    """Two at most: a second one is enough to know that the code alone does not tell."""
    return db.execute(select(*COLUMNS).where(Dossier.code == code).limit(2)).all()


def dossier_by_follow(db: Connection, follow: str) -> Row[Any] | None:
    """The first one that came: nobody takes it from its holder by handing in under the same
    hash, which stands readable in an envelope's header."""
    return db.execute(
        select(*COLUMNS)
        .where(Dossier.follow == follow)
        .order_by(Dossier.received_at, Dossier.id)
        .limit(1)
    ).one_or_none()


def events_of(db: Connection, dossier: str) -> Sequence[Row[Any]]:
    """Oldest first."""
    columns = DossierEvent.__table__.columns
    return db.execute(
        select(*columns).where(DossierEvent.dossier == dossier).order_by(DossierEvent.seq)
    ).all()


def is_unnumbered(db: Connection) -> bool:
    """Whether some event has no number yet in what nodes are told."""
    return bool(db.scalar(select(exists().where(DossierEvent.feed.is_(None)))))


def events_told(
    db: Connection, after: int, station: Station, kinds: Collection[str], most: int
) -> Sequence[Row[Any]]:
    """Those numbered beyond `after`, in their order, each with its dossier's columns: of the
    station's commune, and of the dossiers that it brought something of."""
    of_dossier = [column.label(f"dossier_{column.name}") for column in COLUMNS]
    return db.execute(
        select(DossierEvent.seq, DossierEvent.feed, DossierEvent.kind, DossierEvent.at, *of_dossier)
        .join(Dossier, Dossier.id == DossierEvent.dossier)
        .where(
            DossierEvent.feed > after,
            DossierEvent.kind.in_(kinds),
            or_(Dossier.commune == station.commune, is_carried(station.id, COLUMNS.id)),
        )
        .order_by(DossierEvent.feed)
        .limit(most)
    ).all()


def extensions_of(db: Connection, dossiers: Collection[str]) -> dict[str, str | None]:
    """The new date that an officer named, by dossier."""
    rows = db.execute(
        select(DossierEvent.dossier, DossierEvent.detail).where(
            DossierEvent.dossier.in_(dossiers), DossierEvent.kind == "extended"
        )
    )
    return {row.dossier: row.detail for row in rows}


def counts_by_state(db: Connection, commune: str) -> dict[str, int]:
    rows = db.execute(
        select(Dossier.state, func.count())
        .where(Dossier.commune == commune)
        .group_by(Dossier.state)
    ).all()
    return {state: count for state, count in rows}  # noqa: C416  rows are not pairs to mypy


def counts_by_assist(
    db: Connection, commune: str, since: int, until: int
) -> Sequence[Row[str, str, str, int]]:
    named = (Dossier.flow, Dossier.pack, Dossier.assist)
    return db.execute(
        select(*named, func.count())
        .where(
            Dossier.commune == commune, Dossier.received_at >= since, Dossier.received_at < until
        )
        .group_by(*named)
    ).all()


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


def dossiers_to_erase(db: Connection, before: int) -> Sequence[Row[str, str, int | None]]:
    """`id`, `pack` and `ended_at` of those that ended before this moment and still have content,
    the oldest first."""
    return db.execute(
        select(Dossier.id, Dossier.pack, Dossier.ended_at)
        .where(Dossier.ended_at <= before, Dossier.erased_at.is_(None))
        .order_by(Dossier.ended_at)
    ).all()
