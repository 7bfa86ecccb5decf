"""Answers as a person writes them down."""

import pytest

from kiosk.content.reference.lookup import reference
from kiosk.content.told import stored, strangers
from kiosk.engine.shapes import Value, flow_from
from kiosk.engine.walk import Context

CONTEXT = Context("2026-11-20", "00070", reference())
FIELDS = {
    "ngay": {"type": "date"},
    "nam": {"type": "partial_date"},
    "dien_thoai": {"type": "phone"},
    "dan_toc": {"type": "ethnicity"},
    "co": {"type": "yes_no"},
    "tien": {"type": "money"},
    "ten": {"type": "full_name"},
    "so": {"type": "number", "required": False},
}
FLOW = flow_from(
    {
        "id": "thu",
        "procedure": {"code": "1", "name": "Thử"},
        "version": "1",
        "effective": {"from": "2026-01-01"},
        "time_limit": {"working_days": 1, "source": "trang"},
        "sources": {"trang": {"title": "Trang", "confidence": "P"}},
        "steps": [
            {"id": "a", "ask": "A", "fields": [{"id": f, "label": f, **FIELDS[f]} for f in FIELDS]},
            {"id": "con", "ask": "B?", "group": {"each": "Con", "more": "Nữa?"},
             "fields": [{"id": "sinh", "label": "Sinh", "type": "date"}]},
        ],
    }
)  # fmt: skip
TOLD: list[tuple[str, Value, Value]] = [
    ("ngay", "1/3/2024", "2024-03-01"),
    ("ngay", "2024-03-01", "2024-03-01"),
    ("nam", "3/2024", "2024-03"),
    ("dien_thoai", "+84 912.345.678", "0912345678"),
    ("dan_toc", "Tày", "tay"),
    ("dan_toc", "tay", "tay"),
    ("co", "no", False),
    ("co", True, True),
    ("tien", "1.500.000 đ", 1_500_000),
    ("ten", "  Nguyễn  Thị Lan", "Nguyễn Thị Lan"),
    ("ngay", "hôm qua", "hôm qua"),
    ("ngay", ["?"], ["?"]),
]


@pytest.mark.parametrize(("name", "given", "kept"), TOLD)
def test_a_text_is_read_as_if_it_was_typed(name: str, given: Value, kept: Value) -> None:
    assert stored(FLOW, {name: given}, CONTEXT)[name] == kept


def test_what_may_be_left_empty_is_left_empty_and_what_is_asked_is_not_made_up() -> None:
    answers = stored(FLOW, {}, CONTEXT)
    assert answers == {"so": None}


def test_the_members_of_a_group_are_read_too_and_are_all_there_are() -> None:
    answers = stored(FLOW, {"con": [{"sinh": "1/3/2024"}]}, CONTEXT)
    assert answers["con"] == [{"sinh": "2024-03-01"}]
    assert answers["con.more"] is False


def test_a_name_that_no_question_has_is_found() -> None:
    assert strangers(FLOW, {"ngay": 1, "ngai": 1, "con": [], "con.more": False}) == ["ngai"]
