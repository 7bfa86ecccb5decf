"""The desk as a whole: who may come in, and every page behind that door."""

from kiosk.desk import (
    data_subject,
    days_off,
    deeds,
    dossier,
    files,
    machine,
    queue,
    reasons,
    settings_page,
    supplement,
)
from kiosk.desk.export.pages import declaration, export
from kiosk.desk.notices.pages import notice
from kiosk.desk.pages import DESK
from kiosk.people.access import area

HANDLERS = (
    *queue.HANDLERS,
    dossier.dossier,
    *files.HANDLERS,
    *deeds.HANDLERS,
    *supplement.HANDLERS,
    notice,
    declaration,
    export,
    *data_subject.HANDLERS,
    *settings_page.HANDLERS,
    *reasons.HANDLERS,
    *days_off.HANDLERS,
    machine.machine,
)
DESK_AREA = area(DESK, HANDLERS, "officer", "lead", "admin")
