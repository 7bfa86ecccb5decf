"""Signing in and out."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from kiosk.people import sessions
from kiosk.people.access import COOKIE, SIGN_IN, who
from kiosk.people.rules import Staff
from kiosk.people.screens import SignInScreen
from kiosk.web import cookies
from kiosk.web.forms import read_form
from kiosk.web.redirects import go_to, local_path
from kiosk.web.screens import show

SIGN_OUT = "/mot-cua/dang-xuat"
DESK = "/mot-cua"


@get(SIGN_IN)
async def sign_in_page(request: Request[Any, Any, Any]) -> Response[Any]:
    back = request.query_params.get("ve", "")
    if staff := await who(request):
        return go_to(_landing(staff, back))
    return show(request, SignInScreen(login="", back=back, is_wrong=False))


@post(SIGN_IN)
async def sign_in(request: Request[Any, Any, Any]) -> Response[Any]:
    form, node = await read_form(request), request.app.state
    login, back = form.get("login", ""), form.get("ve", "")
    password = form.get("password", "")
    entered = await sessions.sign_in(node.store, node.clock, login, password)
    if entered is None:
        return show(request, SignInScreen(login, back, is_wrong=True), status=422)
    staff, token = entered
    await _end_session(request)
    return go_to(_landing(staff, back), cookies.make(node.settings, COOKIE, token))


@post(SIGN_OUT)
async def sign_out(request: Request[Any, Any, Any]) -> Response[Any]:
    await _end_session(request)
    return go_to(SIGN_IN, cookies.forget(request.app.state.settings, COOKIE))


HANDLERS = (sign_in_page, sign_in, sign_out)


async def _end_session(request: Request[Any, Any, Any]) -> None:
    """The one this browser came with, if any: nobody stays signed in behind the next person."""
    node = request.app.state
    if token := cookies.read(request.scope, COOKIE):
        await node.store.write(sessions.sign_out, token, node.clock.now())


def _landing(staff: Staff, back: str) -> str:
    """Back to the page that sent them, else to where their role works."""
    path = local_path(back)
    if path != "/" and not path.startswith(SIGN_IN):
        return path
    return "/" if staff.role == "volunteer" else DESK
