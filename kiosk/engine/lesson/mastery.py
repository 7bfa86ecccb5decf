"""How well somebody can do each skill, worked out anew from what was done.

Nothing of it is stored. Runs of successes rather than knowledge tracing: three in a row foretold
as well (Kelly 2015), and a volunteer can explain it. Events may come in any order and more than
once. `static/engine/lesson/mastery.js` mirrors it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kiosk.engine.lesson.events import Event, Key
from kiosk.engine.lesson.shapes import Lesson

State = Literal["new", "needs_help", "with_hints", "alone", "lasting"]
How = Literal["alone", "hinted", "helped"]

DAY_MS = 24 * 60 * 60 * 1000
LASTING_MS = 7 * DAY_MS
SCAM_DAYS = 14
"""A warning of a scam faded between two and four weeks (Scheibe 2014): the longest pause."""
WRONG_IN_A_RUN = 3
FELL = 2
LAST_HINT = 4


class Rule(NamedTuple):
    """`n` successes in a row, where `distinct` on different variants; then again after so many
    days."""

    n: int
    distinct: bool
    refresh_days: tuple[int, ...]
    scam: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`streak`: independent successes in a row that count. `since_ms`: when the state was reached.
    `due_ms`: when it is to be shown again. `worked`: the successes, by who did the work."""

    state: State
    streak: int
    since_ms: int | None
    due_ms: int | None
    last_ms: int | None
    worked: Mapping[How, int]


@dataclass(slots=True)
class Trail:
    """What has been seen of one skill so far."""

    rule: Rule
    state: State = "new"
    forms: list[tuple[str, str, str]] = field(default_factory=list)
    since: int | None = None
    mastered: int | None = None
    due: int | None = None
    refreshed: int = 0
    last: int | None = None
    fell: int = 0
    wrong: dict[tuple[str, str], int] = field(default_factory=dict)
    worked: dict[How, int] = field(default_factory=lambda: {"alone": 0, "hinted": 0, "helped": 0})


def rules(lessons: Iterable[Lesson]) -> dict[str, Rule]:
    """The rule of each skill; of one that several lessons train the strictest."""
    found: dict[str, Rule] = {}
    for lesson in lessons:
        given = lesson.mastery
        rule = Rule(given.n, given.distinct_variants, given.refresh_days, lesson.scam)
        for skill in lesson.skills:
            found[skill] = stricter(found[skill], rule) if skill in found else rule
    return found


def standings(events: Iterable[Event], skills: Mapping[str, Rule]) -> dict[str, Standing]:
    """Of one learner."""
    trails = {skill: Trail(rule) for skill, rule in skills.items()}
    for event in in_order(events):
        trail = trails.get(event.skill or "")
        if trail is not None and event.result != "begun":
            follow(trail, event)
    return {skill: standing(trail) for skill, trail in trails.items()}


def stricter(a: Rule, b: Rule) -> Rule:
    days = min(a.refresh_days, b.refresh_days)
    return Rule(max(a.n, b.n), a.distinct or b.distinct, days, a.scam or b.scam)


def in_order(events: Iterable[Event]) -> list[Event]:
    """By their time and place, each deed once: of what is told in two ways the earlier."""
    kept: dict[Key, Event] = {}
    for event in sorted(events, key=rank):
        kept.setdefault(event.key, event)
    return list(kept.values())


def rank(event: Event) -> tuple[int | str, ...]:
    """After the key comes all else that a standing depends on, so that no order is left open."""
    rest = (event.result, event.lesson, event.skill or "", event.touch)
    variant = -1 if event.variant is None else event.variant
    return (event.at, *event.key, *rest, variant, event.hint, int(event.fell))


def follow(trail: Trail, event: Event) -> None:
    trail.last = event.at
    if event.result in ("right", "real"):
        succeed(trail, event)
        return
    if event.result == "wrong":
        trail.forms.clear()
        trail.fell += event.fell
        scene = (event.run, event.scene)
        trail.wrong[scene] = trail.wrong.get(scene, 0) + 1
    if is_stuck(trail, event):
        reach(trail, "needs_help", event.at)
        trail.forms.clear()
        trail.due = trail.mastered = None


def is_stuck(trail: Trail, event: Event) -> bool:
    """Tried three times, shown everything, or in the same kind of trap again."""
    tried = trail.wrong.get((event.run, event.scene), 0) >= WRONG_IN_A_RUN
    return tried or trail.fell >= FELL or event.hint >= LAST_HINT


def succeed(trail: Trail, event: Event) -> None:
    how = how_done(event)
    trail.worked[how] += 1
    if how != "alone":
        trail.forms.clear()
        if trail.state == "new":
            reach(trail, "with_hints", event.at)
        return
    trail.wrong.clear()
    trail.fell = 0
    count(trail, event)
    if trail.state in ("new", "needs_help"):
        reach(trail, "with_hints", event.at)
    if trail.mastered is None and (len(trail.forms) >= trail.rule.n or event.result == "real"):
        master(trail, event)
    elif trail.mastered is not None:
        pass_again(trail, event)


def how_done(event: Event) -> How:
    """The first hint only points: it leaves the work to who asked for it."""
    if event.touch == "coach":
        return "helped"
    return "alone" if event.hint <= 1 else "hinted"


def count(trail: Trail, event: Event) -> None:
    """Where a scene has no variants, another run is another time."""
    which = event.run if event.variant is None else str(event.variant)
    form = (event.lesson, event.scene, which)
    if not trail.rule.distinct or form not in trail.forms:
        trail.forms.append(form)


def master(trail: Trail, event: Event) -> None:
    reach(trail, "lasting" if event.result == "real" else "alone", event.at)
    trail.mastered, trail.refreshed = event.at, 0
    trail.due = due_after(trail, event.at)


def pass_again(trail: Trail, event: Event) -> None:
    """Later, or in earnest, it lasts; what was due is done, and due again after a longer while."""
    lasts = event.result == "real" or event.at - (trail.mastered or 0) >= LASTING_MS
    if trail.state == "alone" and lasts:
        reach(trail, "lasting", event.at)
    if trail.due is not None and event.at >= trail.due:
        trail.refreshed += 1
        trail.due = due_after(trail, event.at)


def due_after(trail: Trail, at: int) -> int | None:
    days = trail.rule.refresh_days
    if not days:
        return None
    pause = days[min(trail.refreshed, len(days) - 1)]
    return at + DAY_MS * (min(pause, SCAM_DAYS) if trail.rule.scam else pause)


def reach(trail: Trail, state: State, at: int) -> None:
    if trail.state != state:
        trail.state, trail.since = state, at


def standing(trail: Trail) -> Standing:
    return Standing(
        trail.state, len(trail.forms), trail.since, trail.due, trail.last, dict(trail.worked)
    )
