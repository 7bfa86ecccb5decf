"""Dates in Vietnamese words, as read aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.engine.date_words import below_100, below_10000, date_in_words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-11-05", "Ngày năm tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("2005-01-21", "Ngày hai mươi mốt tháng một năm hai nghìn không trăm linh năm"),
        ("1999-12-31", "Ngày ba mươi mốt tháng mười hai năm một nghìn chín trăm chín mươi chín"),
        ("2000-10-15", "Ngày mười lăm tháng mười năm hai nghìn"),
        ("1950-05-11", "Ngày mười một tháng năm năm một nghìn chín trăm năm mươi"),
        ("2010-04-25", "Ngày hai mươi lăm tháng bốn năm hai nghìn không trăm mười"),
    ],
)
def test_a_date_reads_as_it_is_said(date: str, words: str) -> None:
    assert date_in_words(date) == words


@pytest.mark.parametrize("value", ["2023-02-29", "2024", "", None, 5, ["2024-01-01"]])
def test_what_is_no_whole_date_has_no_words(value: object) -> None:
    assert date_in_words(value) is None


def test_no_two_years_sound_the_same() -> None:
    years = range(1800, 2200)
    assert len({below_10000(year) for year in years}) == len(years)


@given(st.integers(1, 99))
def test_a_number_below_a_hundred_has_one_to_three_words(number: int) -> None:
    assert 1 <= len(below_100(number).split()) <= 3
