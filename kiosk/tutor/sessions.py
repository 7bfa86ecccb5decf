"""Who is learning at this browser: a signed cookie, and nothing on the server."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from litestar.datastructures import Cookie
from litestar.types import Scope

from kiosk.clock import from_millis, to_millis
from kiosk.settings import Settings
from kiosk.sync.derive import purpose_key
from kiosk.web import cookies

LASTS = timedelta(hours=4)
"""A morning's meeting. It also ends with the browser: a shared machine remembers nobody."""


@dataclass(frozen=True)
class Signing:
    """`key` is of this purpose alone."""

    key: bytes = field(repr=False)

    @classmethod
    def under(cls, secret: bytes) -> "Signing":
        return cls(purpose_key(secret, "learner"))

    def value(self, learner: str, now: datetime) -> str:
        said = f"{learner}.{to_millis(now + LASTS)}"
        return f"{said}.{self._mac(said)}"

    def learner(self, value: str, now: datetime) -> str | None:
        """The learner's id; None for a cookie that is not ours, or that is over."""
        said, _, mac = value.rpartition(".")
        if not hmac.compare_digest(self._mac(said).encode(), mac.encode()):
            return None
        id, _, until = said.partition(".")
        return id if now < from_millis(int(until)) else None

    def _mac(self, said: str) -> str:
        return hmac.digest(self.key, said.encode(), "sha256").hex()


def learner_of(scope: Scope, signing: Signing, now: datetime) -> str | None:
    value = cookies.read(scope, cookies.LEARNER)
    return signing.learner(value, now) if value else None


def hand_over(settings: Settings, value: str) -> Cookie:
    return cookies.make(settings, cookies.LEARNER, value)


def take_back(settings: Settings) -> Cookie:
    return cookies.forget(settings, cookies.LEARNER)
