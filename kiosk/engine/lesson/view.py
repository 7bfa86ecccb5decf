"""The values that fill the holes of a lesson's pages.

Pure: a pack and a place in, a flat dictionary out. `static/engine/lesson/view.js` mirrors it.
"""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.engine import view
from kiosk.engine.lesson.compare import EMPTY, place_of
from kiosk.engine.lesson.pack import FormPack, LessonPack
from kiosk.engine.lesson.place import FINISH, LIST, At, card_url, start_url, url
from kiosk.engine.lesson.play import DONE, OTHER, said_of, scene_at, variant_of
from kiosk.engine.lesson.shapes import END, TAPPED, TYPED, Hint, Item, Lesson, Scene
from kiosk.engine.turn import Draft
from kiosk.engine.view import Holes
from kiosk.engine.walk import Context, walk


def page_of(lesson: Lesson, at: At) -> str:
    """The name of a scene's page in the pack."""
    if at.scene == END:
        return FINISH
    scene = lesson.scene(at.scene)
    number = variant_of(scene, at) if scene else None
    return at.scene if number is None else f"{at.scene}.{number}"


def scene_values(
    pack: LessonPack, at: At, typed: str = "", draft: Draft | None = None,
    context: Context | None = None,
) -> Holes:  # fmt: skip
    """Holes of a scene's page. A `mini_form` needs `context`, and has a `draft` when what was
    filled in is shown again."""
    scene = scene_at(pack.lesson, at)
    form = form_values(pack, scene, draft, context) if scene.id in pack.lesson.forms else {}
    return form | frame_values(pack, at) | hint_values(pack.lesson, scene, at) | {
        "typed": typed,
        "number": str(number_of(pack.lesson, at)),
        "total": str(len(counted(pack.lesson, at))),
    }  # fmt: skip


def start_values(pack: LessonPack, back: str = "") -> Holes:
    """Holes of the lesson's first page."""
    path = start_url(pack.lesson.id, back)
    return {"path": path, "begin": path, "back": back}


def end_values(pack: LessonPack, at: At) -> Holes:
    return frame_values(pack, at) | {
        "again": start_url(pack.lesson.id, at.back),
        "card": card_url(pack.lesson.id),
        "list": LIST,
    }


def frame_values(pack: LessonPack, at: At) -> Holes:
    said, praise = words_of(pack, at)
    return {
        "path": url(pack.lesson.id, at),
        "afresh": url(pack.lesson.id, replace(at, said="")),
        "start": start_url(pack.lesson.id, at.back),
        "back": at.back,
        "said": pack.lesson.worded(said),
        "praise": pack.lesson.worded(praise),
    }


def words_of(pack: LessonPack, at: At) -> tuple[str, str]:
    """What is said of a mistake, or of a success."""
    found = said_of(pack.lesson, at)
    if found is None:
        return "", ""
    scene, outcome = found
    if outcome == DONE:
        return "", scene.done
    if outcome == OTHER:
        return scene.other or pack.words["other"], ""
    return next((one.say for one in scene.mistakes if one.id == outcome), ""), ""


def hint_values(lesson: Lesson, scene: Scene, at: At) -> Holes:
    """The hint that was asked for, what glows, and what cannot be used until it is done."""
    hint = (
        scene.hints[min(at.hint, len(scene.hints)) - 1] if scene.gives_hints and at.hint else None
    )
    more = scene.gives_hints and at.hint < len(scene.hints)
    values: Holes = {
        "hint": lesson.worded(hint.say) if hint else "",
        "level": str(at.hint) if hint else "",
        "more_hints": more,
        "offer": more and at.tries >= 2,
    }
    return values | (dict.fromkeys(marks(scene, hint), True) if hint else {})


def marks(scene: Scene, hint: Hint) -> Iterator[str]:
    yield from (f"glow:{item}" for item in (hint.highlight, hint.lock_to) if item)
    if hint.lock_to:
        yield from (f"off:{one.id}" for one in usable(scene) if one.id != hint.lock_to)


def usable(scene: Scene) -> Iterator[Item]:
    """What can be tapped or typed into; the button that sends what was typed goes without."""
    is_tap, taps = scene.expect.do == "tap", scene.taps
    used = [one for one in scene.choices if is_tap or one.kind not in TAPPED or one.id in taps]
    return (one for one in scene.screen.shows if one in used or one.kind in TYPED)


def number_of(lesson: Lesson, at: At) -> int:
    """Which of the scenes it is; one that is not counted has the number of the one before it."""
    ids = [one.id for one in lesson.scenes]
    so_far = ids[: ids.index(at.scene) + 1]
    return max(1, len([one for one in so_far if one in counted(lesson, at)]))


def counted(lesson: Lesson, at: At) -> list[str]:
    return list(lesson.rehearsal) if at.back else [one.id for one in lesson.scenes]


def form_values(
    pack: LessonPack, scene: Scene, draft: Draft | None, context: Context | None
) -> Holes:
    """The holes of the flow's page, as if a draft had just this step."""
    assert context is not None  # noqa: S101  a real page needs the tables of its place
    form = FormPack(pack, scene.id)
    shown = draft or EMPTY
    result = walk(form.flow, shown.answers, context)
    base = f"{LIST}/{pack.lesson.id}"
    return view.step_values(form, shown, result, place_of(form.flow), context, base, False)
