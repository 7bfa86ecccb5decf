"""What is made of the counts. Pure; docs/figures.md says what each number means."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kiosk.coach.figures import Done, states
from kiosk.coach.visits import EndedVisit
from kiosk.engine.lesson.events import Event
from kiosk.engine.lesson.shapes import Lesson
from kiosk.flow.figures import Figure
from kiosk.insight.words import SKILLS
from kiosk.tutor.actions import Member

LEAST = 10
"""Of fewer no percentage is said: one more or less would make it another."""
ABLE = ("alone", "lasting")
MINUTE_MS = 60_000


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """None where there are too few to say."""
        return round(100 * self.part / self.whole) if self.whole >= LEAST else None


class Skill(NamedTuple):
    """One of the five. `lessons` are those that train it; without one nobody can be found able."""

    id: str
    lessons: tuple[Lesson, ...]
    people: Share
    households: Share


class Filled(NamedTuple):
    """The dossiers of one version of a flow, by who filled them in."""

    flow: str
    version: str
    alone: int
    helped: int
    typed: int

    @property
    def share(self) -> Share:
        return Share(self.alone, self.alone + self.helped + self.typed)


class Help(NamedTuple):
    """Visits that somebody ended, of one kind."""

    how: str
    visits: int
    dossiers: int
    minutes: int

    @property
    def each(self) -> int | None:
        """Minutes a dossier."""
        return round(self.minutes / self.dossiers) if self.dossiers else None


class StepLine(NamedTuple):
    """`stopped`: at least so many came as far as this step and never did it."""

    step: str
    done: int
    errors: int
    stopped: Share

    @property
    def refused(self) -> Share:
        return Share(self.errors, self.errors + self.done)


class Way(NamedTuple):
    """One version of a flow, step by step. `unsent`: did every step and did not hand in."""

    flow: str
    version: str
    begun: int
    sent: int
    unsent: Share
    lines: tuple[StepLine, ...]


def skills(members: Sequence[Member], done: Done, lessons: Sequence[Lesson]) -> tuple[Skill, ...]:
    """Somebody is able in one of the five who can do all of one of its lessons alone."""
    able = {one.person.id: lessons_able(done.get(one.person.id, ()), lessons) for one in members}
    return tuple(skill(id, members, able, lessons) for id in SKILLS)


def lessons_able(events: Sequence[Event], lessons: Sequence[Lesson]) -> frozenset[str]:
    found = states(events, lessons) if events else {}
    return frozenset(id for id, state in found.items() if state in ABLE)


def skill(
    id: str, members: Sequence[Member], able: Mapping[str, frozenset[str]],
    lessons: Sequence[Lesson],
) -> Skill:  # fmt: skip
    trained = tuple(one for one in lessons if one.competence.vn5 == id)
    named = frozenset(one.id for one in trained)
    who = [one for one in members if able[one.person.id] & named]
    homes, able_homes = households(members), households(who)
    return Skill(id, trained, Share(len(who), len(members)), Share(len(able_homes), len(homes)))


def households(members: Iterable[Member]) -> frozenset[tuple[str, str]]:
    """As the groups call them; who has none named counts in no household."""
    named = ((one.person.group_id, one.household or "") for one in members)
    plain = ((group, " ".join(home.split()).casefold()) for group, home in named)
    return frozenset(one for one in plain if one[1])


def by_version(counts: Iterable[tuple[str, str, str, int]]) -> tuple[Filled, ...]:
    """From flow, version, `assist` and how many."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for flow, version, assist, count in counts:
        found.setdefault((flow, version), Counter())[assist] += count
    rows = (Filled(*of, n["none"], n["helped"], n["typed"]) for of, n in found.items())
    return tuple(sorted(rows, key=lambda one: (one.flow, one.version)))


def all_of(rows: Sequence[Filled]) -> Filled:
    alone, helped = sum(one.alone for one in rows), sum(one.helped for one in rows)
    return Filled("", "", alone, helped, sum(one.typed for one in rows))


def help_given(visits: Iterable[EndedVisit], how: str = "") -> Help:
    """Of one kind, or of both. A visit without a dossier took its time, too."""
    mine = [one for one in visits if how in ("", one.how)]
    minutes = round(sum(one.ended_at - one.begun_at for one in mine) / MINUTE_MS)
    return Help(how, len(mine), sum(one.dossiers for one in mine), minutes)


def ways(figures: Iterable[Figure], orders: Mapping[str, Sequence[str]]) -> tuple[Way, ...]:
    """`orders`: the steps of each flow as it is today; steps of older versions come last."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for one in figures:
        found.setdefault((one.flow, one.version), []).append(one)
    rows = (way(*of, all, orders.get(of[0], ())) for of, all in found.items())
    return tuple(sorted(rows, key=lambda one: (one.flow, one.version), reverse=True))


def way(flow: str, version: str, figures: Iterable[Figure], order: Sequence[str]) -> Way:
    counts = Counter({(one.step, one.kind): one.times for one in figures})
    seen = {step for step, _ in counts if step}
    steps = [one for one in order if one in seen] + sorted(seen - set(order))
    sent = counts["", "sent"]
    far = reached([counts["", "begun"], *(counts[one, "done"] for one in steps), sent])
    stops = [Share(a - b, a) for a, b in itertools.pairwise(far)]
    lines = (
        StepLine(step, counts[step, "done"], counts[step, "error"], stop)
        for step, stop in zip(steps, stops, strict=False)
    )
    return Way(flow, version, counts["", "begun"], sent, stops[-1], tuple(lines))


def reached(done: Sequence[int]) -> list[int]:
    """At least so many came to each place: all who did a later one came past it. A step that only
    some are asked is so passed by the others, and nobody is said to have stopped there."""
    far = list(done)
    for at in range(len(far) - 2, -1, -1):
        far[at] = max(far[at], far[at + 1])
    return far
