"""The calendar, on `YYYY-MM-DD` text alone: proleptic Gregorian, years 0001 to 9999, no zone.

Own arithmetic, in whole numbers, so that the JavaScript twin is the same lines. Every function
takes any value and gives None for what is not a date; none raises.
"""

import re

FIRST, LAST = 0, 3652058
"""The day numbers of 0001-01-01 and 9999-12-31."""

_shape = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_month_lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_date(value: object) -> bool:
    return _whole(value) is not None


def days(start: object, end: object) -> int | None:
    """Days from one date to the other; negative when `end` comes first."""
    first, last = _whole(start), _whole(end)
    return None if first is None or last is None else _number(*last) - _number(*first)


def age(birth: object, on: object) -> int | None:
    """Full years on a day; None before the birth.

    Who was born on 29 February is a year older on 1 March of a common year: the day on which
    the year is complete under either reading of Điều 148 Bộ luật Dân sự (end of a term).
    """
    born, day_ = _whole(birth), _whole(on)
    if born is None or day_ is None or day_ < born:
        return None
    return day_[0] - born[0] - (day_[1:] < born[1:])


def add_days(date: object, count: object) -> str | None:
    start = _whole(date)
    if start is None or type(count) is not int:
        return None
    number = _number(*start) + count
    return _from_number(number) if FIRST <= number <= LAST else None


def add_months(date: object, count: object) -> str | None:
    """The same day of another month, or that month's last day: 31 January + 1 = 28 February."""
    start = _whole(date)
    if start is None or type(count) is not int:
        return None
    months = start[0] * 12 + start[1] - 1 + count
    year_, month_ = months // 12, months % 12 + 1
    if not 1 <= year_ <= 9999:
        return None
    return _text(year_, month_, min(start[2], month_length(year_, month_)))


def year(value: object) -> int | None:
    """Also of a date of which only the year, or the year and month, is known."""
    parts = _parts(value)
    return None if parts is None else parts[0]


def month(value: object) -> int | None:
    """Also of `YYYY-MM`; None where only the year is known."""
    parts = _parts(value)
    return None if parts is None else parts[1]


def day(value: object) -> int | None:
    parts = _parts(value)
    return None if parts is None else parts[2]


def weekday(date: object) -> int | None:
    """1 is Monday (thứ Hai), 7 is Sunday (Chủ nhật)."""
    whole = _whole(date)
    return None if whole is None else _number(*whole) % 7 + 1


def is_leap(year_: int) -> bool:
    return year_ % 4 == 0 and (year_ % 100 != 0 or year_ % 400 == 0)


def month_length(year_: int, month_: int) -> int:
    return 29 if month_ == 2 and is_leap(year_) else _month_lengths[month_ - 1]


def _whole(value: object) -> tuple[int, int, int] | None:
    parts = _parts(value)
    if parts is None or parts[1] is None or parts[2] is None:
        return None
    return parts[0], parts[1], parts[2]


def _parts(value: object) -> tuple[int, int | None, int | None] | None:
    found = _shape.fullmatch(value) if type(value) is str else None
    if found is None:
        return None
    year_ = int(found[1])
    month_ = int(found[2]) if found[2] else None
    day_ = int(found[3]) if found[3] else None
    return (year_, month_, day_) if year_ and _exists(year_, month_, day_) else None


def _exists(year_: int, month_: int | None, day_: int | None) -> bool:
    if month_ is None:
        return True
    if not 1 <= month_ <= 12:
        return False
    return day_ is None or 1 <= day_ <= 28 or 28 < day_ <= month_length(year_, month_)


def _number(year_: int, month_: int, day_: int) -> int:
    """Days since 0001-01-01. The year is counted from March, so that 29 February ends it."""
    shifted = year_ - (month_ <= 2)
    before = shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400
    return before + (153 * ((month_ + 9) % 12) + 2) // 5 + day_ - 307


def _from_number(number: int) -> str:
    # How many days come before 1 March of year 0, in cycles of 400 years (146,097 days).
    since = number + 306
    cycle, rest = since // 146097, since % 146097
    of_cycle = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
    of_year = rest - (365 * of_cycle + of_cycle // 4 - of_cycle // 100)
    march = (5 * of_year + 2) // 153
    month_ = march + 3 if march < 10 else march - 9
    day_ = of_year - (153 * march + 2) // 5 + 1
    return _text(cycle * 400 + of_cycle + (month_ <= 2), month_, day_)


def _text(year_: int, month_: int, day_: int) -> str:
    return f"{year_:04d}-{month_:02d}-{day_:02d}"
