"""Signing in, in one step or two, and out."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any
from urllib.parse import quote

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.response import Response

from kiosk.people import assist, entering
from kiosk.people.access import CHANGE, COOKIE, SIGN_IN, end_session, who
from kiosk.people.entering import CodeAsked, Entered, Expired, Refused
from kiosk.people.gate import KNOWN, gate_of, visitor_of
from kiosk.people.rules import Staff
from kiosk.people.screens import CodeScreen, SignInScreen
from kiosk.web import cookies
from kiosk.web.forms import read_form
from kiosk.web.redirects import go_to, local_path
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_

Req = Request[Any, Any, Any]
SIGN_OUT = "/mot-cua/dang-xuat"
CODE = f"{SIGN_IN}/ma"
DESK = "/mot-cua"
COACH = "/to-so"
ENTRY = "entry"
KNOWN_SECONDS = 90 * 24 * 3600

WRONG = N_("Tên đăng nhập hoặc mật khẩu chưa đúng. Bạn gõ lại nhé.")
WRONG_CODE = N_("Mã chưa đúng hoặc đã dùng rồi. Bạn chờ mã mới rồi gõ lại nhé.")
LOCKED = N_("Đã thử sai nhiều lần. Bạn chờ %(minutes)s phút rồi thử lại.")


@get(SIGN_IN)
async def sign_in_page(request: Req) -> Response[Any]:
    back = request.query_params.get("ve", "")
    if staff := await who(request):
        return go_to(landing(staff, back))
    return show(request, SignInScreen(login="", back=back))


@post(SIGN_IN)
async def sign_in(request: Req) -> Response[Any]:
    form, gate = await read_form(request), gate_of(request)
    login, back = form.get("login", ""), form.get("ve", "")
    password = form.get("password", "")
    answer = await entering.sign_in(gate, login, password, visitor_of(request))
    if isinstance(answer, Refused):
        error, status = refusal(request, answer, WRONG)
        locked, own = answer.until is not None, "own" in form
        return show(request, SignInScreen(login, back, error, locked, own), status)
    forgotten = await end_session(request)
    if isinstance(answer, CodeAsked):
        settings = request.app.state.settings
        return go_to(_with_back(CODE, back), forgotten, cookies.make(settings, ENTRY, answer.entry))
    return _go_in(request, answer, back)


@get(CODE)
async def code_page(request: Req) -> Response[Any]:
    back = request.query_params.get("ve", "")
    entry = cookies.read(request.scope, ENTRY)
    if entry and await entering.owes_code(gate_of(request), entry):
        return show(request, CodeScreen(back))
    return go_to(_with_back(SIGN_IN, back))


@post(CODE)
async def code(request: Req) -> Response[Any]:
    form, gate = await read_form(request), gate_of(request)
    back = form.get("ve", "")
    entry = cookies.read(request.scope, ENTRY) or ""
    answer = await entering.enter_code(gate, entry, form.get("code", ""), visitor_of(request))
    if isinstance(answer, Expired):
        return go_to(_with_back(SIGN_IN, back), cookies.forget(request.app.state.settings, ENTRY))
    if isinstance(answer, Refused):
        error, status = refusal(request, answer, WRONG_CODE)
        return show(request, CodeScreen(back, error, is_locked=answer.until is not None), status)
    return _go_in(request, answer, back)


@post(SIGN_OUT)
async def sign_out(request: Req) -> Response[Any]:
    return go_to(SIGN_IN, await end_session(request))


HANDLERS = (sign_in_page, sign_in, code_page, code, sign_out)


def refusal(request: Req, answer: Refused, wrong: str) -> tuple[str, int]:
    """What to say, and the HTTP status: `wrong`, or how long to wait."""
    say = reader_language(request).gettext
    if answer.until is None:
        return say(wrong), 422
    return say(LOCKED) % {"minutes": minutes_until(request, answer.until)}, 429


def minutes_until(request: Req, until: datetime) -> int:
    left: timedelta = until - request.app.state.clock.now()
    return max(ceil(left / timedelta(minutes=1)), 1)


def landing(staff: Staff, back: str) -> str:
    """Back to the page that sent them, else to where their role works."""
    path = local_path(back)
    usual = COACH if staff.role == "volunteer" else DESK
    place = usual if path == "/" or path.startswith(SIGN_IN) else path
    if staff.must_change:
        return _with_back(CHANGE, place)
    return place


def _go_in(request: Req, entered: Entered, back: str) -> Response[Any]:
    settings = request.app.state.settings
    return go_to(
        landing(entered.staff, back),
        cookies.make(settings, COOKIE, entered.token),
        cookies.make(settings, KNOWN, entered.known, KNOWN_SECONDS),
        cookies.forget(settings, ENTRY),
        *_over(request),
    )


def _over(request: Req) -> tuple[Cookie, ...]:
    """A visit that nobody ended is over when somebody signs in."""
    return assist.leave(request.scope) if assist.is_told(request.scope) else ()


def _with_back(path: str, back: str) -> str:
    return f"{path}?ve={quote(back, safe='/')}" if back else path
