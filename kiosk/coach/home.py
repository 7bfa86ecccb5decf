"""`/to-so`: who needs help now, the groups, what is due, and devices not heard of."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.response import Response

from kiosk.clock import to_millis
from kiosk.coach import actions, pages
from kiosk.coach.actions import Overview
from kiosk.coach.lessons import course_of
from kiosk.coach.pages import Req, group_href, who
from kiosk.coach.screens import DueLine, GroupLine, HelpScreen, HomeScreen, SilentLine
from kiosk.flow.node import node_of
from kiosk.people.rules import Staff
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.places import commune_name
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_

MOST_HELP = 6
"""Nobody can stand beside more at once."""
MOST_DUE = 6
NAME_OF_DEVICE = 8
NO_NAME = N_("Nhóm cần có tên.")


@get("/")
async def home(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    return await page(request, staff)


@get("/giup")
async def help_now(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    """The part of the first page that changes: for htmx, and as a page of its own."""
    node, course, now = node_of(request), course_of(request), pages.clock_of(request).now()
    members, places = await node.store.read_long(
        actions.at_work, staff.commune, course.lessons, now
    )
    at, language = to_millis(now), reader_language(request)
    lines = pages.help_lines(members, places, course, language, at)
    busy = pages.busy_among(members, places)
    return show(request, HelpScreen(staff, lines[:MOST_HELP], len(lines), busy, at))


@post("/nhom")
async def make_group(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    node, sent = node_of(request), await read_form(request)
    name, id = pages.label_in(sent, "ten"), pages.new_id(request, sent)
    language = reader_language(request)
    error = pages.wrong_with(name, language) if name else language.gettext(NO_NAME)
    if error:
        return await page(request, staff, sent, (FieldError("ten", error),))
    now = node.guide.clock.now()
    await node.store.write(actions.make_group, staff, id, name, now)
    return go_to(group_href(id))


@get("/nhom")
async def back_home() -> Response[Any]:
    """Somebody reloads the address of the form, or changes the language there."""
    return go_to(pages.COACH)


HANDLERS = (home, help_now, make_group, back_home)


async def page(
    request: Req, staff: Staff, sent: Form | None = None, errors: tuple[FieldError, ...] = ()
) -> Response[str]:
    node, course, now = node_of(request), course_of(request), pages.clock_of(request).now()
    seen = await node.store.read_long(actions.overview, staff, course.lessons, node.inbox.name, now)
    at, language = to_millis(now), reader_language(request)
    named = {one.person.id: who(one, language) for one in seen.members}
    waiting = pages.help_lines(seen.members, seen.places, course, language, at)
    due = [one for one in seen.due if one.learner in named]
    screen = HomeScreen(
        staff,
        help=waiting[:MOST_HELP],
        waiting=len(waiting),
        busy=pages.busy_among(seen.members, seen.places),
        seen_at=at,
        commune=commune_name(request, staff.commune),
        groups=group_lines(seen),
        due=tuple(
            DueLine(named[one.learner], course.title(one.lesson), one.scam, one.since)
            for one in due[:MOST_DUE]
        ),
        due_count=len(due),
        silent=tuple(
            SilentLine(
                one.device[:NAME_OF_DEVICE],
                named[one.learner].name if one.learner in named else "",
                one.at,
            )
            for one in seen.silent
        ),
        new=pages.new_id(request, sent),
        typed={"ten": sent.get("ten", "") if sent else ""},
        errors=errors,
    )
    return show(request, screen, 422 if errors else 200)


def group_lines(seen: Overview) -> tuple[GroupLine, ...]:
    counted = [one.person.group_id for one in seen.members]
    return tuple(
        GroupLine(group_href(one.id), one.name, counted.count(one.id)) for one in seen.groups
    )
