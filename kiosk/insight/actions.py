"""What is read for each page. Units of work that only read, and much."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from kiosk.coach.visits import EndedVisit, ended_visits
from kiosk.content.library import Library
from kiosk.dossier import actions as dossiers
from kiosk.engine.lesson.shapes import Lesson
from kiosk.flow import figures
from kiosk.insight import rules
from kiosk.insight.periods import Period
from kiosk.insight.rules import Filled, Skill, Way
from kiosk.tutor import actions as tutor


class Asked(NamedTuple):
    """Whose figures, and of which days."""

    commune: str
    period: Period


class Overview(NamedTuple):
    skills: tuple[Skill, ...]
    filled: tuple[Filled, ...]
    visits: tuple[EndedVisit, ...]
    ways: tuple[Way, ...]


def overview(db: Connection, asked: Asked, library: Library, lessons: Sequence[Lesson]) -> Overview:
    return Overview(
        skills(db, asked, lessons), filled(db, asked, library), visits(db, asked),
        ways(db, asked, library),
    )  # fmt: skip


def skills(db: Connection, asked: Asked, lessons: Sequence[Lesson]) -> tuple[Skill, ...]:
    """As things stood when the period ended, of those who are in a group today."""
    _, until = asked.period.moments
    done = tutor.events_by_learner(db, asked.commune)
    before = {who: [one for one in all if one.at < until] for who, all in done.items()}
    return rules.skills(tutor.members(db, asked.commune), before, lessons)


def filled(db: Connection, asked: Asked, library: Library) -> tuple[Filled, ...]:
    """Of the dossiers that came in this time."""
    rows = dossiers.counts_by_assist(db, asked.commune, *asked.period.moments)
    return rules.by_version(
        (flow, version_of(db, library, pack), assist, count) for flow, pack, assist, count in rows
    )


def version_of(db: Connection, library: Library, pack: str) -> str:
    """ "" for a pack that nobody here knows any more."""
    found = library.pack(db, pack)
    return found.flow.version if found else ""


def visits(db: Connection, asked: Asked) -> tuple[EndedVisit, ...]:
    return ended_visits(db, asked.commune, *asked.period.moments)


def ways(db: Connection, asked: Asked, library: Library) -> tuple[Way, ...]:
    """Of flows that are here today: what a device tells of others is nobody's flow."""
    orders = {id: [one.id for one in it.flow.steps] for id, it in library.flows.items()}
    found = figures.in_days(db, asked.commune, *asked.period.days)
    return rules.ways([one for one in found if one.flow in orders], orders)
