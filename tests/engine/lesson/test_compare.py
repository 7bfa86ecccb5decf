"""What counts as the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.engine.lesson.compare import spelt, types
from kiosk.engine.lesson.pack import LessonPack
from kiosk.engine.lesson.shapes import Action


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("hòa", "hoà"), ("THÚY", "thuý"), ("khoẻ", "khỏe"), (" Lan  Anh ", "lan anh"), ("đá", "ĐÁ")],
)
def test_two_ways_to_write_are_one(otp: LessonPack, typed: str, wanted: str) -> None:
    scene = otp.lesson.scenes[4]
    assert spelt(scene, typed) == spelt(scene, wanted)


@given(st.text(max_size=30))
def test_spelling_is_done_once_for_all(otp: LessonPack, text: str) -> None:
    for scene in otp.lesson.scenes:
        assert spelt(scene, spelt(scene, text)) == spelt(scene, text)


@pytest.mark.parametrize(
    ("action", "typed", "is_it"),
    [
        ({}, "gì cũng được", True),
        ({}, " \u200b", False),
        ({"shorter_than": 3}, "", True),
        ({"longer_than": 2}, "ế𠀋", False),
        ({"longer_than": 2}, "ế𠀋x", True),
        ({"same_but_marks": "Đỗ"}, "do", True),
        ({"equals": "Đỗ", "longer_than": 5}, "đỗ", False),
        ({"not_equals": "{ten}"}, "lê thị hòa", False),
    ],
)
def test_all_that_is_named_has_to_hold(
    otp: LessonPack, action: dict[str, str], typed: str, is_it: bool
) -> None:
    scene = otp.lesson.scenes[4]
    assert types(otp.lesson, scene, typed, Action(do="type", **action)) is is_it
