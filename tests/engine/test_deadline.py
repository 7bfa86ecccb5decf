"""When a result is due, whatever stands in the table of days off."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.engine.dates import add_days, days
from kiosk.engine.deadline import due, is_worked
from kiosk.engine.shapes import TimeLimit

SAME_DAY = TimeLimit(working_days=0, source="s", after_15h="next_working_day")
DAYS = st.integers(0, 400).map(lambda n: str(add_days("2026-01-01", n)))


def test_a_table_that_leaves_no_working_day_is_not_believed() -> None:
    always = {str(add_days("2026-11-01", n)): True for n in range(500)}
    assert due(SAME_DAY, "2026-11-23", "16:00", always) == "2026-11-23"
    assert due(TimeLimit(365, "s"), "2026-11-23", "09:00", always) == "2026-11-23"


@given(day=DAYS, limit=st.integers(0, 30), off=st.dictionaries(DAYS, st.booleans(), max_size=20))
def test_what_is_due_is_due_on_a_working_day_with_as_many_before_it(
    day: str, limit: int, off: dict[str, bool]
) -> None:
    end = due(TimeLimit(limit, "s"), day, "09:00", off)
    between = [str(add_days(day, n)) for n in range(days(day, end) or 0)]
    worked = sum(is_worked(one, off) for one in between)
    assert is_worked(end, off)
    assert worked == limit


@given(day=DAYS, off=st.dictionaries(DAYS, st.booleans(), max_size=20))
def test_after_three_is_never_sooner(day: str, off: dict[str, bool]) -> None:
    assert due(SAME_DAY, day, "15:00", off) <= due(SAME_DAY, day, "15:01", off)
