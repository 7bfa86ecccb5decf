"""How many dossiers are open, and of how many the hub's own walk found something."""

from datetime import datetime

from sqlalchemy import Connection, case, func, select

from kiosk.dossier import rules
from kiosk.dossier.tables import Dossier
from kiosk.store import Store
from kiosk.web.gauges import Reading


async def dossiers(store: Store, _: datetime) -> list[Reading]:
    counted = await store.read_long(_by_state)
    return [
        *(
            Reading(
                "kiosk_dossiers_open",
                "Open dossiers",
                counted.get(state, (0, 0))[0],
                {"state": state},
            )
            for state in rules.OPEN
        ),
        Reading(
            "kiosk_dossiers_flagged",
            "Open dossiers of which our own check found something",
            sum(flagged for _, flagged in counted.values()),
        ),
    ]


def _by_state(db: Connection) -> dict[str, tuple[int, int]]:
    """For each state: how many, how many with a flag."""
    flagged = func.sum(case((Dossier.flags != "[]", 1), else_=0))
    rows = db.execute(
        select(Dossier.state, func.count(), flagged)
        .where(Dossier.ended_at.is_(None))
        .group_by(Dossier.state)
    )
    return {state: (count, int(marked)) for state, count, marked in rows}
