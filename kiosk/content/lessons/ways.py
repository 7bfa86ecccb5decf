"""Proves on the graph of scenes that each can be reached and that everybody gets to the end."""

from collections.abc import Iterator, Mapping

from kiosk.content.lessons.read import LessonFile
from kiosk.content.words import N_
from kiosk.content.yaml import Key, Trouble
from kiosk.engine.lesson.shapes import END, Lesson

NO_SUCH_SCENE = N_("không có cảnh nào tên “{id}”; hết bài thì ghi END")
NEVER_REACHED = N_("không có đường nào dẫn tới cảnh “{id}”")
NO_END = N_("từ cảnh “{id}”, làm đúng mãi vẫn không tới được END")

Edges = Mapping[str, frozenset[str]]


def ways(file: LessonFile) -> Iterator[Trouble]:
    """By what is right alone the end has to come, from whichever scene a mistake led to."""
    lesson = file.lesson
    unknown = tuple(dead_ends(file))
    if unknown:
        yield from unknown
        return
    right = {scene.id: frozenset({scene.then}) for scene in lesson.scenes}
    reached = closure({lesson.first, *lesson.rehearsal}, every_way(lesson))
    for at, scene in enumerate(lesson.scenes):
        if scene.id not in reached:
            yield file.trouble(("scenes", at), NEVER_REACHED, id=scene.id)
        if END not in closure({scene.id}, right):
            yield file.trouble(("scenes", at, "then"), NO_END, id=scene.id)


def dead_ends(file: LessonFile) -> Iterator[Trouble]:
    for key, id in targets(file.lesson):
        if id != END and file.lesson.scene(id) is None:
            yield file.trouble(key, NO_SUCH_SCENE, id=id)


def targets(lesson: Lesson) -> Iterator[tuple[Key, str]]:
    for at, scene in enumerate(lesson.scenes):
        yield ("scenes", at, "then"), scene.then
        for n, mistake in enumerate(scene.mistakes):
            yield ("scenes", at, "mistakes", n, "then"), mistake.then


def every_way(lesson: Lesson) -> Edges:
    return {
        scene.id: frozenset({scene.then, *(one.then for one in scene.mistakes)})
        for scene in lesson.scenes
    }


def closure(begin: set[str], edges: Edges) -> set[str]:
    reached: set[str] = set()
    waiting = list(begin)
    while waiting:
        scene = waiting.pop()
        if scene not in reached:
            reached.add(scene)
            waiting += edges.get(scene, ())
    return reached
