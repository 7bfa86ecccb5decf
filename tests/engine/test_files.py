"""Photographs and papers as the engine sees them: what they are called, never what is in them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.reference.lookup import reference
from kiosk.content.words import WORDS
from kiosk.engine import view
from kiosk.engine.fields import Message, error_in, read
from kiosk.engine.fields.files import (
    entries_in,
    entries_typed,
    made_up,
    most_of,
    typed_entry,
    typed_refusal,
)
from kiosk.engine.shapes import Field, FieldKind
from kiosk.engine.show import show
from tests.engine.strategies import JSON


def asked(type: FieldKind = "document", pages: int | None = None) -> Field:
    return Field("f", type, "Giấy", pages=pages)


def test_an_entry_is_read_back_as_it_was_written() -> None:
    entries = made_up(3)
    assert read(asked(), {"f": list(map(typed_entry, entries))}, {}, reference()).value == entries


def test_the_reason_of_a_refusal_comes_with_its_words() -> None:
    why = Message("file.too_large", {"most": "20 MB"})
    typed = [typed_entry(made_up(1)[0]), typed_refusal(why)]
    assert read(asked(), {"f": typed}, {}, reference()).error == why
    assert entries_typed(typed) == made_up(1)


def test_an_author_may_ask_for_more_or_fewer() -> None:
    assert [most_of(asked(kind)) for kind in ("photo", "document", "signature")] == [1, 10, 1]
    assert most_of(asked("photo", 4)) == 4


def test_pages_are_counted_and_those_of_a_pdf_too() -> None:
    pdf = made_up(2)[1] | {"type": "application/pdf", "pages": 3}
    answers = [made_up(1), [*made_up(1), pdf]]
    assert [show(asked(), one, WORDS, reference()) for one in answers] == ["1 trang", "4 trang"]
    assert show(asked("signature"), made_up(1), WORDS, reference()) == "Đã ký"


def test_a_page_tells_what_it_holds_and_whether_there_is_room() -> None:
    holes = view.file_values(asked(pages=2), made_up(2), WORDS, "/to-khai/1")
    assert [row["href"] for row in holes["f:pages"]] == ["/to-khai/1/tep/0", "/to-khai/1/tep/1"]
    assert (holes["f:some"], holes["f:room"]) == (True, False)


@given(st.lists(st.text() | JSON.map(json.dumps), max_size=3), JSON)
def test_anything_under_a_file_field_is_read_and_judged(texts: list[str], value: object) -> None:
    got = read(asked(), {"f": texts}, {}, reference())
    assert got.error or entries_in(got.value) == got.value
    assert error_in(asked(), value, {}, reference()) or entries_in(value) == value
    show(asked(), value, WORDS, reference())
