"""Makes a lesson's pack: every page drawn once, with holes for what changes while it is played."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from kiosk.content.compile import HOLES, Names, Render, frame_of, hole, options, title_and_main
from kiosk.content.compile import with_options as drawn_options
from kiosk.content.lessons.translate import in_language, in_words
from kiosk.content.translate import Translate
from kiosk.content.translate import in_language as flow_in_language
from kiosk.content.words import MESSAGES, N_, WORDS
from kiosk.engine.lesson.pack import FORMAT, Body, LessonPack, pack_bytes
from kiosk.engine.lesson.place import CARD, FINISH, START
from kiosk.engine.lesson.shapes import Lesson, Scene
from kiosk.engine.shapes import Flow

# Said of a wrong deed for which a scene has no words.
OTHER = N_("Chưa đúng. Thử lại nhé.")


def compile_lesson(
    lesson: Lesson, locale: str, translate: Translate, render: Render, names: Names,
    forms: Mapping[str, Flow],
) -> LessonPack:  # fmt: skip
    """One lesson in one language, with the pages of procedures that its scenes draw. The same
    inputs give the same bytes."""
    local = replace(
        in_language(lesson, translate),
        forms={scene: flow_in_language(flow, translate) for scene, flow in forms.items()},
    )
    pages = pages_of(local, render, names)
    body = Body(
        format=FORMAT,
        lesson=local,
        locale=locale,
        words={key: translate(text) for key, text in {**WORDS, "other": OTHER}.items()},
        messages={key: translate(text) for key, text in MESSAGES.items()},
        frame=frame_of(pages[START]),
        pages={name: title_and_main(page) for name, page in pages.items()},
    )
    return LessonPack(pack_bytes(body))


def pages_of(local: Lesson, render: Render, names: Names) -> dict[str, str]:
    """Every page of the lesson, whole, by its name."""
    lesson = in_words(local)
    shown: dict[str, Any] = {
        **HOLES, "lesson": lesson, "path": hole("path"), "fragment": False,
        "total": len(lesson.scenes),
    }  # fmt: skip
    pages = {START: render("tutor/lesson/start.html", shown)}
    for at, scene in scenes_of(lesson):
        values = {**shown, "scene": scene, "at": at}
        if flow := lesson.forms.get(scene.id):
            pages[at] = render("tutor/lesson/form.html", {**values, **form_values(flow, names)})
        else:
            pages[at] = render("tutor/lesson/scene.html", values)
    pages[FINISH] = render("tutor/lesson/end.html", shown)
    pages[CARD] = render("tutor/lesson/card.html", shown)
    return pages


def scenes_of(lesson: Lesson) -> Iterator[tuple[str, Scene]]:
    """By the name of its page each scene, in each of its clothes."""
    for scene in lesson.scenes:
        if not scene.variants:
            yield scene.id, scene
        for at in range(len(scene.variants)):
            yield f"{scene.id}.{at}", scene.in_clothes(at)


def form_values(flow: Flow, names: Names) -> dict[str, Any]:
    """What the page of a step is drawn with."""
    step = flow.steps[0]
    asked = replace(step, fields=tuple(drawn_options(one, names) for one in step.fields))
    return {"flow": flow, "step": asked, "links": {}, "provinces": options(names.provinces())}
