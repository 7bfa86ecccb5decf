"""From an author's `lesson.yaml` to the engine's shape, with every mistake named by its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kiosk.content import plain
from kiosk.content.words import N_
from kiosk.content.yaml import ContentError, Document, Key, Trouble, load
from kiosk.engine.lesson.shapes import Action, Hint, Item, Lesson, Mistake, Scene, Variant
from kiosk.engine.shapes import Source

FILE = "lesson.yaml"
NOT_A_LESSON = N_("tệp bài học phải là các dòng “tên: giá trị”")
NOT_SCENES = N_("scenes phải là các cảnh, mỗi cảnh một dòng “mã-cảnh:” rồi các mục thụt vào")
NOT_A_SCENE = N_("cảnh “{id}” phải là các dòng “tên: giá trị”")
NOT_HERE = N_("mục “{name}” do máy thêm, không tự ghi")
WRONG_SHAPE = "{why}"

# Whose members are looked at one by one, so that each mistake is told at once.
PARTS: dict[str, type] = {
    "also_ok": Action, "mistakes": Mistake, "hints": Hint, "variants": Variant,
}  # fmt: skip
# Stands for a scene that is looked at by itself.
BLANK = {
    "id": "x", "type": "tap_target", "screen": {"kind": "phone"}, "goal": "", "say": "",
    "expect": {"do": "tap"}, "then": "END",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LessonFile:
    """A lesson that could be read. Authors write scenes by their ids, a lesson has a list."""

    lesson: Lesson
    folder: Path
    document: Document

    def trouble(self, key: Key, text: str, /, **params: object) -> Trouble:
        """At a place of the lesson, or of what its author wrote."""
        return self.document.trouble(self._written(key), text, **params)

    def place(self, key: Key) -> str:
        """`lesson.yaml:12`: where something stands, to name it inside a sentence."""
        return f"{self.document.file.name}:{self.document.line(self._written(key))}"

    def _written(self, key: Key) -> Key:
        return by_id(key, [scene.id for scene in self.lesson.scenes])


def read_lesson(folder: Path) -> LessonFile:
    """Raises ContentError with every trouble that keeps the lesson from being used."""
    document = load(folder / FILE)
    data = in_a_list(document)
    if troubles := tuple(misfits(data, document)):
        raise ContentError(*troubles)
    return LessonFile(msgspec.convert(data, Lesson), folder, document)


def in_a_list(document: Document) -> dict[str, Any]:
    """What the author wrote, with the scenes as the engine has them."""
    data = document.data
    if not isinstance(data, dict):
        raise ContentError(document.trouble((), NOT_A_LESSON))
    scenes = data.get("scenes")
    if not isinstance(scenes, dict):
        raise ContentError(document.trouble(("scenes",), NOT_SCENES))
    for id, scene in scenes.items():
        if not isinstance(scene, dict):
            raise ContentError(document.trouble(("scenes", id), NOT_A_SCENE, id=id))
        if "id" in scene:
            raise ContentError(document.trouble(("scenes", id, "id"), NOT_HERE, name="id"))
    if "forms" in data:
        raise ContentError(document.trouble(("forms",), NOT_HERE, name="forms"))
    return {**data, "scenes": [{"id": id, **scene} for id, scene in scenes.items()]}


def by_id(key: Key, scenes: list[str]) -> Key:
    """`("scenes", 2, "say")` as its author has it."""
    at = key[1] if key[:1] == ("scenes",) and len(key) > 1 else None
    return ("scenes", scenes[at], *key[2:]) if isinstance(at, int) and at < len(scenes) else key


def misfits(data: Mapping[str, Any], document: Document) -> Iterator[Trouble]:
    """Part by part."""
    rest = {**data, "scenes": [BLANK] * len(data["scenes"])}
    yield from members(rest, "sources", Source, (), document)
    for scene in data["scenes"]:
        yield from in_scene(dict(scene), ("scenes", scene["id"]), document)
    yield from misfit(rest, Lesson, (), document)


def in_scene(rest: dict[str, Any], key: Key, document: Document) -> Iterator[Trouble]:
    for name, shape in PARTS.items():
        yield from members(rest, name, shape, key, document)
    if isinstance(rest.get("screen"), dict):
        rest["screen"] = dict(rest["screen"])
        yield from members(rest["screen"], "shows", Item, (*key, "screen"), document)
    yield from misfit(rest, Scene, key, document)


def members(
    rest: dict[str, Any], name: str, shape: type, key: Key, document: Document
) -> Iterator[Trouble]:
    """Takes a list out of what is left to look at."""
    if isinstance(whole := rest.get(name), list):
        rest[name] = []
        for at, member in enumerate(whole):
            yield from misfit(member, shape, (*key, name, at), document)


def misfit(data: object, shape: type, key: Key, document: Document) -> Iterator[Trouble]:
    try:
        msgspec.convert(data, shape)
    except msgspec.ValidationError as problem:
        inside, why = plain.of_shape(problem, shape)
        yield document.trouble((*key, *inside), WRONG_SHAPE, why=why)
