"""`/so-lieu`: the figures of a commune, for those who lead; each as a page and as CSV."""

from collections.abc import Iterable
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from kiosk.desk.pages import procedure_name
from kiosk.desk.words import ASSIST
from kiosk.engine.lesson.shapes import Lesson
from kiosk.engine.shapes import Flow
from kiosk.flow.node import node_of
from kiosk.insight import actions, rules, sheet
from kiosk.insight.actions import Asked
from kiosk.insight.periods import period_of, periods
from kiosk.insight.rules import Help, Skill, Way
from kiosk.insight.screens import (
    DossiersScreen,
    HardStep,
    HelpScreen,
    OverviewScreen,
    SkillsScreen,
    StepsScreen,
)
from kiosk.insight.sheet import as_csv
from kiosk.insight.words import SKILLS
from kiosk.people.access import area
from kiosk.people.assist import HOW
from kiosk.people.rules import Staff
from kiosk.tutor import export_pages
from kiosk.tutor.node import tutor_of
from kiosk.web.openapi import Described
from kiosk.web.places import commune_name
from kiosk.web.screens import reader_language, show

Req = Request[Any, Any, Any]
FIGURES = "/so-lieu"
MOST_HARD = 3
LEAST_HARD = 10
"""In percent."""


@get("/")
async def overview(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    node, asked, lessons = node_of(request), asked_of(request, staff), lessons_of(request)
    seen = await node.store.read_long(actions.overview, asked, node.guide.library, lessons)
    screen = OverviewScreen(
        **frame(request, staff),
        skills=seen.skills,
        skill_names=SKILLS,
        learners=seen.skills[0].people.whole,
        alone=rules.all_of(seen.filled).share,
        help=rules.help_given(seen.visits),
        hard=hard_steps(request, seen.ways),
    )
    return show(request, screen)


@get("/ky-nang")
async def skills(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    found = await read_skills(request, staff)
    return show(request, SkillsScreen(**frame(request, staff), skills=found, skill_names=SKILLS))


@get("/ky-nang.csv")
async def skills_csv(request: Req, staff: NamedDependency[Staff]) -> Response[bytes]:
    rows = sheet.skill_rows(await read_skills(request, staff))
    return sent("ky-nang", as_csv(asked_of(request, staff), sheet.SKILLS, rows))


@get("/ho-so")
async def dossiers(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    node, asked = node_of(request), asked_of(request, staff)
    found = await node.store.read_long(actions.filled, asked, node.guide.library)
    return show(
        request,
        DossiersScreen(**frame(request, staff), filled=found, total=rules.all_of(found)),
    )


@get("/ho-so.csv")
async def dossiers_csv(request: Req, staff: NamedDependency[Staff]) -> Response[bytes]:
    node, asked = node_of(request), asked_of(request, staff)
    found = await node.store.read_long(actions.filled, asked, node.guide.library)
    return sent("ho-so", as_csv(asked, sheet.DOSSIERS, found))


@get("/gio-giup")
async def help_given(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    total, given = await read_help(request, staff)
    return show(request, HelpScreen(**frame(request, staff), total=total, given=given, how=ASSIST))


@get("/gio-giup.csv")
async def help_csv(request: Req, staff: NamedDependency[Staff]) -> Response[bytes]:
    _, given = await read_help(request, staff)
    return sent("gio-giup", as_csv(asked_of(request, staff), sheet.HELP, given))


@get("/buoc")
async def steps(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    """Of the procedure that is asked for, else of the one with most that was begun."""
    found = await read_ways(request, staff)
    flows = tuple(dict.fromkeys(one.flow for one in by_use(found)))
    wanted = request.query_params.get("thu_tuc", "")
    flow = wanted if wanted in flows else next(iter(flows), "")
    shown = flow_of(request, flow)
    screen = StepsScreen(
        **frame(request, staff),
        flows=flows,
        flow=flow,
        ways=tuple(one for one in found if one.flow == flow),
        asks={one.id: one.ask for one in shown.steps} if shown else {},
        ends=shown is not None and shown.ends == "hand_in",
    )
    return show(request, screen)


@get("/buoc.csv")
async def steps_csv(request: Req, staff: NamedDependency[Staff]) -> Response[bytes]:
    """Of every procedure."""
    rows = sheet.step_rows(await read_ways(request, staff))
    return sent("buoc", as_csv(asked_of(request, staff), sheet.STEPS, rows))


HANDLERS = (
    overview, skills, skills_csv, dossiers, dossiers_csv, help_given, help_csv, steps, steps_csv,
)  # fmt: skip
FIGURES_AREA = area(FIGURES, HANDLERS, "lead", "admin")
DESCRIBED = {
    FIGURES: Described(query=("ky",)),
    **{f"{FIGURES}/{one}": Described(query=("ky",)) for one in ("ky-nang", "ho-so", "gio-giup")},
    f"{FIGURES}/buoc": Described(query=("ky", "thu_tuc")),
    **{
        f"{FIGURES}/{one}.csv": Described(gives=("text/csv",), query=("ky",))
        for one in ("ky-nang", "ho-so", "gio-giup", "buoc")
    },
}


def asked_of(request: Req, staff: Staff) -> Asked:
    today = node_of(request).guide.clock.today()
    return Asked(staff.commune, period_of(request.query_params.get("ky", ""), today))


def frame(request: Req, staff: Staff) -> dict[str, Any]:
    """What every page of these has."""
    node, lang = node_of(request), reader_language(request).code
    period, here = asked_of(request, staff).period, request.scope["path"].rstrip("/")
    query = f"?ky={period.slug}"
    return {
        "staff": staff,
        "commune": commune_name(request, staff.commune),
        "periods": periods(node.guide.clock.today()),
        "period": period,
        "here": here,
        "query": query,
        "csv": f"{here}.csv{query}",
        "names": {id: procedure_name(node, id, lang) for id in node.guide.library.flows},
    }


def lessons_of(request: Req) -> list[Lesson]:
    """In the reader's language."""
    lang = reader_language(request).code
    return [one.pack(lang).lesson for one in tutor_of(request).lessons.lessons.values()]


def flow_of(request: Req, id: str) -> Flow | None:
    edition = node_of(request).guide.library.flows.get(id)
    return edition.pack(reader_language(request).code).flow if edition else None


async def read_skills(request: Req, staff: Staff) -> tuple[Skill, ...]:
    asked, lessons = asked_of(request, staff), lessons_of(request)
    return await node_of(request).store.read_long(actions.skills, asked, lessons)


async def read_help(request: Req, staff: Staff) -> tuple[Help, tuple[Help, ...]]:
    """Of all, and of each kind."""
    visits = await node_of(request).store.read_long(actions.visits, asked_of(request, staff))
    given = tuple(rules.help_given(visits, how) for how in HOW)
    return rules.help_given(visits), given


async def read_ways(request: Req, staff: Staff) -> tuple[Way, ...]:
    node = node_of(request)
    asked, library = asked_of(request, staff), node.guide.library
    return await node.store.read_long(actions.ways, asked, library)


def by_use(ways: Iterable[Way]) -> list[Way]:
    return sorted(ways, key=lambda one: (-one.begun, one.flow))


def hard_steps(request: Req, ways: Iterable[Way]) -> tuple[HardStep, ...]:
    """Where the largest part had to mend something, or stopped, of procedures as they are today."""
    found: list[HardStep] = []
    for way in ways:
        flow = flow_of(request, way.flow)
        if flow is None or flow.version != way.version:
            continue
        asks = {one.id: one.ask for one in flow.steps}
        found += [
            HardStep(way.flow, asks.get(one.step, one.step), one.refused, one.stopped)
            for one in way.lines
            if worst(one.refused, one.stopped) >= LEAST_HARD
        ]
    found.sort(key=lambda one: -worst(one.refused, one.stopped))
    return tuple(found[:MOST_HARD])


def worst(*shares: rules.Share) -> int:
    return max(one.percent or 0 for one in shares)


def sent(name: str, data: bytes) -> Response[bytes]:
    return export_pages.sent(data, export_pages.CSV, f"so-lieu-{name}.csv")
