"""Whether a deed is the one that an author named: a tap, something typed, a form filled in.

What is typed is compared as people mean it: without blanks around it and without regard to capital
letters, `hoà` being `hòa`. `static/engine/lesson/compare.js` mirrors it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.engine.lesson.shapes import Action, Lesson, Scene
from kiosk.engine.shapes import Flow, Step, Value
from kiosk.engine.text import fold, tidy
from kiosk.engine.turn import Draft, errors_on, held, key
from kiosk.engine.turn import turn as fill_in
from kiosk.engine.walk import Context, Place

TONES = dict(
    zip(
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        strict=True,
    )
)
"""The old place of the tone mark in an open syllable, and the new one; both are taught."""
EMPTY = Draft({}, {})

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a scene's form sent. `helped`: somebody else says that they lent a hand."""

    tap: str = ""
    typed: str | None = None
    form: Form | None = None
    helped: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A `mini_form` as the real page took it. `holds`: it would let the citizen go on."""

    draft: Draft
    answers: Mapping[str, Value]
    holds: bool


def does(lesson: Lesson, scene: Scene, sent: Sent, action: Action, context: Context) -> bool:
    """Whether what was sent is this action."""
    if action.do != kind_of(scene, sent):
        return False
    if action.do == "tap":
        return sent.tap == action.target
    if action.do == "type":
        return types(lesson, scene, sent.typed or "", action)
    return fills(lesson, scene, sent.form or {}, action, context)


def kind_of(scene: Scene, sent: Sent) -> str:
    """The button that sends what was typed is no deed of its own, unless an outcome names it."""
    if sent.tap in scene.taps:
        return "tap"
    kinds = {one.do for one in scene.outcomes}
    if "fill" in kinds and sent.form is not None:
        return "fill"
    return "type" if "type" in kinds and sent.typed is not None else "tap"


def types(lesson: Lesson, scene: Scene, typed: str, action: Action) -> bool:
    text = spelt(scene, typed)
    wanted = [action.equals, action.not_equals, action.same_but_marks]
    equals, other, marks = (spelt(scene, lesson.worded(one or "")) for one in wanted)
    bounds = action.shorter_than, action.longer_than
    return all((
        text != "" or any(one is not None for one in (*wanted, *bounds)),
        action.equals is None or text == equals,
        action.not_equals is None or text != other,
        action.same_but_marks is None or fold(text) == fold(marks),
        action.shorter_than is None or len(text) < action.shorter_than,
        action.longer_than is None or len(text) > action.longer_than,
    ))  # fmt: skip


def spelt(scene: Scene, text: str) -> str:
    """One spelling for what counts as the same. In a code no blank counts."""
    if scene.type == "type_code" or any(one.kind == "code" for one in scene.screen.shows):
        return tidy(text).replace(" ", "")
    plain = tidy(text).lower()
    for old, new in TONES.items():
        plain = plain.replace(old, new)
    return plain


def fills(lesson: Lesson, scene: Scene, form: Form, action: Action, context: Context) -> bool:
    flow = lesson.forms[scene.id]
    given = {name: [lesson.worded(text)] for name, text in action.answers.items()}
    got = filled(flow, form, context)
    named = [
        one.id for one in flow.steps[0].fields if any(is_input(name, one.id) for name in given)
    ]
    # The others stay as they were sent, because a field may look at another one.
    rest = {k: v for k, v in form.items() if not any(is_input(k, one) for one in named)}
    wanted = filled(flow, {**rest, **given}, context).answers
    return got.holds and all(
        one in wanted and alike(got.answers.get(one), wanted[one], f"{one}.detail" in given)
        for one in named
    )


def filled(flow: Flow, form: Form, context: Context) -> Filled:
    """The form put into an empty draft: its messages are the real ones, and nothing is kept."""
    step, place = flow.steps[0], place_of(flow)
    typed = {name: list(texts) for name, texts in form.items()}
    done = fill_in(flow, EMPTY, place, typed, context, False)
    holds = key(place) not in done.draft.typed and not errors_on(done.walk, place)
    return Filled(done.draft, held(done.draft, step, place), holds)


def place_of(flow: Flow) -> Place:
    """The one page of a `mini_form`'s flow."""
    step: Step = flow.steps[0]
    return Place(step.id, 1 if step.group else None)


def is_input(name: str, field: str) -> bool:
    return name == field or name.startswith(field + ".")


def alike(got: Value, wanted: Value, with_detail: bool) -> bool:
    """A commune that is known is the same however its name was typed; of one that is not, capital
    letters make no difference."""
    if not isinstance(got, dict) or not isinstance(wanted, dict):
        return bool(got == wanted)
    names = ("province", "commune", "detail") if with_detail else ("province", "commune")
    places = (str(one.get("place")).lower() for one in (got, wanted))
    return all(got.get(name) == wanted.get(name) for name in names) and (
        wanted.get("commune") is not None or len(set(places)) == 1
    )
