"""Cookies: read without a trace, written as strictly as they can be."""

from collections.abc import Iterator
from typing import Literal

from litestar.datastructures import Cookie
from litestar.types import Scope

from kiosk.settings import Settings

YEAR_SECONDS = 365 * 24 * 3600
LEARNER = "hoc"
"""Who learns at this browser, see `kiosk.tutor.sessions`: it goes with whoever leaves a machine."""


def read(scope: Scope, name: str) -> str | None:
    """The value of one cookie.

    Litestar's own parser keeps the last 1,024 cookie headers in memory; ours hold draft keys, and
    a shared machine remembers nobody.
    """
    wanted = name.encode() + b"="
    for part in map(bytes.strip, _parts(scope)):
        if part.startswith(wanted):
            return part[len(wanted) :].strip(b'"').decode("latin-1")
    return None


def names(scope: Scope) -> Iterator[str]:
    """Of all cookies that the browser sent."""
    for part in _parts(scope):
        yield part.partition(b"=")[0].strip().decode("latin-1")


def _parts(scope: Scope) -> Iterator[bytes]:
    for header, value in scope["headers"]:
        if header == b"cookie":
            yield from value.split(b";")


def make(
    settings: Settings,
    name: str,
    value: str,
    max_age: int | None = None,
    same_site: Literal["strict", "lax"] = "strict",
) -> Cookie:
    """A cookie for `Response(cookies=[…])`. Without `max_age` (seconds) it ends with the browser.

    The value must be plain (letters, digits, `-_.~`): it is read back as it stands.
    """
    return Cookie(
        key=name,
        value=value,
        max_age=max_age,
        path="/",
        httponly=True,
        secure=settings.is_https,
        samesite=same_site,
    )


def forget(settings: Settings, name: str) -> Cookie:
    """The cookie that makes the browser drop `name`."""
    return make(settings, name, "", max_age=0)
