"""The months and quarters that figures are asked for. Pure."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from kiosk.clock import HO_CHI_MINH, to_millis
from kiosk.web.words import N_

FIRST = date(2020, 1, 1)
"""Before anybody counted."""


class Period(NamedTuple):
    """From the day `since` to before the day `until`, in Việt Nam."""

    slug: str
    label: str
    since: date
    until: date

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def moments(self) -> tuple[int, int]:
        """In milliseconds."""
        return midnight(self.since), midnight(self.until)

    @property
    def days(self) -> tuple[str, str]:
        return self.since.isoformat(), self.until.isoformat()


def periods(today: date) -> tuple[Period, ...]:
    """The one that is shown unasked first."""
    month = today.replace(day=1)
    quarter = month.replace(month=3 * ((today.month - 1) // 3) + 1)
    return (
        Period("thang-nay", N_("Tháng này"), month, later(month, 1)),
        Period("thang-truoc", N_("Tháng trước"), later(month, -1), month),
        Period("quy-nay", N_("Quý này"), quarter, later(quarter, 3)),
        Period("quy-truoc", N_("Quý trước"), later(quarter, -3), quarter),
        Period("tat-ca", N_("Từ đầu đến nay"), FIRST, later(month, 1)),
    )


def period_of(slug: str, today: date) -> Period:
    known = periods(today)
    return next((one for one in known if one.slug == slug), known[0])


def later(first: date, months: int) -> date:
    """The first of a month so many months on."""
    at = first.year * 12 + first.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def midnight(day: date) -> int:
    return to_millis(datetime(day.year, day.month, day.day, tzinfo=HO_CHI_MINH))
