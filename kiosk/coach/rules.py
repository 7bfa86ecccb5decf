"""Where somebody is in a lesson right now, and whether they are stuck. Pure.

Worked out anew from what was done each time it is asked and kept nowhere, so that it clears with
the next success by itself, in whatever order devices tell of it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random

from kiosk.engine.lesson.events import Event
from kiosk.engine.lesson.shapes import END, Lesson, Mistake
from kiosk.tutor.rules import PICKED, PICTURES, spelt

MINUTE_MS = 60_000
LOOK_BACK_MS = 30 * MINUTE_MS
"""Who did nothing for longer has gone home. As far ahead, too, may a telephone's clock be."""
QUIET_MS = 2 * MINUTE_MS
TRIES = 2
HINT = 3
"""The third hint is half the work done."""

LONGEST_NAME = 30
LONGEST_GROUP = 60
_NUMBER = re.compile(r"[0-9](?:[ .-]?[0-9]){8,}")


@dataclass(frozen=True, slots=True)
class Place:
    """`stuck_since`, in milliseconds, is null for who is not stuck; `wrong` is their last mistake
    since the last success."""

    lesson: str
    scene: str
    ended: bool
    stuck_since: int | None
    wrong: Event | None


def place_of(events: Iterable[Event], lessons: Mapping[str, Lesson], now: int) -> Place | None:
    """In the newest run of the last half hour; null when there is none. What the clock of a device
    puts ahead happens now."""
    run = newest_run([one for one in events if is_of_now(one, now)])
    if not run:
        return None
    last, tail = run[-1], since_success(run)
    ended = any(one.ends for one in run)
    stuck = None if ended else min(reasons(tail, min(last.at, now), now), default=None)
    scene = scene_after(last, lessons.get(last.lesson))
    wrong = next((one for one in reversed(tail) if one.result == "wrong"), None)
    return Place(last.lesson, scene, ended, stuck, wrong)


def mistake_of(lesson: Lesson, scene: str, outcome: str) -> Mistake | None:
    """Null for a mistake that has no name, or none any more."""
    found = lesson.scene(scene)
    named = found.mistakes if found else ()
    return next((one for one in named if one.id == outcome), None)


def sentence_for(lesson: Lesson, scene: str) -> str:
    """What to say to who is stuck there: the author's words for it, else what explains."""
    found = lesson.scene(scene)
    if found is None:
        return ""
    explained = next((one.say for one in found.hints if one.level == "explain"), found.say)
    return lesson.worded(found.coach_prompt or explained)


def has_number(text: str) -> bool:
    """Whether a number of a card or a telephone stands in it: nine digits or more."""
    return _NUMBER.search(text) is not None


def new_pictures(taken: Collection[str], chance: Random) -> str:
    """Three pictures in an order that nobody in the group has or had; if it can be, three that
    nobody has in another order either. Raises IndexError when there are none left."""
    sets = {frozenset(one.split(".")) for one in taken}
    free = [one for one in map(spelt, permutations(PICTURES, PICKED)) if one not in taken]
    apart = [one for one in free if frozenset(one.split(".")) not in sets]
    return chance.choice(apart or free)


def is_of_now(event: Event, now: int) -> bool:
    return abs(event.at - now) <= LOOK_BACK_MS and event.result != "real"


def newest_run(events: Sequence[Event]) -> list[Event]:
    if not events:
        return []
    run = max(events, key=lambda one: (one.at, one.n)).run
    return sorted((one for one in events if one.run == run), key=lambda one: (one.at, one.n))


def since_success(run: Sequence[Event]) -> Sequence[Event]:
    after = [at for at, one in enumerate(run, 1) if one.result == "right"]
    return run[after[-1] :] if after else run


def reasons(tail: Sequence[Event], last: int, now: int) -> Iterator[int]:
    """The moments since which one is stuck, for whatever reason."""
    wrong: Counter[str] = Counter()
    for one in tail:
        wrong[one.scene] += one.result == "wrong"
        if wrong[one.scene] >= TRIES or one.hint >= HINT or one.fell:
            yield min(one.at, now)
    if now - last >= QUIET_MS:
        yield last


def scene_after(event: Event, lesson: Lesson | None) -> str:
    """Where a deed led."""
    scene = lesson.scene(event.scene) if lesson else None
    if lesson is None or scene is None or event.result in ("begun", "hint"):
        return event.scene
    if event.result == "right":
        return event.scene if scene.then == END else scene.then
    named = mistake_of(lesson, event.scene, event.outcome)
    return named.then if named and named.then != END else event.scene
