"""Words that a catalogue lacks are told, each once."""

from kiosk.content.flows import read_flow
from kiosk.content.wording import translations
from tests.content.conftest import Change, said

ENGLISH = {"Thử": "Try", "Bạn mấy tuổi?": "How old are you?", "Cha mẹ": "Parents"}


def test_a_text_without_a_translation_is_told_with_its_line(change: Change) -> None:
    file = read_flow(change("", ""))
    assert said(tuple(translations(file, {"en": ENGLISH.get}))) == [
        "10: chưa có bản dịch en: “Tuổi”",
        "13: chưa có bản dịch en: “Cha mẹ tên gì?”",
    ]


def test_a_text_that_stands_twice_is_told_once(change: Change) -> None:
    file = read_flow(change("label: Cha mẹ", "label: Tuổi"))
    assert len(list(translations(file, {"en": ENGLISH.get}))) == 2


def test_names_of_sources_are_not_translated(change: Change) -> None:
    file = read_flow(change("", ""))
    assert not [one for one in translations(file, {"en": ENGLISH.get}) if one.line == 6]
