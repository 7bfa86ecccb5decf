"""Dates, money and numbers as people write them in each language."""

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from kiosk.clock import from_millis, local_date, local_time


class Formats:
    """The filters of one language: `{{ at | date }}`, `{{ fee | money }}`."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        # What Vietnamese forms ask for; CLDR's medium form ("22 thg 11, 2026") is not.
        self._date = "dd/MM/yyyy" if locale.language == "vi" else "d MMM yyyy"

    def date(self, value: date | datetime | int) -> str:
        """A date; of a moment (or unix milliseconds) the date on the wall in Viet Nam."""
        return format_date(_date_of(value), self._date, locale=self._locale)

    def day(self, text: str) -> str:
        """A day as flows and answers hold it: `YYYY-MM-DD`."""
        return self.date(date.fromisoformat(text))

    def time(self, value: datetime | int) -> str:
        return format_time(local_time(_moment(value)), "HH:mm", locale=self._locale)

    def moment(self, value: datetime | int) -> str:
        return f"{self.time(value)} {self.date(value)}"

    def number(self, value: int | float) -> str:
        return format_decimal(value, locale=self._locale)

    def money(self, dong: int) -> str:
        """Whole đồng. A fee that is not known is not a number: the caller says "hỏi cán bộ"."""
        return f"{format_decimal(dong, locale=self._locale)} đồng"


def _moment(value: datetime | int) -> datetime:
    return from_millis(value) if isinstance(value, int) else value


def _date_of(value: date | datetime | int) -> date:
    if isinstance(value, int):
        value = from_millis(value)
    return local_date(value) if isinstance(value, datetime) else value
