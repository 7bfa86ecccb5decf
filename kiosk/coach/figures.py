"""What the members of a group can do, and where they fail: worked out from what was done. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kiosk.engine.lesson.events import Event
from kiosk.engine.lesson.mastery import Standing, rules, standings
from kiosk.engine.lesson.shapes import Lesson
from kiosk.tutor.listing import LessonState, state_of

Done = Mapping[str, Sequence[Event]]
"""What was done, by the learner."""
MOST_SHOWN = 5
LEAST_WRONG = 2
"""A single mistake says nothing about a scene."""


class Due(NamedTuple):
    """A lesson that a learner should see again, since a time in milliseconds."""

    learner: str
    lesson: str
    scam: bool
    since: int


class Hard(NamedTuple):
    """A scene: of so many answers so many were wrong."""

    lesson: str
    scene: str
    wrong: int
    answers: int


class Common(NamedTuple):
    """A mistake, how often it was made and by how many."""

    lesson: str
    scene: str
    outcome: str
    times: int
    people: int


def states(done: Sequence[Event], lessons: Sequence[Lesson]) -> dict[str, LessonState]:
    """Of one learner, by lesson."""
    known = {skill: one.state for skill, one in standings(done, rules(lessons)).items()}
    return {one.id: state_of(one, known) for one in lessons}


def due(done: Done, lessons: Sequence[Lesson], now: int) -> list[Due]:
    """What is to be shown again: scams first, then what waits longest."""
    skills = rules(lessons)
    found = [
        one
        for learner, events in done.items()
        for one in due_of(learner, events, standings(events, skills), lessons, now)
    ]
    return sorted(found, key=lambda one: (not one.scam, one.since, one.learner, one.lesson))


def due_of(
    learner: str, done: Sequence[Event], stood: Mapping[str, Standing],
    lessons: Iterable[Lesson], now: int,
) -> Iterator[Due]:  # fmt: skip
    """A skill that several lessons train is due in those that this learner has had."""
    had = {one.lesson for one in done}
    for lesson in lessons:
        when = [stood[skill].due_ms for skill in lesson.skills] if lesson.id in had else []
        late = [one for one in when if one is not None and one <= now]
        if late:
            yield Due(learner, lesson.id, lesson.scam, min(late))


def hardest(done: Done) -> list[Hard]:
    """The scenes in which the largest part of the answers was wrong."""
    wrong: Counter[tuple[str, str]] = Counter()
    answers: Counter[tuple[str, str]] = Counter()
    for one in every(done):
        if one.result in ("right", "wrong"):
            answers[one.lesson, one.scene] += 1
            wrong[one.lesson, one.scene] += one.result == "wrong"
    found = [Hard(*at, wrong[at], answers[at]) for at in answers if wrong[at] >= LEAST_WRONG]
    return sorted(found, key=lambda one: (-one.wrong / one.answers, -one.wrong, one))[:MOST_SHOWN]


def commonest(done: Done) -> list[Common]:
    times: Counter[tuple[str, str, str]] = Counter()
    people: dict[tuple[str, str, str], set[str | None]] = {}
    for one in every(done):
        if one.result == "wrong":
            what = (one.lesson, one.scene, one.outcome)
            times[what] += 1
            people.setdefault(what, set()).add(one.learner)
    found = [Common(*what, times[what], len(people[what])) for what in times]
    return sorted(found, key=lambda one: (-one.people, -one.times, one))[:MOST_SHOWN]


def every(done: Done) -> Iterator[Event]:
    return (one for events in done.values() for one in events)
