"""When a result is due: working days, the 15:00 rule, and a table of days off."""

from collections.abc import Mapping

from kiosk.engine.dates import add_days, weekday
from kiosk.engine.shapes import TimeLimit

DaysOff = Mapping[str, bool]
"""By date `YYYY-MM-DD`: true is a day off, false a make-up day that is worked."""

LATE_FROM = "15:00"


def due(limit: TimeLimit, day: str, time: str, days_off: DaysOff) -> str:
    """The date on which a file received on `day` at `time` (`HH:MM`, Việt Nam) is due.

    Received on a day off counts as received on the next working day. Zero working days is the
    same day; what comes after 15:00 is then due on the next working day (QĐ 163/QĐ-BTP).
    """
    start = at_work(day, days_off)
    is_late = limit.after_15h is not None and start == day and time > LATE_FROM
    for _ in range(max(limit.working_days, 1 if is_late else 0)):
        start = after(start, days_off)
    return start


def at_work(day: str, days_off: DaysOff) -> str:
    return day if is_worked(day, days_off) else after(day, days_off)


def after(day: str, days_off: DaysOff) -> str:
    """The next working day; a table that leaves none within a year is not believed."""
    for step in range(1, 367):
        found = add_days(day, step)
        if found is not None and is_worked(found, days_off):
            return found
    return day


def is_worked(day: str, days_off: DaysOff) -> bool:
    """Monday to Friday, unless the table says otherwise."""
    number = weekday(day)
    usual = number is not None and 1 <= number <= 5
    return usual if day not in days_off else not days_off[day]
