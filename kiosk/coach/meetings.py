"""`/to-so/buoi/{id}`: a meeting of a group: who is there, and where each of them is now."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.clock import to_millis
from kiosk.coach import actions
from kiosk.coach.actions import Room
from kiosk.coach.lessons import Course, course_of
from kiosk.coach.pages import COACH, Req, clock_of, group_href, who
from kiosk.coach.rules import MINUTE_MS, Place
from kiosk.coach.screens import MeetingScreen, Seat
from kiosk.engine.lesson.place import start_url
from kiosk.flow.node import node_of
from kiosk.people.rules import Staff
from kiosk.tutor.actions import Member
from kiosk.web.forms import read_form
from kiosk.web.language import Language
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show

MEETING = "/buoi/{id:str}"


@get(MEETING)
async def meeting(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[str]:
    node, course, now = node_of(request), course_of(request), clock_of(request).now()
    found = await node.store.read_long(actions.room, staff, id, course.lessons, now)
    at, language = to_millis(now), reader_language(request)
    one = found.meeting
    screen = MeetingScreen(
        staff,
        group=found.group,
        href=f"{COACH}/buoi/{id}",
        lesson=one.lesson,
        lesson_href=start_url(one.lesson) if one.lesson in course.packs else "",
        title=course.title(one.lesson),
        at=one.at,
        ended_at=one.ended_at,
        seats=tuple(seat(found, member, course, language, at) for member in found.members),
        seen_at=at,
    )
    return show(request, screen)


@post(f"{MEETING}/co-mat")
async def attend(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[Any]:
    """`co`: somebody is there; `vang`: they are not. Sent twice it stays as it is."""
    node, sent = node_of(request), await read_form(request)
    is_there = "co" in sent
    learner = sent.get("co") or sent.get("vang", "")
    await node.store.write(actions.attend, staff, id, learner, is_there)
    return go_to(f"{COACH}/buoi/{id}")


@post(f"{MEETING}/xong")
async def end(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[Any]:
    node = node_of(request)
    group = await node.store.write(actions.end_meeting, staff, id, node.guide.clock.now())
    return go_to(group_href(group))


@get([f"{MEETING}/co-mat", f"{MEETING}/xong"])
async def back_to_meeting(id: FromPath[str]) -> Response[Any]:
    """Somebody reloads the address of a form, or changes the language there."""
    return go_to(f"{COACH}/buoi/{id}")


HANDLERS = (meeting, attend, end, back_to_meeting)


def seat(found: Room, member: Member, course: Course, language: Language, now: int) -> Seat:
    place = found.places.get(member.person.id)
    since = place.stuck_since if place else None
    return Seat(
        who(member, language),
        member.person.id in found.present,
        doing(place),
        course.title(place.lesson) if place else "",
        course.goal(place.lesson, place.scene) if place and not place.ended else "",
        (now - since) // MINUTE_MS if since is not None else 0,
        course.advice(place.lesson, place.scene) if place and since is not None else "",
    )


def doing(place: Place | None) -> str:
    if place is None:
        return ""
    if place.ended:
        return "done"
    return "busy" if place.stuck_since is None else "stuck"
