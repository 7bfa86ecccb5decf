"""The audit trail, for those who answer for the people in it."""

from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Response

from kiosk.people import colleagues
from kiosk.people.actions import CONSOLE
from kiosk.people.gate import gate_of
from kiosk.people.pages import DESK, Req
from kiosk.people.queries import Deed
from kiosk.people.rules import Staff
from kiosk.people.screens import DeedLine, TrailScreen
from kiosk.people.words import DEED_NAMES
from kiosk.sync import codes
from kiosk.web.screens import reader_language, show

TRAIL = "/mot-cua/can-bo/nhat-ky"
FARTHEST = 10_000


@get("/nhat-ky")
async def trail_page(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    gate, asked = gate_of(request), request.query_params
    person, number = asked.get("ai", ""), _page_number(asked.get("trang", ""))
    read, is_last = await gate.store.read_long(colleagues.deeds, staff, person, number)
    people = await gate.store.read_long(colleagues.listed, gate.keys, staff, gate.clock.now())
    screen = TrailScreen(
        staff,
        deeds=tuple(_line(request, staff, one) for one in read),
        choices=tuple((one.staff.id, one.staff.name) for one, _ in people),
        person=person,
        before=_href(person, number - 1) if number > 1 else "",
        after="" if is_last else _href(person, number + 1),
    )
    return show(request, screen)


def _line(request: Req, staff: Staff, deed: Deed) -> DeedLine:
    id, say = deed.dossier_id, reader_language(request).gettext
    named = DEED_NAMES.get(deed.action)
    return DeedLine(
        at=deed.at,
        name=deed.name,
        deed=say(named) if named else deed.action,
        about=deed.about or "",
        groups=tuple(codes.shown(codes.receipt_code(id)).split("-")) if id else (),
        # The desk opens the dossiers of one's own commune only.
        href=f"{DESK}/ho-so/{id}" if id and deed.commune == staff.commune else "",
        at_console=deed.detail == CONSOLE,
    )


def _page_number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), FARTHEST)


def _href(person: str, number: int) -> str:
    asked = {"ai": person} if person else {}
    asked |= {"trang": str(number)} if number > 1 else {}
    return f"{TRAIL}?{urlencode(asked)}" if asked else TRAIL
