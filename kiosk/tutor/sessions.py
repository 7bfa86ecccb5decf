"""Who is learning at this browser: a signed cookie, and nothing on the server."""

from datetime import datetime, timedelta

from litestar.datastructures import Cookie
from litestar.types import Scope

from kiosk.clock import from_millis, to_millis
from kiosk.settings import Settings
from kiosk.sync import signed
from kiosk.web import cookies

LASTS = timedelta(hours=4)
"""A morning's meeting. It also ends with the browser: a shared machine remembers nobody."""


class Signing(signed.Signing):
    purpose = "learner"

    def value(self, learner: str, now: datetime) -> str:
        return self.signed(f"{learner}.{to_millis(now + LASTS)}")

    def learner(self, value: str, now: datetime) -> str | None:
        """The learner's id; None for a cookie that is not ours, or that is over."""
        said = self.said(value)
        if said is None:
            return None
        id, _, until = said.partition(".")
        return id if now < from_millis(int(until)) else None


def learner_of(scope: Scope, signing: Signing, now: datetime) -> str | None:
    value = cookies.read(scope, cookies.LEARNER)
    return signing.learner(value, now) if value else None


def hand_over(settings: Settings, value: str) -> Cookie:
    return cookies.make(settings, cookies.LEARNER, value)


def take_back(settings: Settings) -> Cookie:
    return cookies.forget(settings, cookies.LEARNER)
