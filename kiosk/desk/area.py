"""The desk as a whole: who may come in, and every page behind that door."""

from litestar import Router

from kiosk.desk import (
    data_subject,
    days_off,
    deeds,
    dossier,
    files,
    machine,
    queue,
    reasons,
    sending,
    settings_page,
    stations_page,
    supplement,
)
from kiosk.desk.export.pages import declaration, export
from kiosk.desk.notices.pages import notice
from kiosk.desk.pages import DESK
from kiosk.people.access import area
from kiosk.people.rules import AT_THE_DESK

# Where dossiers are dealt with: a node that hands them on has none of these.
HUB = (
    queue.look_up,
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
    *stations_page.HANDLERS,
)
HANDLERS = (
    queue.queue,
    *sending.HANDLERS,
    machine.machine,
    Router("/", route_handlers=HUB, guards=[sending.at_hub]),
)
DESK_AREA = area(DESK, HANDLERS, *AT_THE_DESK)
