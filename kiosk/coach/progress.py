"""`/to-so/nhom/{id}/tien-bo`: how far the members of a group have come, on a page and as a table
to take away."""

from collections.abc import Iterable

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.coach import actions, figures
from kiosk.coach.actions import Progress
from kiosk.coach.groups import GROUP
from kiosk.coach.lessons import Course, course_of
from kiosk.coach.pages import Req, clock_of, who
from kiosk.coach.screens import CommonLine, GridLine, HardLine, ProgressScreen
from kiosk.coach.words import STATES
from kiosk.flow.node import node_of
from kiosk.people.rules import Staff
from kiosk.tutor.export import spreadsheet
from kiosk.tutor.export_pages import CSV, sent
from kiosk.web.language import Language
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_

HEADS = (N_("Tên gọi"), N_("Hộ"), N_("Ba hình"))


@get(f"{GROUP}/tien-bo")
async def progress(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[str]:
    course, language = course_of(request), reader_language(request)
    seen = await node_of(request).store.read_long(actions.progress, staff, id)
    screen = ProgressScreen(
        staff,
        group=seen.group,
        lessons=course.short_titles,
        lines=tuple(grid(seen, course, language)),
        hardest=tuple(
            HardLine(
                course.title(one.lesson),
                course.goal(one.lesson, one.scene) or one.scene,
                one.wrong,
                one.answers,
            )
            for one in figures.hardest(seen.done)
        ),
        commonest=tuple(common_lines(seen, course)),
    )
    return show(request, screen)


@get(f"{GROUP}/tien-bo.csv")
async def as_csv(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[bytes]:
    """Put on record before the first byte goes out."""
    node, course, language = node_of(request), course_of(request), reader_language(request)
    await node.store.write(actions.take_progress, staff, id, clock_of(request).now())
    seen = await node.store.read_long(actions.progress, staff, id)
    data = table(grid(seen, course, language), course, language)
    return sent(data, CSV, "tien-bo.csv")


HANDLERS = (progress, as_csv)


def grid(seen: Progress, course: Course, language: Language) -> Iterable[GridLine]:
    lessons = tuple(course.lessons.values())
    for one in seen.members:
        found = figures.states(seen.done.get(one.person.id, ()), lessons)
        yield GridLine(who(one, language), tuple(STATES[found[id]] for id in course.packs))


def common_lines(seen: Progress, course: Course) -> Iterable[CommonLine]:
    for one in figures.commonest(seen.done):
        goal = course.goal(one.lesson, one.scene) or one.scene
        yield CommonLine(
            course.title(one.lesson), goal, course.said(*one[:3]), one.times, one.people
        )


def table(lines: Iterable[GridLine], course: Course, language: Language) -> bytes:
    """A line each, a column a lesson."""
    say = language.gettext
    rows = []
    for line in lines:
        pictures = ", ".join(one.word for one in line.who.pictures)
        states = (say(one.word) for one in line.signs)
        rows.append((line.who.name, line.who.household, pictures, *states))
    return spreadsheet([*map(say, HEADS), *(title for _, title in course.titles)], rows)
