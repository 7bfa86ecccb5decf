"""The audit trail: who did what with which dossier. It is only ever added to."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert

from kiosk.clock import to_millis
from kiosk.people import queries
from kiosk.people.queries import Deed
from kiosk.people.rules import Staff
from kiosk.people.tables import AuditRow

Action = Literal[
    "sign_in",
    "sign_out",
    "look",
    "print",
    "accept",
    "ask_for_supplement",
    "refuse",
    "complete",
    "hand_over",
]


def record(
    db: Connection, staff: Staff, action: Action, dossier_id: str | None, at: datetime
) -> None:
    """In the unit of work that does the deed, so that neither happens without the other."""
    db.execute(
        insert(AuditRow).values(
            at=to_millis(at),
            staff_id=staff.id,
            action=action,
            dossier_id=dossier_id,
            commune=staff.commune,
        )
    )


def trail(db: Connection, dossier_id: str) -> tuple[Deed, ...]:
    """What was done with a dossier, oldest first."""
    return queries.trail(db, dossier_id)
