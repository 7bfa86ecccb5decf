"""The time, as a value that is passed in, so that a test can say what day it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

# A fixed offset: Viet Nam has had no other since 1975, and slim machines lack the zone files.
HO_CHI_MINH = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment, aware, in UTC."""

    def today(self) -> date:
        """The date on the wall in Viet Nam."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return local_date(self.now())


@dataclass
class FixedClock:
    """A clock that stands still until a test moves it."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return local_date(self.at)

    def forward(self, **by: float) -> None:
        """`clock.forward(minutes=5)`: the keywords of `timedelta`."""
        self.at += timedelta(**by)


def local_date(at: datetime) -> date:
    return local_time(at).date()


def local_time(at: datetime) -> datetime:
    return at.astimezone(HO_CHI_MINH)


def to_millis(at: datetime) -> int:
    """Unix milliseconds, as the store keeps times."""
    return (at - _EPOCH) // _MILLISECOND


def from_millis(millis: int) -> datetime:
    return _EPOCH + millis * _MILLISECOND


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
