"""What is kept of a lesson: that something was done, and never what was typed.

Append-only. The same deed told twice is one, because an event's key is its place in the run: so
what several devices tell is merged by putting it together. `static/engine/lesson/events.js`.
"""

from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from kiosk.engine.lesson.place import MOST, MOST_HINTS, At
from kiosk.engine.lesson.play import Sent, Turn, variant_of
from kiosk.engine.lesson.shapes import Lesson
from kiosk.engine.shapes import StepId

BEGUN = "bat-dau"
REAL = "that"
Touch = Literal["alone", "coach"]
Run = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\n)$")]
Count = Annotated[int, Meta(ge=0, le=MOST)]
# The year 3000: a clock may be wrong, but what is counted on from its time stays a date.
TOO_LATE_MS = 32_503_680_000_000
Name = Annotated[str, Meta(min_length=1, max_length=80)]


class Key(NamedTuple):
    run: str
    n: int
    scene: str
    outcome: str


class Event(Struct, frozen=True, forbid_unknown_fields=True):
    """One deed. `hint`, `tries` and `variant` are those that it was done under; of a hint that was
    asked for, `hint` is the one that then came. `real`: the step of a real procedure. `at` is in
    milliseconds since 1970."""

    run: Run
    n: Count
    scene: StepId
    outcome: StepId
    result: Literal["begun", "right", "wrong", "hint", "real"]
    lesson: StepId
    version: Annotated[int, Meta(ge=1)]
    skill: StepId | None
    variant: Count | None
    hint: Annotated[int, Meta(ge=0, le=MOST_HINTS)]
    tries: Count
    fell: bool
    ends: bool
    rehearsal: bool
    touch: Touch
    trap: bool
    at: Annotated[int, Meta(ge=0, lt=TOO_LATE_MS)]
    device: Name
    learner: Name | None

    @property
    def key(self) -> Key:
        return Key(self.run, self.n, self.scene, self.outcome)


def event_of(
    lesson: Lesson, at: At, turn: Turn, sent: Sent, *, now_ms: int, device: str, learner: str | None
) -> Event:
    """What `turn` made of a deed done `at` a scene."""
    scene = lesson.scene(at.scene)
    assert scene is not None  # noqa: S101  it was played
    return Event(
        run=at.run, n=at.n, scene=at.scene, outcome=turn.outcome, result=turn.result,
        lesson=lesson.id, version=lesson.version, skill=scene.skill,
        variant=variant_of(scene, at), hint=turn.at.hint if turn.result == "hint" else at.hint,
        tries=at.tries, fell=turn.fell, ends=turn.ends, rehearsal=at.back != "",
        touch="coach" if sent.helped else "alone", trap=scene.trap,
        at=now_ms, device=device, learner=learner,
    )  # fmt: skip


def begun(lesson: Lesson, at: At, *, now_ms: int, device: str, learner: str | None) -> Event:
    """That a run has begun, `at` its first scene."""
    return Event(
        run=at.run, n=0, scene=at.scene, outcome=BEGUN, result="begun",
        lesson=lesson.id, version=lesson.version, skill=None, variant=None, hint=0, tries=0,
        fell=False, ends=False, rehearsal=at.back != "", touch="alone", trap=False,
        at=now_ms, device=device, learner=learner,
    )  # fmt: skip


def done_for_real(
    lesson: Lesson, skill: str, run: str, step: str, touch: Touch,
    *, now_ms: int, device: str, learner: str | None,
) -> Event:  # fmt: skip
    """That a skill was shown in the step of a real draft, which counts once. `run` stands for the
    draft and is not its id, which a dossier takes."""
    return Event(
        run=run, n=0, scene=step, outcome=f"{REAL}-{skill}"[:40], result="real",
        lesson=lesson.id, version=lesson.version, skill=skill, variant=None, hint=0, tries=0,
        fell=False, ends=False, rehearsal=False, touch=touch, trap=False,
        at=now_ms, device=device, learner=learner,
    )  # fmt: skip
