"""`/hoc`: every lesson that is here, and how far the learner has come with each."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from litestar import Request, Response, get

from kiosk.engine.holes import Values
from kiosk.engine.lesson.mastery import State, rules, standings
from kiosk.engine.lesson.place import LIST, start_url
from kiosk.engine.lesson.shapes import Lesson
from kiosk.flow.offers import in_order
from kiosk.flow.shell import Extra
from kiosk.tutor import actions
from kiosk.tutor.actions import Standing
from kiosk.tutor.learner_pages import groups_of, name_of
from kiosk.tutor.node import pack_of, tutor_of, who_learns
from kiosk.web.screens import reader_language
from kiosk.web.shell import show_page
from kiosk.web.words import N_

Req = Request[Any, Any, Any]
LessonState = State | Literal["begun"]

WORDS = {
    "lesson.minutes": N_("{n} phút"),
    "lesson.new": N_("Chưa thử"),
    "lesson.needs_help": N_("Cần người giúp"),
    "lesson.begun": N_("Đang học"),
    "lesson.with_hints": N_("Làm được có gợi ý"),
    "lesson.alone": N_("Tự làm được"),
    "lesson.lasting": N_("Nhớ lâu"),
}
SHELL = Extra({"lessons": "tutor/learner/lessons.html"}, WORDS)
"""What a device draws the same page with."""


@get(LIST)
async def lessons(request: Req) -> Response[str]:
    tutor = tutor_of(request)
    offered = in_order(tutor.lessons.lessons.values())
    shown = [pack_of(request, one.lesson.id).lesson for one in offered]
    found = await standing_of(request)
    rows = listed(shown, request.app.state.shells[reader_language(request).code].words, found)
    learner = name_of(found.person, reader_language(request)) if found else ""
    sign_in = not found and bool(await groups_of(request))
    values = {"lessons": rows, "some": bool(rows), "learner": learner, "sign_in": sign_in}
    response = show_page(request, "lessons", values)
    # The cookie is out of the offline worker's reach; "" is told, too: nobody learns any more.
    response.headers["Learner"] = found.person.id if found else ""
    return response


HANDLERS = (lessons,)


async def standing_of(request: Req) -> Standing | None:
    node, id = tutor_of(request).node, who_learns(request)
    return await node.store.read(actions.standing, node.settings.commune, id) if id else None


def listed(
    lessons: Sequence[Lesson], words: Mapping[str, str], found: Standing | None
) -> list[Values]:
    """A line of the list each; without a learner nothing is said of states."""
    states: dict[str, LessonState] = {}
    if found:
        stood = standings(found.events, rules(lessons))
        known = {skill: one.state for skill, one in stood.items()}
        states = {one.id: state_of(one, known) for one in lessons}
    return [line(one, words, states.get(one.id)) for one in lessons]


def line(lesson: Lesson, words: Mapping[str, str], state: LessonState | None) -> Values:
    note = words["lesson.minutes"].replace("{n}", str(lesson.minutes))
    told = {"href": start_url(lesson.id), "title": lesson.title, "note": note}
    return told | ({"state": words[f"lesson.{state}"], state: True} if state else {})


def state_of(lesson: Lesson, known: Mapping[str, State]) -> LessonState:
    """Of a lesson: that of the skill which is least firm; `begun` where one is still new."""
    states = {known.get(skill, "new") for skill in lesson.skills}
    if states == {"new"}:
        return "new"
    if "needs_help" in states:
        return "needs_help"
    if "with_hints" in states:
        return "with_hints"
    if "new" in states:
        return "begun"
    return "alone" if "alone" in states else "lasting"
