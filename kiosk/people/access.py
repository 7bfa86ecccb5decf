"""The doors of the staff's areas: who may come in, and where the others are sent."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from litestar import Request, Router
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.response import Response
from litestar.types import ControllerRouterHandler, Guard

from kiosk.people import sessions
from kiosk.people.problems import not_for_this_role
from kiosk.people.rules import Role, Staff
from kiosk.people.screens import SignInFirstScreen
from kiosk.web import cookies, problems
from kiosk.web.redirects import go_to
from kiosk.web.screens import show

COOKIE = "staff"
SIGN_IN = "/mot-cua/dang-nhap"
POLLED = "polled"
"""The header of what a page asks for by itself every few seconds: nobody need sit before it."""
CHANGE = "/mot-cua/tai-khoan/mat-khau"


class SignInFirst(Exception):
    """Nobody is signed in. An area answers with the way to the sign-in page."""


class ChangeFirst(Exception):
    """Somebody else has seen the password. An area answers with the way to another one."""


def area(
    path: str,
    handlers: Sequence[ControllerRouterHandler],
    *roles: Role,
    any_password: bool = False,
) -> Router:
    """Pages for these roles only. A handler asks for `staff: NamedDependency[Staff]`.

    `any_password`: open before a password that others have seen was changed.
    """
    return Router(
        path,
        route_handlers=handlers,
        guards=[require(*roles, any_password=any_password)],
        dependencies={"staff": Provide(signed_in)},
        exception_handlers={SignInFirst: to_sign_in, ChangeFirst: to_change},
    )


def require(*roles: Role, hidden: bool = False, any_password: bool = False) -> Guard:
    """A guard that raises SignInFirst, ChangeFirst, or for other roles
    `people.not_for_this_role` (403).

    `hidden`: others are told that there is no such page (404), where that it exists says too much.
    """

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        staff = await signed_in(connection)
        if staff.must_change and not any_password:
            raise ChangeFirst
        if staff.role not in roles:
            raise problems.not_found() if hidden else not_for_this_role()

    return guard


async def signed_in(request: ASGIConnection[Any, Any, Any, Any]) -> Staff:
    """Who this request comes from, looked up once a request; raises SignInFirst."""
    staff = request.state.get("staff") or await who(request)
    if staff is None:
        raise SignInFirst
    request.state.staff = staff
    return staff


async def who(request: ASGIConnection[Any, Any, Any, Any]) -> Staff | None:
    """The same, for pages that are open to everybody."""
    token, state = cookies.read(request.scope, COOKIE), request.app.state
    if not token:
        return None
    is_polled = POLLED in request.headers
    return await sessions.staff_by_token(state.store, state.clock, token, is_polled=is_polled)


async def end_session(request: Request[Any, Any, Any]) -> Cookie:
    """The one this browser came with, if any: nobody stays signed in behind the next person. The
    cookie tells the browser."""
    token, state = cookies.read(request.scope, COOKIE), request.app.state
    if token:
        await state.store.write(sessions.sign_out, token, state.clock.now())
    return cookies.forget(state.settings, COOKIE)


def to_sign_in(request: Request[Any, Any, Any], _: SignInFirst) -> Response[Any]:
    """A page that was asked for waits behind the sign-in; what was posted cannot."""
    if request.method == "GET":
        return go_to(_and_back(request, SIGN_IN))
    return show(request, SignInFirstScreen(SIGN_IN), status=401)


def to_change(request: Request[Any, Any, Any], _: ChangeFirst) -> Response[Any]:
    """Nothing is lost: nobody gets as far as a form before the password is changed."""
    if request.method == "GET":
        return go_to(_and_back(request, CHANGE))
    return go_to(CHANGE)


def _and_back(request: Request[Any, Any, Any], by: str) -> str:
    path = quote(request.scope["path"])
    if query := request.scope["query_string"].decode("latin-1"):
        path += f"?{query}"
    return f"{by}?ve={quote(path, safe='/')}"
