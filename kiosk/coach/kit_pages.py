"""`GET /to-so/mang-theo`, what a volunteer's own device takes along, and `POST /to-so/gui`, what
was done on it without a line. For that device's worker, which sends the session's cookie."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.response import Response
from litestar.types import ExceptionHandlersMap

from kiosk.coach import actions, deeds
from kiosk.coach.actions import Kit
from kiosk.coach.lessons import course_of
from kiosk.coach.pages import COACH, Req, clock_of, group_href
from kiosk.coach.problems import nobody_here
from kiosk.coach.wire import MAX_BYTES, read_deeds
from kiosk.flow.node import node_of
from kiosk.people.access import ChangeFirst, SignInFirst
from kiosk.people.rules import Staff
from kiosk.tutor.actions import Member
from kiosk.tutor.learner_pages import name_of
from kiosk.tutor.rules import picked
from kiosk.web.errors import answer
from kiosk.web.guard import Room
from kiosk.web.language import Language
from kiosk.web.openapi import Described
from kiosk.web.screens import reader_language

DAYS = 7
"""How long a device opens its kit after it was here last."""
JSON = "application/json"
TAKE_ALONG, TELL = f"{COACH}/mang-theo", f"{COACH}/gui"


def to_door(request: Req, _: Exception) -> Response[Any]:
    """A script would follow the way to the sign-in page, and take that for an answer."""
    return answer(request, nobody_here())


CLOSED: ExceptionHandlersMap = {SignInFirst: to_door, ChangeFirst: to_door}


@get("/mang-theo", exception_handlers=CLOSED)
async def take_along(request: Req, staff: NamedDependency[Staff]) -> Response[dict[str, Any]]:
    """The addresses of pages that the device keeps as they are, and what it works with itself."""
    language = reader_language(request)
    kit = await node_of(request).store.read_long(actions.kit, staff)
    lessons = [{"id": id, "title": title} for id, title in course_of(request).titles]
    who = {"staff": staff.id, "name": staff.name, "days": DAYS}
    return Response({**who, **told(kit, language), "lessons": lessons})


@post("/gui", status_code=200, exception_handlers=CLOSED)
async def tell(request: Req, staff: NamedDependency[Staff]) -> Response[dict[str, Any]]:
    """Every deed that is named in the answer need not be kept on the device any more."""
    sent = read_deeds(await request.body())
    await node_of(request).store.write(deeds.take, staff, sent, clock_of(request).now())
    return Response({"taken": [one.id for one in sent]})


HANDLERS = (take_along, tell)
ROOMS = (Room(TELL, bytes=MAX_BYTES),)
DESCRIBED = {TAKE_ALONG: Described(gives=(JSON,)), TELL: Described(gives=(JSON,), takes=JSON)}


def told(kit: Kit, language: Language) -> dict[str, Any]:
    of_groups = [(one, group_href(one.id)) for one in kit.groups]
    return {
        "pages": [
            *(COACH, f"{COACH}/giup"),
            *(f"{href}{page}" for _, href in of_groups for page in ("", "/the", "/tien-bo")),
        ],
        "groups": [
            {
                "id": one.id,
                "name": one.name,
                "members": [
                    member(each, language) for each in kit.members if each.person.group_id == one.id
                ],
            }
            for one in kit.groups
        ],
        "meetings": [
            {
                "id": one.id,
                "group": one.group_id,
                "lesson": one.lesson,
                "at": one.at,
                "present": sorted(kit.present[one.id]),
            }
            for one in kit.meetings
        ],
    }


def member(one: Member, language: Language) -> dict[str, Any]:
    return {
        "id": one.person.id,
        "name": name_of(one.person, language),
        "household": one.household or "",
        "pictures": list(picked(one.person.pictures)),
    }
