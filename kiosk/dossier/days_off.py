"""The table of days off, and when a dossier is due by it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert

from kiosk.clock import local_time
from kiosk.dossier import queries
from kiosk.dossier.tables import DayOff
from kiosk.engine.deadline import due
from kiosk.engine.pack import Pack


def due_on(db: Connection, pack: Pack, at: datetime) -> str:
    local = local_time(at)
    days_off = queries.days_off(db)
    return due(pack.flow.time_limit, local.date().isoformat(), local.strftime("%H:%M"), days_off)


class OffDay(NamedTuple):
    """A line of the table of days off; `day` is `YYYY-MM-DD`, not `is_off` a make-up day."""

    day: str
    is_off: bool
    name: str


def days_off(db: Connection) -> tuple[OffDay, ...]:
    """By date."""
    return tuple(OffDay(row.day, row.is_off, row.name) for row in queries.days_off_listed(db))


def set_day_off(db: Connection, day: str, is_off: bool, name: str) -> None:
    remove_day_off(db, day)
    db.execute(insert(DayOff).values(day=day, is_off=is_off, name=name))


def remove_day_off(db: Connection, day: str) -> None:
    db.execute(delete(DayOff).where(DayOff.day == day))
