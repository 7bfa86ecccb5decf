"""A lesson's pack: every page that may be asked for, in its language, fixtures in their places."""

from pathlib import Path

import pytest

from kiosk.content.lessons.compile import compile_lesson
from kiosk.content.lessons.forms import forms_of
from kiosk.content.lessons.proof import LessonBench
from kiosk.content.lessons.read import LessonFile, read_lesson
from kiosk.content.lessons.translate import in_language, words_of
from kiosk.engine.lesson.pack import LessonPack
from tests.content.lessons.conftest import BORROW, flow_of


@pytest.fixture
def file(home: Path) -> LessonFile:
    return read_lesson(home)


@pytest.fixture
def pack(file: LessonFile, lesson_bench: LessonBench) -> LessonPack:
    (tongue,) = lesson_bench.tongues
    forms = forms_of(file.lesson, flow_of)
    return compile_lesson(file.lesson, "vi", str, tongue.render, tongue.names, forms)


def test_there_is_a_page_for_every_scene_in_each_of_its_clothes(pack: LessonPack) -> None:
    assert list(pack.body.pages) == [
        "cuoc-goi.0", "cuoc-goi.1", "cuoc-goi.2", "dien", "go-ma", "hau-qua", "start", "the",
        "xem-mau", "xong",
    ]  # fmt: skip
    assert "Thẻ bị khóa." in pack.page("cuoc-goi.1", {})
    assert "Thẻ bị khóa." not in pack.page("cuoc-goi.2", {})


def test_a_page_has_the_fixtures_and_the_lesson_keeps_their_names(pack: LessonPack) -> None:
    assert "Bà Lan gõ mã 4829." in pack.page("xem-mau", {})
    assert pack.lesson.scenes[0].say == "Bà Lan gõ mã {ma}."


def test_a_form_is_the_page_of_the_real_step_and_nothing_else_of_it(pack: LessonPack) -> None:
    page = pack.page("dien", {"tuoi": "61"})
    assert "Ai mượn?" in page
    assert 'value="61"' in page
    (step,) = pack.lesson.forms["dien"].steps
    assert (step.id, step.when) == ("ai", None)
    assert [one.say for one in pack.lesson.forms["dien"].checks] == ["Bé quá."]


def test_the_same_lesson_gives_the_same_bytes(
    pack: LessonPack, file: LessonFile, lesson_bench: LessonBench
) -> None:
    (tongue,) = lesson_bench.tongues
    forms = {"dien": pack.lesson.forms["dien"]}
    again = compile_lesson(file.lesson, "vi", str, tongue.render, tongue.names, forms)
    assert again.sha256 == pack.sha256


def test_words_are_translated_and_values_are_not(file: LessonFile) -> None:
    said = in_language(file.lesson, str.upper)
    assert said.take_away.lines == ("KHÔNG ĐỌC MÃ.", "CÚP MÁY.")
    assert said.scenes[1].hints[0].say == "NHÌN TIN NHẮN."
    assert said.scenes[2].screen.shows[0].label == "SỐ LẠ"
    assert said.fixtures == file.lesson.fixtures
    assert said.scenes[4].expect == file.lesson.scenes[4].expect


def test_a_number_or_a_fixture_alone_is_no_word() -> None:
    shown = {"label": "{ma}", "note": "156", "say": "Gọi 156."}
    assert [text for _, text in words_of({"scenes": {"sources": shown}})] == ["Gọi 156."]
    assert list(words_of({"sources": [{"title": "Luật"}], "fixtures": {"title": "Bà Lan"}})) == []


def test_a_form_is_cut_out_of_the_flow_without_harm_to_it(file: LessonFile) -> None:
    cut = forms_of(file.lesson, flow_of)["dien"]
    assert (cut.id, cut.sources, len(BORROW.steps)) == ("muon-sach", {}, 3)
