"""A lesson's pack: bytes that name themselves."""

import msgspec
import pytest

from kiosk.engine.lesson.pack import FormPack, LessonPack, pack_bytes
from tests.twin.lessons import LessonDraw, pack_of


def test_a_pack_is_the_same_after_opening(otp: LessonPack) -> None:
    assert pack_bytes(otp.body) == otp.data
    assert LessonPack(otp.data).sha256 == otp.sha256
    for number in range(30):
        pack = pack_of(LessonDraw(f"pack {number}").lesson())
        assert pack_bytes(LessonPack(pack.data).body) == pack.data


def test_what_is_no_lessons_pack_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        LessonPack(b'{"format": 1}')


def test_a_form_brings_the_words_of_its_own_checks(otp: LessonPack) -> None:
    form = FormPack(otp, "dien-to")
    assert form.messages["check.0"] == "Thiếu dấu huyền."
    assert "check.0" not in otp.messages


def test_a_variant_replaces_what_it_gives(otp: LessonPack) -> None:
    scene = otp.lesson.scene("cuoc-goi")
    assert scene is not None
    assert [scene.in_clothes(one).say for one in (None, 0, 1)] == [
        "Cháu là công an.", "Cháu là công an.", "Em ở ngân hàng.",
    ]  # fmt: skip
    assert scene.in_clothes(2).done == scene.done


def test_a_brace_that_names_no_fixture_stays(otp: LessonPack) -> None:
    assert otp.lesson.worded("{otp} {la} {otp") == "482913 {la} {otp"
