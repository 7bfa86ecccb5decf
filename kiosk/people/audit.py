"""The audit trail: who did what with which dossier, or to whom. It is only ever added to."""

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
    # with a dossier
    "look",
    "see_file",
    "print",
    "export",
    "accept",
    "ask_for_supplement",
    "refuse",
    "complete",
    "hand_over",
    "return",
    "stop",
    "extend",
    "assign",
    # with a citizen's data, and the commune's own settings
    "search",
    "find_data",
    "erase",
    "export_practice",
    # with somebody who is helped
    "begin_visit",
    # with those who learn in groups
    "make_group",
    "close_group",
    "add_learner",
    "remove_learner",
    "hold_session",
    "change_settings",
    "change_reasons",
    "change_days_off",
    # with the nodes of a hub
    "invite_station",
    "pause_station",
    "resume_station",
    "revoke_station",
    # with one's own account
    "lock",
    "change_password",
    "start_totp",
    "stop_totp",
    "renew_recovery",
    "use_recovery",
    "end_session",
    # with somebody else's
    "add_person",
    "change_person",
    "give_password",
    "disable_person",
    "enable_person",
    "reset_totp",
    "unlock",
]


def record(
    db: Connection,
    staff: Staff,
    action: Action,
    dossier_id: str | None,
    at: datetime,
    *,
    about: str | None = None,
    detail: str | None = None,
) -> None:
    """In the unit of work that does the deed, so that neither happens without the other.

    `about` is the id of the person to whom it was done. `detail` is for machines and short: codes,
    numbers, roles; nothing that a citizen wrote.
    """
    db.execute(
        insert(AuditRow).values(
            at=to_millis(at),
            staff_id=staff.id,
            action=action,
            dossier_id=dossier_id,
            commune=staff.commune,
            about=about,
            detail=detail,
        )
    )


def trail(db: Connection, dossier_id: str) -> tuple[Deed, ...]:
    """What was done with a dossier, oldest first."""
    return queries.trail(db, dossier_id)
