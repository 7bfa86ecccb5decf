"""`/to-so/nhom/{id}`: who is in a group, their cards, and how it meets."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.coach import actions, pages
from kiosk.coach.lessons import Course, course_of
from kiosk.coach.pages import COACH, Req, group_href, who
from kiosk.coach.rules import LONGEST_NAME
from kiosk.coach.screens import CardsScreen, GroupScreen, MeetingLine
from kiosk.flow.node import node_of
from kiosk.people.access import end_session
from kiosk.people.rules import Staff
from kiosk.tutor.actions import Meeting
from kiosk.tutor.node import sign_in
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_

GROUP = "/nhom/{id:str}"
LABELS = ("ten", "ho")
NO_LESSON = N_("Chọn bài học cho buổi này.")


@get(GROUP)
async def group(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[str]:
    return await page(request, staff, id)


@post(f"{GROUP}/nguoi")
async def add_learner(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[Any]:
    node, sent = node_of(request), await read_form(request)
    if errors := wrong_in(request, sent):
        return await page(request, staff, id, sent, errors)
    nickname, household = (pages.label_in(sent, name) for name in LABELS)
    learner, now = pages.new_id(request, sent), node.guide.clock.now()
    await node.store.write(actions.add_learner, staff, id, learner, nickname, household, now)
    return go_to(f"{group_href(id)}?moi={learner}")


@post(f"{GROUP}/nguoi/{{learner:str}}/roi-nhom")
async def take_out(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str], learner: FromPath[str]
) -> Response[Any]:
    node = node_of(request)
    await node.store.write(actions.take_out, staff, id, learner, node.guide.clock.now())
    return go_to(group_href(id))


@post(f"{GROUP}/nguoi/{{learner:str}}/hoc")
async def hand_over(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str], learner: FromPath[str]
) -> Response[Any]:
    """This machine goes into a learner's hands: they are signed in, and the staff is signed out."""
    if not await node_of(request).store.read(actions.learns_in, staff, id, learner):
        return go_to(group_href(id))
    return go_to("/hoc", await end_session(request), sign_in(request, learner))


@get(f"{GROUP}/the")
async def cards(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[str]:
    """Those of everybody, or of the one whom `ai` names."""
    found, members, _ = await node_of(request).store.read(actions.people_of, staff, id)
    asked, language = request.query_params.get("ai", ""), reader_language(request)
    people = tuple(who(one, language) for one in members if asked in ("", one.person.id))
    return show(request, CardsScreen(staff, found, people))


@post(f"{GROUP}/buoi")
async def begin_meeting(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[Any]:
    node, sent = node_of(request), await read_form(request)
    lesson, now = sent.get("bai", ""), node.guide.clock.now()
    if lesson not in course_of(request).packs:
        error = FieldError("bai", reader_language(request).gettext(NO_LESSON))
        return await page(request, staff, id, sent, (error,))
    new = pages.new_id(request)
    meeting = await node.store.write(actions.begin_meeting, staff, id, lesson, new, now)
    return go_to(f"{COACH}/buoi/{meeting}")


@post(f"{GROUP}/dong")
async def close(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[Any]:
    node = node_of(request)
    await node.store.write(actions.close_group, staff, id, node.guide.clock.now())
    return go_to(COACH)


@get([f"{GROUP}/nguoi", f"{GROUP}/buoi", f"{GROUP}/dong"])
async def back_to_group(id: FromPath[str]) -> Response[Any]:
    """Somebody reloads the address of a form, or changes the language there."""
    return go_to(group_href(id))


HANDLERS = (group, add_learner, take_out, hand_over, cards, begin_meeting, close, back_to_group)


def wrong_in(request: Req, sent: Form) -> tuple[FieldError, ...]:
    language = reader_language(request)
    found = {
        name: pages.wrong_with(pages.label_in(sent, name), language, LONGEST_NAME)
        for name in LABELS
    }
    return tuple(FieldError(name, error) for name, error in found.items() if error)


async def page(
    request: Req, staff: Staff, id: str, sent: Form | None = None,
    errors: tuple[FieldError, ...] = (),
) -> Response[str]:  # fmt: skip
    found, members, meetings = await node_of(request).store.read(actions.people_of, staff, id)
    language, course = reader_language(request), course_of(request)
    people = tuple(who(one, language) for one in members)
    just = request.query_params.get("moi", "")
    screen = GroupScreen(
        staff,
        group=found,
        members=people,
        meetings=tuple(meeting_line(one, course) for one in meetings),
        lessons=course.titles,
        just=next((one for one in people if one.id == just), None),
        new=pages.new_id(request, sent),
        typed={name: sent.get(name, "") if sent else "" for name in (*LABELS, "bai")},
        errors=errors,
    )
    return show(request, screen, 422 if errors else 200)


def meeting_line(one: Meeting, course: Course) -> MeetingLine:
    href = f"{COACH}/buoi/{one.id}"
    return MeetingLine(href, course.title(one.lesson), one.at, one.came, one.ended_at is None)
