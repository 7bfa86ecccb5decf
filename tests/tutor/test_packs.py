"""A device is told of the lessons, and fetches them by their hash."""

import json
import re
from hashlib import sha256
from typing import Any

import httpx
from litestar import Litestar
from msgspec.structs import replace

from kiosk.content.lessons.library import LessonEdition
from kiosk.engine.lesson.pack import LessonPack
from kiosk.flow.offers import in_order, named_in
from kiosk.settings import ROOT

DOCS = (ROOT / "docs" / "packs.md").read_text("utf-8")
PACKS = "/sync/v1/packs"


async def test_the_index_names_the_lessons(client: httpx.AsyncClient) -> None:
    told: Any = (await client.get(PACKS)).json()
    (lesson,) = told["lessons"]
    assert {**lesson, "packs": None} == {
        "id": "ma-otp", "version": 2, "title": {"vi": "Mã OTP", "en": "Mã OTP"}, "minutes": 5,
        "prerequisites": [], "packs": None,
    }  # fmt: skip
    assert [one["lessons"] for one in told["flows"]] == [[]]
    for locale, name in lesson["packs"].items():
        answer = await client.get(f"{PACKS}/{name}")
        assert sha256(answer.content).hexdigest() == name
        assert LessonPack(answer.content).locale == locale


async def test_a_flow_names_the_lessons_of_its_steps(app: Litestar, client: object) -> None:
    flow = app.state.library.flows["nha-toi"].flow
    steps = [replace(one, lesson=id) for one, id in zip(flow.steps, "abac", strict=False)]
    assert named_in(replace(flow, steps=tuple(steps)), {"a", "b"}) == ["a", "b"]


async def test_what_has_to_be_known_first_comes_first(app: Litestar, client: object) -> None:
    given = app.state.lessons.lessons["ma-otp"]

    def like(id: str, *before: str) -> LessonEdition:
        pack = LessonPack(given.pack("vi").data)
        pack.lesson = replace(pack.lesson, lesson=id, prerequisites=before)
        return LessonEdition(id, {"vi": pack})

    found = in_order([like("a", "z"), like("b", "a"), like("z"), like("m", "m")])
    assert [one.id for one in found] == ["m", "z", "a", "b"]


async def test_the_shell_has_the_page_of_the_list(app: Litestar, client: httpx.AsyncClient) -> None:
    shell = app.state.shells["vi"]
    assert shell.words["lesson.lasting"] == "Nhớ lâu"
    drawn = shell.page("lessons", {"lessons": [], "some": False, "path": "/hoc"})
    assert "Ở đây chưa có bài học nào." in drawn
    assert 'href="/hoc"' in shell.page("home", {"procedures": [], "path": "/"})


async def test_the_docs_list_every_hole_of_the_list(app: Litestar) -> None:
    (row,) = re.findall(r"^\| `lessons` \|([^\n]*)", DOCS, re.MULTILINE)
    main = json.loads(app.state.shells["vi"].data)["pages"]["lessons"][1]
    holes = set(re.findall(r"\{\{[#^]?([a-z_]+)\}\}", main))
    assert holes <= set(re.findall(r"[a-z_]+", row))


async def test_a_device_fetches_what_a_lesson_is_drawn_with(client: httpx.AsyncClient) -> None:
    worker = (await client.get("/sw.js")).text
    assert "/lesson/lesson.css" in worker
    assert "/lesson/lesson.js" in worker
