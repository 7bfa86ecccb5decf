"""What the desk sets for itself. Each change is one unit, with its line in the trail."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from kiosk.commune import actions as commune
from kiosk.commune.actions import CommuneSettings, ReasonKind
from kiosk.dossier import days_off
from kiosk.people import audit
from kiosk.people.audit import Action
from kiosk.people.rules import Staff
from kiosk.sync import stations
from kiosk.sync.enrolment import Vault
from kiosk.sync.stations import Invitation, Station

STATION_MOVES: Mapping[str, tuple[Action, Callable[[Connection, str], Station]]] = {
    "pause": ("pause_station", stations.pause),
    "resumption": ("resume_station", stations.resume),
    "revocation": ("revoke_station", stations.revoke),
}


def save_settings(db: Connection, staff: Staff, given: CommuneSettings, now: datetime) -> None:
    """Raises `commune.malformed_setting`."""
    changed = commune.save_settings(db, staff.commune, given)
    if changed:
        audit.record(db, staff, "change_settings", None, now, detail=" ".join(changed))


def add_reason(db: Connection, staff: Staff, kind: str, text: str, now: datetime) -> None:
    """Raises `commune.malformed_reason`."""
    if commune.add_reason(db, staff.commune, kind, text, now):
        audit.record(db, staff, "change_reasons", None, now, detail=f"add {kind}")


def take_examples(db: Connection, staff: Staff, kind: ReasonKind, now: datetime) -> None:
    if commune.take_examples(db, staff.commune, kind, now):
        audit.record(db, staff, "change_reasons", None, now, detail=f"examples {kind}")


def remove_reason(db: Connection, staff: Staff, id: str, now: datetime) -> None:
    """A second time does no harm."""
    if commune.remove_reason(db, staff.commune, id):
        audit.record(db, staff, "change_reasons", None, now, detail=f"remove {id}")


def set_day_off(
    db: Connection, staff: Staff, day: str, is_off: bool, name: str, now: datetime
) -> None:
    days_off.set_day_off(db, day, is_off, name)
    kind = "off" if is_off else "worked"
    audit.record(db, staff, "change_days_off", None, now, detail=f"{day} {kind}")


def remove_day_off(db: Connection, staff: Staff, day: str, now: datetime) -> None:
    """A second time does no harm."""
    if any(one.day == day for one in days_off.days_off(db)):
        days_off.remove_day_off(db, day)
        audit.record(db, staff, "change_days_off", None, now, detail=f"{day} removed")


def invite_station(
    db: Connection, vault: Vault, staff: Staff, name: str, commune: str, now: datetime
) -> Invitation:
    """Raises `sync.malformed_station`."""
    invited = stations.invite(db, vault, name, commune, now)
    audit.record(db, staff, "invite_station", None, now, detail=invited.station)
    return invited


def move_station(db: Connection, staff: Staff, noun: str, id: str, now: datetime) -> None:
    """A second time does no harm. Raises `sync.no_such_station`, `sync.station_not_now`."""
    action, move = STATION_MOVES[noun]
    before = stations.station_by_id(db, id)
    if move(db, id).state != before.state:
        audit.record(db, staff, action, None, now, detail=id)
