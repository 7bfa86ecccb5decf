"""How an answer reads to the citizen and the officer."""

from typing import Any

import pytest
from msgspec import convert

from kiosk.content.reference.lookup import reference
from kiosk.content.words import WORDS
from kiosk.engine.shapes import Field
from kiosk.engine.show import show

OPTIONS = [{"value": "a", "label": "Một"}, {"value": "b", "label": "Hai"}]
HERE = {"province": "01", "commune": "00004", "place": "ba dinh", "detail": "Số 5"}


def shown(kind: str, value: Any) -> str:
    field = convert({"id": "f", "type": kind, "label": "f", "options": OPTIONS}, Field)
    return show(field, value, WORDS, reference())


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("yes_no", False, "Không"),
        ("choice", "b", "Hai"),
        ("choices", ["a", "b"], "Một, Hai"),
        ("choices", [], "Không có"),
        ("date", "2024-03-01", "01/03/2024"),
        ("partial_date", "2024-03", "03/2024"),
        ("partial_date", "2024", "2024"),
        ("money", 0, "0 đ"),
        ("money", 1234567, "1.234.567 đ"),
        ("money", 800, "800 đ"),
        ("address", HERE, "Số 5, Phường Ba Đình, Thành phố Hà Nội"),
        ("commune", {**HERE, "commune": None, "detail": ""}, "ba dinh, Thành phố Hà Nội"),
        ("ethnicity", "e_de", "Ê Đê"),
        ("nationality", "LA", "Lào"),
        ("text", None, "Để trống"),
        ("number", 0, "0"),
    ],
)
def test_an_answer_reads_as_people_write_it(kind: str, value: Any, text: str) -> None:
    assert shown(kind, value) == text


@pytest.mark.parametrize("kind", ["date", "money", "address", "ethnicity", "nationality", "choice"])
@pytest.mark.parametrize("value", [5, "x", ["x"], {"place": 1}, True])
def test_a_derived_value_of_another_kind_is_shown_all_the_same(kind: str, value: Any) -> None:
    assert isinstance(shown(kind, value), str)
