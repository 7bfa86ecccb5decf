"""`/hoc/{lesson}/xem`: every page of a lesson on one sheet, for those who teach or write."""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from litestar import Request, Response, get
from litestar.params import FromPath
from msgspec.structs import replace

from kiosk.content.lessons.compile import scenes_of
from kiosk.content.lessons.translate import in_words
from kiosk.engine.lesson.shapes import Lesson, Scene
from kiosk.people.access import area
from kiosk.people.rules import ROLES
from kiosk.tutor.node import pack_of
from kiosk.web.screens import Screen, show

Req = Request[Any, Any, Any]


class Sheet(NamedTuple):
    """A page by its name, with its variant and the fixtures put in."""

    name: str
    scene: Scene


@dataclass(frozen=True)
class PreviewScreen(Screen):
    template: ClassVar[str] = "tutor/lesson/preview.html"

    lesson: Lesson
    pages: tuple[Sheet, ...]


@get("/{lesson:str}/xem")
async def preview(request: Req, lesson: FromPath[str]) -> Response[str]:
    worded = in_words(replace(pack_of(request, lesson).lesson, forms={}))
    pages = tuple(Sheet(name, scene) for name, scene in scenes_of(worded))
    return show(request, PreviewScreen(worded, pages))


PREVIEW_AREA = area("/hoc", (preview,), *ROLES)
