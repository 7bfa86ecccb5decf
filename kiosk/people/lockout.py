"""How often a login may be tried. Counted in the database, so for every worker and after a restart.

A try is counted before it is checked: a hundred at once are a hundred tries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, case, delete, select, update

from kiosk.clock import from_millis, to_millis
from kiosk.people.keys import Keys
from kiosk.people.tables import CountRow
from kiosk.store.inserts import insert_into

MOST_TRIES = 10
WINDOW = timedelta(minutes=15)
# Each lock within a day is twice as long as the one before, up to the longest.
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=1)
FORGET_AFTER = timedelta(days=1)

STRANGER = ""
OWN = "own"


@dataclass(frozen=True)
class Count:
    """The tries so far, the last one included."""

    tries: int
    locks: int
    ends_at: datetime

    @property
    def is_over(self) -> bool:
        """This try came after the last one that is checked."""
        return self.tries > MOST_TRIES

    @property
    def is_last(self) -> bool:
        return self.tries == MOST_TRIES

    def another(self, now: datetime) -> "Count":
        """With one more try."""
        if self.ends_at <= now:
            return Count(1, self.locks, now + WINDOW)
        if self.tries + 1 != MOST_TRIES:
            return Count(self.tries + 1, self.locks, self.ends_at)
        lock = min(FIRST_LOCK * 2**self.locks, LONGEST_LOCK)
        return Count(MOST_TRIES, min(self.locks + 1, 10), now + lock)


def count(db: Connection, login_hash: str, place: str, now: datetime) -> Count:
    """Counts one more try from this place (see `CountRow`); to be called before it is checked."""
    db.execute(delete(CountRow).where(CountRow.forget_at <= to_millis(now)))
    new = Count(0, 0, now + WINDOW)
    db.execute(
        insert_into(db, CountRow).on_conflict_do_nothing(),
        {"login_hash": login_hash, "place": place, **_columns(new)},
    )
    here = _row(login_hash, place)
    row = db.execute(
        select(CountRow.tries, CountRow.locks, CountRow.ends_at).where(*here).with_for_update()
    ).one()
    counted = Count(row.tries, row.locks, from_millis(row.ends_at)).another(now)
    db.execute(update(CountRow).where(*here).values(**_columns(counted)))
    return counted


def give_back(db: Connection, login_hash: str, place: str, counted: Count) -> None:
    """The try was right, but there is more to prove: it counts no more, the others still do."""
    # Tries after the last one were never checked, so they leave nothing behind either.
    checked = case((CountRow.tries > MOST_TRIES, MOST_TRIES), else_=CountRow.tries)
    lifted = CountRow.locks - (1 if counted.is_last else 0)
    db.execute(
        update(CountRow).where(*_row(login_hash, place)).values(tries=checked - 1, locks=lifted)
    )


def clear(db: Connection, login_hash: str, place: str) -> None:
    """Somebody came in from there."""
    db.execute(delete(CountRow).where(*_row(login_hash, place)))


def unlock(db: Connection, login_hash: str) -> None:
    """From everywhere."""
    db.execute(delete(CountRow).where(CountRow.login_hash == login_hash))


def locked(db: Connection, keys: Keys, logins: Iterable[str], now: datetime) -> dict[str, datetime]:
    """Those of these logins that are locked somewhere, and until when."""
    by_hash = {keys.login_hash(login): login for login in logins}
    rows = db.execute(
        select(CountRow.login_hash, CountRow.ends_at)
        .where(
            CountRow.login_hash.in_(by_hash),
            CountRow.tries >= MOST_TRIES,
            CountRow.ends_at > to_millis(now),
        )
        .order_by(CountRow.ends_at)
    )
    return {by_hash[row.login_hash]: from_millis(row.ends_at) for row in rows}


def _row(login_hash: str, place: str) -> tuple[ColumnElement[bool], ...]:
    return CountRow.login_hash == login_hash, CountRow.place == place


def _columns(counted: Count) -> dict[str, int]:
    return {
        "tries": counted.tries,
        "locks": counted.locks,
        "ends_at": to_millis(counted.ends_at),
        "forget_at": to_millis(counted.ends_at + FORGET_AFTER),
    }
