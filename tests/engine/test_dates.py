import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.engine import dates

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/dates.json").read_text("utf-8"))
DAYS = st.dates(date(1600, 1, 1), date(2400, 12, 31))
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()),
    st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}"),
)  # fmt: skip


@pytest.mark.parametrize("name", VECTORS)
def test_each_function_agrees_with_the_vectors(name: str) -> None:
    for values, wanted in VECTORS[name]:
        got = getattr(dates, name)(*values)
        assert (type(got), got) == (type(wanted), wanted), (name, values)


def test_every_day_of_eight_centuries_is_itself() -> None:
    day, start = date(1600, 1, 1), "1600-01-01"
    for count in range((date(2401, 1, 1) - day).days):
        there = day + timedelta(count)
        assert dates.add_days(start, count) == there.isoformat()
        assert dates.weekday(there.isoformat()) == there.isoweekday()


@given(DAYS, DAYS)
def test_days_between_are_those_of_the_standard_library(a: date, b: date) -> None:
    assert dates.days(a.isoformat(), b.isoformat()) == (b - a).days


@given(DAYS, st.integers(-300_000, 300_000))
def test_adding_days_and_taking_them_away_returns(start: date, count: int) -> None:
    there = dates.add_days(start.isoformat(), count)
    assert dates.add_days(there, -count) == start.isoformat()


@given(DAYS, st.integers(-4000, 4000))
def test_adding_months_keeps_the_day_or_ends_the_month(start: date, count: int) -> None:
    there = date.fromisoformat(str(dates.add_months(start.isoformat(), count)))
    assert (there.year - start.year) * 12 + there.month - start.month == count
    assert there.day == start.day or (there + timedelta(1)).day == 1
    assert there.day <= start.day


@given(DAYS, DAYS)
def test_age_is_the_number_of_birthdays_gone_by(a: date, b: date) -> None:
    birth, on = sorted((a, b))
    birthdays = [(y, birth.month, birth.day) for y in range(birth.year + 1, on.year + 1)]
    gone_by = sum(day <= (on.year, on.month, on.day) for day in birthdays)
    assert dates.age(birth.isoformat(), on.isoformat()) == gone_by


@given(st.integers(0, 2500), st.integers(0, 13), st.integers(0, 32))
def test_a_date_is_real_when_the_standard_library_says_so(y: int, m: int, d: int) -> None:
    spelled = f"{y:04d}-{m:02d}-{d:02d}"
    try:
        real = bool(date.fromisoformat(spelled))
    except ValueError:
        real = False
    assert dates.is_date(spelled) is real


@given(ANYTHING, ANYTHING)
def test_nothing_raises_whatever_it_is_given(a: Any, b: Any) -> None:
    for name in ("is_date", "year", "month", "day", "weekday"):
        getattr(dates, name)(a)
    for name in ("days", "age", "add_days", "add_months"):
        getattr(dates, name)(a, b)
