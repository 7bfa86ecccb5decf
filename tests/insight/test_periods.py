"""Months and quarters, in Việt Nam."""

from datetime import date

import pytest

from kiosk.insight.periods import period_of

NOVEMBER = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("slug", "today", "since", "last"),
    [
        ("", NOVEMBER, "2026-11-01", "2026-11-30"),
        ("thang-nay", NOVEMBER, "2026-11-01", "2026-11-30"),
        ("thang-truoc", date(2026, 1, 31), "2025-12-01", "2025-12-31"),
        ("quy-nay", NOVEMBER, "2026-10-01", "2026-12-31"),
        ("quy-truoc", date(2026, 2, 1), "2025-10-01", "2025-12-31"),
        ("tat-ca", NOVEMBER, "2020-01-01", "2026-11-30"),
        ("khong-co", NOVEMBER, "2026-11-01", "2026-11-30"),
    ],
)
def test_a_period_has_its_first_and_its_last_day(
    slug: str, today: date, since: str, last: str
) -> None:
    period = period_of(slug, today)
    assert (period.since.isoformat(), period.last.isoformat()) == (since, last)


def test_a_day_begins_at_midnight_in_viet_nam() -> None:
    since, _ = period_of("thang-nay", NOVEMBER).moments
    assert since == 1_793_466_000_000  # 2026-10-31T17:00Z
