"""A folder of lessons: those that hold together are compiled, a broken one is left out."""

from pathlib import Path
from shutil import copytree

import pytest

from kiosk.content.lessons.library import (
    Lessons,
    lesson_folder,
    lessons_from_shelf,
    open_lessons,
)
from kiosk.content.lessons.proof import LessonBench
from kiosk.content.library import Edition, Library, edition_id
from kiosk.content.yaml import ContentError
from tests.content.lessons.conftest import BORROW, Change
from tests.engine.conftest import pack_for


@pytest.fixture(scope="session")
def flows() -> Library:
    packs = {"vi": pack_for(BORROW)}
    return Library([Edition(edition_id(packs), packs)])


@pytest.fixture
def lessons(home: Path, flows: Library, lesson_bench: LessonBench) -> Lessons:
    return open_lessons(home.parent, flows, lesson_bench.tongues)


def test_a_lesson_is_found_by_its_id_and_its_pack_by_its_hash(lessons: Lessons) -> None:
    one = lessons.lessons["bai-thu"]
    assert one.lesson.title == "Bài thử"
    assert lessons.by_hash[one.hashes["vi"]] is one.pack("vi") is one.pack("en")
    assert lessons.troubles == ()


def test_a_broken_lesson_is_left_out_and_told(
    change: Change, flows: Library, lesson_bench: LessonBench
) -> None:
    home = change("then: END", "then: het")
    copytree(home, home.with_name("khac"))
    found = open_lessons(home.parent, flows, lesson_bench.tongues)
    assert (found.lessons, {one.file.parent.name for one in found.troubles}) == (
        {}, {"bai-thu", "khac"},
    )  # fmt: skip
    with pytest.raises(ContentError, match=r"lesson\.yaml:78: "):
        found.in_folder(home)


def test_a_lesson_whose_page_cannot_be_drawn_is_left_out(
    home: Path, flows: Library, lesson_bench: LessonBench
) -> None:
    def odd(template: str, values: object) -> str:
        return "<title>{{ </title><main></main>"

    (tongue,) = lesson_bench.tongues
    found = open_lessons(home.parent, flows, [type(tongue)("vi", str, odd, tongue.names)])
    assert "không dựng được trang" in str(found.troubles[0])


def test_no_folder_has_no_lessons(tmp_path: Path, flows: Library) -> None:
    assert open_lessons(tmp_path / "none", flows, []).lessons == {}


def test_the_second_start_takes_them_from_the_shelf(
    home: Path, tmp_path: Path, lessons: Lessons, flows: Library, lesson_bench: LessonBench
) -> None:
    given = (tmp_path / "shelf", "today", home.parent, flows)
    lessons_from_shelf(*given, lesson_bench.tongues)
    again = lessons_from_shelf(*given, [])
    assert again.by_hash.keys() == lessons.by_hash.keys()
    assert [one.name for one in (tmp_path / "shelf").iterdir()] == ["lessons-today.bin"]


def test_a_lesson_is_named_by_its_id_or_its_folder(home: Path, tmp_path: Path) -> None:
    assert lesson_folder("bai-thu", tmp_path) == home
    assert lesson_folder(str(home), Path("elsewhere")) == home
