"""The volunteers' place as a whole: who may come in, and every page behind that door."""

from kiosk.coach import groups, home, kit_pages, local, meetings, progress, visits_pages
from kiosk.coach.pages import COACH
from kiosk.people.access import area
from kiosk.web.openapi import Described

HANDLERS = (
    *home.HANDLERS,
    *groups.HANDLERS,
    *progress.HANDLERS,
    *meetings.HANDLERS,
    *visits_pages.HANDLERS,
    *kit_pages.HANDLERS,
)
OPEN_HANDLERS = visits_pages.OPEN_HANDLERS
COACH_AREA = area(COACH, HANDLERS, "volunteer", "lead")
ROOMS = kit_pages.ROOMS
SHELL = local.SHELL

NEW = ("so", "ten")
DESCRIBED = {
    **visits_pages.DESCRIBED,
    **kit_pages.DESCRIBED,
    f"{COACH}/nhom": Described(form=NEW),
    f"{COACH}/nhom/{{id:str}}": Described(query=("moi",)),
    f"{COACH}/nhom/{{id:str}}/nguoi": Described(form=(*NEW, "ho")),
    f"{COACH}/nhom/{{id:str}}/buoi": Described(form=("bai",)),
    f"{COACH}/nhom/{{id:str}}/the": Described(query=("ai",)),
    f"{COACH}/nhom/{{id:str}}/tien-bo.csv": Described(gives=("text/csv",)),
    f"{COACH}/buoi/{{id:str}}/co-mat": Described(form=("co", "vang")),
}
