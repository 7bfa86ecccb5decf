"""Dates, money and numbers."""

from datetime import UTC, date, datetime

from babel import Locale

from kiosk.web.formats import Formats

VI, EN = Formats(Locale("vi")), Formats(Locale("en"))
LATE = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)


def test_a_moment_is_shown_by_the_clock_on_the_wall() -> None:
    assert VI.date(LATE) == "23/11/2026"
    assert VI.time(LATE) == "00:30"
    assert VI.moment(int(LATE.timestamp() * 1000)) == "00:30 23/11/2026"


def test_a_date_is_shown_as_it_is() -> None:
    assert VI.date(date(1958, 3, 7)) == "07/03/1958"
    assert EN.date(date(1958, 3, 7)) == "7 Mar 1958"


def test_money_is_whole_dong() -> None:
    assert VI.money(1_250_000) == "1.250.000 đồng"
    assert EN.number(1_250_000) == "1,250,000"
