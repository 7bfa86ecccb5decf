"""The shapes of a lesson: what an author writes in YAML is what is played and a pack carries.

As in a flow, words are plain strings in the source language, translated before a pack is made.
`{name}` in a word or in `equals` stands for the fixture of that name. docs/lesson-format.md.
"""

import re
from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta, field
from msgspec.structs import replace

from kiosk.engine.shapes import Flow, Id, Review, Shape, Source, StepId

SceneType = Literal[
    "watch_then_do", "tap_target", "type_text", "type_code", "choose_one", "spot_it",
    "compare_real_fake", "call_branch", "photo_frame", "scan_qr", "mini_form", "review_and_fix",
    "recover", "consequence", "own_phone_task",
]  # fmt: skip
ScreenKind = Literal["phone", "call", "cards", "pair", "camera", "scanner", "form", "review", "own"]
ItemKind = Literal[
    "heading", "text", "note", "button", "link", "row", "card", "tab", "sms", "bubble", "address",
    "qr", "photo", "field", "code", "caller",
]  # fmt: skip
Level = Literal["point", "explain", "show", "do_with_me"]
LEVELS: tuple[Level, ...] = ("point", "explain", "show", "do_with_me")
TAPPED: frozenset[ItemKind] = frozenset({"button", "link", "row", "card", "tab"})
TYPED: frozenset[ItemKind] = frozenset({"field", "code"})
END = "END"
FIXTURE = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")


class Item(Shape, frozen=True):
    """One thing on a simulated screen. `button link row card tab` are there to be tapped, `qr photo
    sms address` where the scene names them in an outcome; `field` and `code` are typed into. `look`
    names a drawing of the style sheet: `blur glare crop dark good` of a photo, `real sticker` of a
    qr, `danger quiet` of a button."""

    id: StepId
    kind: ItemKind
    label: str = ""
    note: str = ""
    look: str = ""
    length: Annotated[int, Meta(ge=1, le=40)] | None = None


class Screen(Shape, frozen=True):
    """What is drawn. `app` names a made-up application: its colours are the style sheet's."""

    kind: ScreenKind
    shows: tuple[Item, ...] = ()
    app: StepId | None = None


class Action(Shape, frozen=True):
    """What somebody does. A `tap` names its `target`; what is typed there is compared in one way;
    `fill` is the form of a `mini_form`: it has to hold, and to say the same as `answers`, by the
    names of the form's inputs (`ngay_sinh.d`), in the fields that these name. With none of the
    comparisons any text will do, but not none at all."""

    do: Literal["tap", "type", "fill"]
    target: StepId | None = None
    equals: str | None = None
    not_equals: str | None = None
    same_but_marks: str | None = None
    shorter_than: Annotated[int, Meta(ge=1)] | None = None
    longer_than: Annotated[int, Meta(ge=1)] | None = None
    answers: dict[str, str] = field(default_factory=dict)


def tapped(actions: Iterable[Action]) -> frozenset[str]:
    """The items that these name to be tapped."""
    return frozenset(one.target for one in actions if one.do == "tap" and one.target)


class Mistake(Shape, frozen=True):
    """A mistake that has a name, what is said about it, and the scene after it. `fell`: somebody
    walked into the trap."""

    id: StepId
    when: Action
    say: str
    then: str
    fell: bool = False


class Hint(Shape, frozen=True):
    """`highlight`: the item that glows. `lock_to`: the only one that still can be used."""

    level: Level
    say: str
    highlight: StepId | None = None
    lock_to: StepId | None = None


class Variant(Shape, frozen=True):
    """The same trap in other clothes: what is given replaces the scene's."""

    id: StepId
    goal: str | None = None
    say: str | None = None
    screen: Screen | None = None
    done: str | None = None


class Scene(Shape, frozen=True):
    """`goal`: what to do, at most 12 syllables; `say`: what is read aloud; `done`: what is said
    afterwards. `flow` and `step`: the page of a real procedure that a `mini_form` draws. `check`:
    a test at the end, without hints. Other wrong deeds than the named mistakes lead back here, with
    `other` said."""

    id: StepId
    type: SceneType
    screen: Screen
    goal: str
    say: str
    expect: Action
    then: str
    skill: StepId | None = None
    also_ok: tuple[Action, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    hints: tuple[Hint, ...] = ()
    variants: tuple[Variant, ...] = ()
    trap: bool = False
    check: bool = False
    hints_allowed: bool = True
    done: str = ""
    other: str = ""
    coach_prompt: str = ""
    flow: StepId | None = None
    step: StepId | None = None

    @property
    def gives_hints(self) -> bool:
        return bool(self.hints) and self.hints_allowed and not self.check

    @property
    def rights(self) -> tuple[Action, ...]:
        return (self.expect, *self.also_ok)

    @property
    def outcomes(self) -> tuple[Action, ...]:
        """All that it has words or a way for, in the order in which they are tested."""
        return (*self.rights, *(one.when for one in self.mistakes))

    @property
    def taps(self) -> frozenset[str]:
        """The items that some tap of its outcomes names."""
        return tapped(self.outcomes)

    @property
    def choices(self) -> tuple[Item, ...]:
        """What looks as if it could be tapped. Of two photographs both do as soon as one does, or
        the right one would show."""
        taps = self.taps
        kinds = TAPPED | {one.kind for one in self.screen.shows if one.id in taps}
        return tuple(one for one in self.screen.shows if one.kind in kinds)

    def in_clothes(self, number: int | None) -> "Scene":
        """With what this variant gives in its place; null is the scene as it stands."""
        if number is None:
            return self
        one = self.variants[number]
        given = {"goal": one.goal, "say": one.say, "screen": one.screen, "done": one.done}
        return replace(self, **{name: what for name, what in given.items() if what is not None})


class Mastery(Shape, frozen=True):
    """`n` independent successes in a row, on different variants; then again after so many days."""

    n: Annotated[int, Meta(ge=1, le=10)] = 2
    distinct_variants: bool = True
    refresh_days: tuple[Annotated[int, Meta(ge=1, le=365)], ...] = (7, 21, 60)


class Competence(Shape, frozen=True):
    """Codes of frameworks: DigComp 2.2, DigComp 3.0, the global framework's 0.x (`dlgf`), and the
    five skills of the community teams. QĐ 757's codes are not known: null."""

    digcomp22: tuple[str, ...] = ()
    digcomp_level: Annotated[int, Meta(ge=1, le=8)] | None = None
    dlgf: tuple[str, ...] = ()
    vn5: Literal["dich-vu-cong", "mua-sam", "thanh-toan", "tu-bao-ve", "nen-tang"] | None = None
    qd757: None = None


class Reviewed(Review, frozen=True):
    recheck_days: Annotated[int, Meta(ge=1, le=730)] = 180


class TakeAway(Shape, frozen=True):
    """The printed card: three to five lines to keep beside the telephone."""

    title: str
    lines: Annotated[tuple[str, ...], Meta(min_length=2, max_length=6)]


class Lesson(Shape, frozen=True):
    """A lesson. The first of its scenes is where it begins; authors write them by their ids.
    `rehearsal`: the scenes of the one-minute practice that somebody is offered who is stuck in a
    real step, in their order; a success that leads out of them ends it. `forms`: the flows of its
    `mini_form` scenes by scene, each of one step; put in when a pack is made."""

    lesson: StepId
    version: Annotated[int, Meta(ge=1)]
    title: str
    about: str
    minutes: Annotated[int, Meta(ge=1, le=7)]
    skills: Annotated[tuple[StepId, ...], Meta(min_length=1)]
    scenes: Annotated[tuple[Scene, ...], Meta(min_length=1, max_length=8)]
    rehearsal: Annotated[tuple[StepId, ...], Meta(min_length=1, max_length=3)]
    take_away: TakeAway
    competence: Competence = Competence()
    prerequisites: tuple[StepId, ...] = ()
    reviewed: Reviewed = Reviewed()
    sources: tuple[Source, ...] = ()
    fixtures: dict[Id, str] = field(default_factory=dict)
    mastery: Mastery = Mastery()
    scam: bool = False
    forms: dict[StepId, Flow] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.lesson

    @property
    def first(self) -> str:
        return self.scenes[0].id

    def scene(self, id: str) -> Scene | None:
        return next((one for one in self.scenes if one.id == id), None)

    def worded(self, text: str) -> str:
        """With the fixtures in their places; a brace that names none stays as it is."""
        return FIXTURE.sub(lambda found: self.fixtures.get(found[1], found[0]), text)
