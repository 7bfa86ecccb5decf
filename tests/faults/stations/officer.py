"""Who decides at the hub, in its database, beside the processes that serve."""

from random import Random

from sqlalchemy import Connection, text

from kiosk.clock import SystemClock
from kiosk.content.library import Library
from kiosk.dossier import acts
from kiosk.dossier.acts import Act
from kiosk.dossier.rules import MOVES
from tests.faults.stations.node import Node

OPEN = """SELECT id, state, rev FROM dossier WHERE state IN ('submitted', 'accepted', 'in_progress')
ORDER BY id"""
WAYS = {
    "submitted": ("accepted", "accepted", "refused"),
    "accepted": ("handed_over", "done", "stopped"),
    "in_progress": ("done", "stopped"),
}


class Officer:
    """`acts` counts what was done."""

    def __init__(self, hub: Node, library: Library, chance: Random) -> None:
        self.hub, self.library, self.chance = hub, library, chance
        self.acts = 0

    def work(self, most: int) -> None:
        """On some of the dossiers that are open, one after the other. Raises
        `dossier.changed_meanwhile` if another officer was faster."""
        waiting = self.hub.reads(lambda db: db.execute(text(OPEN)).all())
        for id, state, rev in self.chance.sample(waiting, min(most, len(waiting))):
            kind = self.chance.choice(WAYS[state])
            self.hub.writes(lambda db, id=id, kind=kind, rev=rev: self._act(db, id, kind, rev))
            self.acts += 1

    def _act(self, db: Connection, id: str, kind: str, rev: int) -> None:
        reason = "Thiếu giấy tờ." if MOVES[kind].needs_reason else None
        official = "H26.00074-0001" if kind == "handed_over" else None
        done = Act(kind, rev, "staff", reason=reason, official_code=official)
        acts.move(db, self.library, id, done, SystemClock().now())
