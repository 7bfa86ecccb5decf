"""One deed in a lesson: what was done at a scene, how it is judged, and where it leads.

Pure and total, and it stores nothing: the same deed sent twice has the same answer.
`static/engine/lesson/play.js` mirrors it.
"""

from dataclasses import dataclass, replace
from typing import Literal

from kiosk.engine.lesson.compare import Filled, Form, Sent, does, filled
from kiosk.engine.lesson.place import MOST, At, back_from
from kiosk.engine.lesson.shapes import END, Action, Lesson, Mistake, Scene
from kiosk.engine.turn import AGAIN, Draft
from kiosk.engine.walk import Context

__all__ = ["Sent", "Turn", "begin", "play", "said_of", "scene_at", "sent_from", "variant_of"]

Result = Literal["right", "wrong", "hint"]
LAM, CHU, GIUP = "lam", "chu", "giup"
"""A form's own names: what was tapped, what was typed, and that somebody helped."""
HINT = "goi-y"
OTHER = "khac"
DONE = "xong"


@dataclass(frozen=True, slots=True)
class Turn:
    """`at` is where the deed leads. `outcome`: the item or the mistake that it was, never what was
    typed. `stays`: the page is shown again at once, with what was typed. `draft`: a `mini_form` as
    it was filled in, to show it with its messages; for a hint only with those that somebody who is
    not finished wants to see."""

    at: At
    result: Result
    outcome: str
    stays: bool = False
    fell: bool = False
    ends: bool = False
    draft: Draft | None = None


def begin(lesson: Lesson, run: str, back: str = "") -> At:
    """With a page to return to it is a rehearsal: only the scenes that the lesson names for one."""
    kept = back_from(back)
    return At(run, lesson.rehearsal[0] if kept else lesson.first, back=kept)


def sent_from(form: Form) -> Sent:
    """What a scene's form means."""

    def first(name: str) -> str | None:
        return next(iter(form.get(name, ())), None)

    return Sent(first(LAM) or "", first(CHU), form, first(GIUP) == "1")


def play(lesson: Lesson, at: At, sent: Sent, context: Context) -> Turn:
    scene = scene_at(lesson, at)
    if sent.tap == HINT:
        return ask_for_hint(lesson, scene, at, sent, context)
    right = next((one for one in scene.rights if does(lesson, scene, sent, one, context)), None)
    if right:
        return succeed(lesson, scene, at, right)
    named = (one for one in scene.mistakes if does(lesson, scene, sent, one.when, context))
    return fail(scene, at, next(named, None), seen(lesson, scene, sent, context))


def scene_at(lesson: Lesson, at: At) -> Scene:
    """The scene as this run shows it."""
    scene = lesson.scene(at.scene)
    assert scene is not None  # noqa: S101  the caller found it
    return scene.in_clothes(variant_of(scene, at))


def variant_of(scene: Scene, at: At) -> int | None:
    """Another one after each trap walked into: who comes back meets it in other clothes."""
    if not scene.variants:
        return None
    return (int(at.run[-4:], 16) + at.round) % len(scene.variants)


def ask_for_hint(lesson: Lesson, scene: Scene, at: At, sent: Sent, context: Context) -> Turn:
    """The next hint of the ladder; at its end, or where there is none, the same again. Whoever asks
    in the middle of a word keeps what is there of it."""
    hint = min(at.hint + 1, len(scene.hints)) if scene.gives_hints else at.hint
    after = replace(at, n=more(at.n), hint=hint, said="")
    if not holds_something(sent.form or {}):
        return Turn(after, "hint", HINT)
    unfinished = replace(sent, form={**(sent.form or {}), AGAIN: ["1"]})
    form = seen(lesson, scene, unfinished, context)
    return Turn(after, "hint", HINT, stays=True, draft=form.draft if form else None)


def holds_something(form: Form) -> bool:
    return any(any(texts) for name, texts in form.items() if name not in (LAM, GIUP))


def succeed(lesson: Lesson, scene: Scene, at: At, right: Action) -> Turn:
    ends = scene.then == END or (at.back != "" and scene.then not in lesson.rehearsal)
    said = f"{scene.id}.{DONE}" if scene.done else ""
    after = arrive(at, END if ends else scene.then, said)
    return Turn(after, "right", right.target or DONE, ends=ends)


def fail(scene: Scene, at: At, mistake: Mistake | None, form: Filled | None) -> Turn:
    """A wrong deed that has no name leads back to the scene itself."""
    outcome, then = (mistake.id, mistake.then) if mistake else (OTHER, scene.id)
    fell = mistake is not None and mistake.fell
    said = f"{scene.id}.{outcome}"
    stays = then == scene.id
    if stays:
        after = replace(at, n=more(at.n), tries=more(at.tries), said=said)
    else:
        after = arrive(at, then, said)
    after = replace(after, round=more(at.round)) if fell else after
    return Turn(after, "wrong", outcome, stays, fell, then == END, form.draft if form else None)


def seen(lesson: Lesson, scene: Scene, sent: Sent, context: Context) -> Filled | None:
    """A `mini_form` with the messages of the real page."""
    if scene.id not in lesson.forms or sent.form is None:
        return None
    return filled(lesson.forms[scene.id], sent.form, context)


def arrive(at: At, scene: str, said: str) -> At:
    return At(at.run, scene, more(at.n), at.round, said=said, back=at.back)


def more(count: int) -> int:
    return min(count + 1, MOST)


def said_of(lesson: Lesson, at: At) -> tuple[Scene, str] | None:
    """The scene and the outcome that something is to be said of."""
    name, _, outcome = at.said.partition(".")
    scene = lesson.scene(name)
    return (scene.in_clothes(variant_of(scene, at)), outcome) if scene and outcome else None
