"""The desk as a whole: who may come in, and every page behind that door."""

from kiosk.desk.days_off import add_day_off, days_off, removal
from kiosk.desk.dossier import acceptance, completion, dossier, hand_over, refusal
from kiosk.desk.machine import machine
from kiosk.desk.pages import DESK, queue
from kiosk.people.access import area

HANDLERS = (
    queue,
    dossier,
    acceptance,
    refusal,
    completion,
    hand_over,
    days_off,
    add_day_off,
    removal,
    machine,
)
DESK_AREA = area(DESK, HANDLERS, "officer", "lead", "admin")
