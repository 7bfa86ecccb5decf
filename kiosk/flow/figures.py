"""How often each step is done, and how often it is refused: numbers that nobody stands in.

A save costs no write: it is counted in memory, and a job folds that into the table each minute
and when the node stops. A machine that loses its power loses a minute of counts, and nothing else.
"""

from asyncio import ensure_future, shield
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from kiosk.flow import queries
from kiosk.flow.tables import StepFigure
from kiosk.store import Store
from kiosk.store.inserts import insert_into

MINUTE = 60.0
Kind = Literal["begun", "done", "error", "sent"]
"""A draft was begun, a step was done for the first time in its draft, a page came back with
something to mend, a draft was handed in."""


class Tally(NamedTuple):
    """What is counted; `step` is "" where it is the draft."""

    commune: str
    day: str
    flow: str
    version: str
    step: str
    kind: Kind


class Figure(NamedTuple):
    """A count of some days."""

    flow: str
    version: str
    step: str
    kind: str
    times: int


class Counts:
    """What was counted since the last fold, in this process."""

    def __init__(self) -> None:
        self._held: Counter[Tally] = Counter()

    def add(self, tally: Tally) -> None:
        self._held[tally] += 1

    async def fold(self, store: Store) -> None:
        """Once handed over, the store finishes it, whether somebody still waits or not."""
        taken, self._held = self._held, Counter()
        if not taken:
            return
        try:
            await shield(ensure_future(store.write(add, taken)))
        except Exception:
            self._held.update(taken)
            raise


def add(db: Connection, counted: Mapping[Tally, int]) -> None:
    """Adds to what is there. Always in one order, so that no two workers wait for each other."""
    if not counted:
        return
    row = insert_into(db, StepFigure)
    total = StepFigure.count + row.excluded.count
    keys = list(StepFigure.__table__.primary_key)
    rows = [one._asdict() | {"count": counted[one]} for one in sorted(counted)]
    db.execute(row.on_conflict_do_update(index_elements=keys, set_={"count": total}), rows)


def summed(told: Iterable[tuple[Tally, int]]) -> dict[Tally, int]:
    """The same thing told twice in one breath is one row."""
    total: Counter[Tally] = Counter()
    for tally, count in told:
        total[tally] += count
    return dict(total)


def in_days(db: Connection, commune: str, since: str, until: str) -> tuple[Figure, ...]:
    """What was counted from the day `since` to before `until`."""
    rows = queries.step_figures(db, commune, since, until)
    return tuple(Figure(flow, version, step, kind, int(n)) for flow, version, step, kind, n in rows)
