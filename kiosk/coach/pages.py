"""What the pages of volunteers share: their address, and how they name learners."""

from collections.abc import Iterable, Mapping
from typing import Any

from litestar import Request

from kiosk.clock import Clock, to_millis
from kiosk.coach.lessons import Course
from kiosk.coach.rules import LONGEST_GROUP, MINUTE_MS, Place, has_number
from kiosk.coach.screens import HelpLine, Who
from kiosk.engine.text import tidy
from kiosk.flow.node import node_of
from kiosk.sync.ids import is_uuid7, uuid7
from kiosk.tutor.actions import Member
from kiosk.tutor.learner_pages import name_of, pictures_of
from kiosk.web.forms import Form
from kiosk.web.language import Language
from kiosk.web.words import N_

Req = Request[Any, Any, Any]
COACH = "/to-so"
TOO_LONG = N_("Dài quá. Nhiều nhất %(most)s chữ cái.")
NUMBER = N_("Không ghi số căn cước hay số điện thoại ở đây.")


def clock_of(request: Req) -> Clock:
    return node_of(request).guide.clock


def group_href(id: str) -> str:
    return f"{COACH}/nhom/{id}"


def who(member: Member, language: Language) -> Who:
    person = member.person
    return Who(
        person.id,
        name_of(person, language),
        pictures_of(person, language),
        member.household or "",
        member.group,
        group_href(person.group_id),
    )


def help_lines(
    members: Iterable[Member], places: Mapping[str, Place], course: Course, language: Language,
    now: int,
) -> tuple[HelpLine, ...]:  # fmt: skip
    """Those who are stuck, the longest first."""
    stuck = [(place.stuck_since, one, place) for one, place in at_places(members, places)]
    named = [(since, one, place) for since, one, place in stuck if since is not None]
    return tuple(
        HelpLine(
            who(member, language),
            course.title(place.lesson),
            course.goal(place.lesson, place.scene),
            (now - since) // MINUTE_MS,
            last_mistake(place, course),
            course.advice(place.lesson, place.scene),
        )
        for since, member, place in sorted(named, key=lambda one: (one[0], one[1].person.id))
    )


def last_mistake(place: Place, course: Course) -> str:
    wrong = place.wrong
    return course.said(wrong.lesson, wrong.scene, wrong.outcome) if wrong else ""


def at_places(members: Iterable[Member], places: Mapping[str, Place]) -> list[tuple[Member, Place]]:
    return [(one, places[one.person.id]) for one in members if one.person.id in places]


def busy_among(members: Iterable[Member], places: Mapping[str, Place]) -> int:
    """How many are in the middle of a lesson."""
    return sum(not place.ended for _, place in at_places(members, places))


def new_id(request: Req, sent: Form | None = None) -> str:
    """The id that a form carries, so that what is sent twice is made once; else a new one."""
    given = sent.get("so", "") if sent else ""
    return given if is_uuid7(given) else uuid7(to_millis(clock_of(request).now()))


def label_in(sent: Form, name: str) -> str:
    return tidy(sent.get(name, ""))


def wrong_with(label: str, language: Language, most: int = LONGEST_GROUP) -> str:
    """Why this cannot be what somebody or something is called; "" when it can."""
    if len(label) > most:
        return language.gettext(TOO_LONG) % {"most": most}
    return language.gettext(NUMBER) if has_number(label) else ""
