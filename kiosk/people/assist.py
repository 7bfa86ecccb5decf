"""Who fills a form in. While a volunteer helps somebody the browser holds a signed cookie that says
how; what is filled in there says so too. The server keeps nothing to ask."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, cast, get_args

from litestar import Litestar
from litestar.datastructures import Cookie
from litestar.types import Scope

from kiosk.clock import from_millis, to_millis
from kiosk.settings import Settings
from kiosk.sync import signed
from kiosk.web import cookies

How = Literal["helped", "typed"]
Assist = Literal["none", "helped", "typed"]
HOW: tuple[How, ...] = get_args(How)
WEAKEST_FIRST: tuple[Assist, ...] = get_args(Assist)

COOKIE = "tham"
DRAFT_KEY = "d_"
"""Cookies that open drafts begin so, see `kiosk.flow.cookies`: they go when the visit is over."""
LASTS = timedelta(hours=4)
"""Longer than any form takes: nobody ended it. It also ends with the browser."""


class Visit(NamedTuple):
    id: str
    how: How
    begun_at: datetime


class Signing(signed.Signing):
    purpose = "visit"

    def value(self, visit: Visit) -> str:
        return self.signed(f"{visit.id}.{visit.how}.{to_millis(visit.begun_at)}")

    def visit(self, value: str, now: datetime) -> Visit | None:
        """None for a cookie that is not ours, or that is over."""
        said = self.said(value)
        if said is None:
            return None
        id, how, begun = said.split(".")
        visit = Visit(id, cast(How, how), from_millis(int(begun)))
        return visit if now < visit.begun_at + LASTS else None


def strongest(*told: Assist) -> Assist:
    return max(told, key=WEAKEST_FIRST.index)


def visit_of(scope: Scope) -> Visit | None:
    """The visit that goes on in this browser."""
    value = cookies.read(scope, COOKIE)
    if not value:
        return None
    state = _state(scope)
    return Signing.under(state.settings.secret()).visit(value, state.clock.now())


def assist_of(scope: Scope) -> Assist:
    visit = visit_of(scope)
    return visit.how if visit else "none"


def hand_over(settings: Settings, visit: Visit) -> Cookie:
    return cookies.make(settings, COOKIE, Signing.under(settings.secret()).value(visit))


def leave(scope: Scope) -> tuple[Cookie, ...]:
    """What the browser holds of a visit, of the drafts in it and of who learnt, to be forgotten."""
    settings: Settings = _state(scope).settings
    names = (COOKIE, cookies.LEARNER, *_draft_keys(scope))
    return tuple(cookies.forget(settings, name) for name in names)


def is_told(scope: Scope) -> bool:
    """Whether the browser says anything of a visit, over or not."""
    return bool(cookies.read(scope, COOKIE))


def left_behind(scope: Scope, visit: Visit | None) -> tuple[Cookie, ...]:
    """The same where a visit is over that nobody ended; else nothing. `visit` is what goes on."""
    return leave(scope) if visit is None and is_told(scope) else ()


def _draft_keys(scope: Scope) -> Iterator[str]:
    return (name for name in cookies.names(scope) if name.startswith(DRAFT_KEY))


def _state(scope: Scope) -> Any:
    return Litestar.from_scope(scope).state
