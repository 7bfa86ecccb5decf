"""The day changes when it changes in Viet Nam."""

from datetime import UTC, date, datetime

from kiosk.clock import FixedClock, SystemClock, from_millis, to_millis


def test_the_day_begins_at_seventeen_hours_utc() -> None:
    clock = FixedClock(datetime(2026, 11, 22, 16, 59, tzinfo=UTC))
    assert clock.today() == date(2026, 11, 22)
    clock.forward(minutes=1)
    assert clock.today() == date(2026, 11, 23)


def test_milliseconds_come_back_as_they_went() -> None:
    at = datetime(2026, 11, 22, 2, 3, 4, 567_000, tzinfo=UTC)
    assert to_millis(at) == 1_795_312_984_567
    assert from_millis(to_millis(at)) == at


def test_the_system_knows_the_time() -> None:
    assert SystemClock().now().tzinfo is UTC
