"""Following a dossier: by its code, which tells anybody how far it is, or by the long secret."""

from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Request, Response, get, post
from litestar.params import FromPath

from kiosk.content.library import Library
from kiosk.dossier import following, problems, status
from kiosk.dossier.following import Known
from kiosk.dossier.status import StatusScreen
from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.sync import codes
from kiosk.web.forms import FieldError, read_form
from kiosk.web.redirects import go_to
from kiosk.web.screens import Screen, reader_language, show
from kiosk.web.shell import show_page
from kiosk.web.words import N_

Req = Request[Any, Any, Any]
LONGEST_SHOWN = 60

NOTHING_TYPED = N_("Bạn chưa gõ mã. Mã nằm trên biên nhận.")
NO_CODE = N_("Mã này thiếu chữ hoặc có chữ gõ nhầm. Bạn xem lại từng chữ nhé.")
# Also when two dossiers share a code, which the QR can tell apart.
NOT_FOUND = N_(
    "Chưa tìm thấy hồ sơ với mã này. Bạn xem lại từng chữ, hoặc quét mã QR trên biên nhận."
)


@dataclass(frozen=True)
class LookUpScreen(Screen):
    template: ClassVar[str] = "dossier/look_up.html"

    code: str
    errors: tuple[FieldError, ...] = ()


@get("/ho-so")
async def ask(request: Req) -> Response[str]:
    return show(request, LookUpScreen(""))


@post("/ho-so", status_code=200)
async def look_up(request: Req) -> Response[Any]:
    """A code leads on to its page. A secret is answered at once, so that it never stands in an
    address, a log, or the history of a shared machine."""
    typed = (await read_form(request)).get("code", "")
    if code := codes.normalise(typed):
        return go_to(f"/ho-so/{code}")
    if secret := codes.normalise_secret(typed):
        return await follow(request, secret, typed)
    return ask_again(request, typed, NO_CODE if typed.strip() else NOTHING_TYPED, 422)


@get("/ho-so/{code:str}")
async def progress(request: Req, code: FromPath[str]) -> Response[str]:
    plain = codes.normalise(code)
    if plain is None:
        return ask_again(request, code, NO_CODE, 404)
    try:
        found = await store_of(request).read(status.standing_by_code, library_of(request), plain)
    except Problem as problem:
        return not_found(request, problem, code)
    return show_status(request, status.screen(reader_language(request), found))


HANDLERS = (ask, look_up, progress)


async def follow(request: Req, secret: str, typed: str) -> Response[str]:
    try:
        known = await following.by_secret(request.app.state, secret)
    except Problem as problem:
        if problem.kind == problems.no_line:
            return await as_last_heard(request, secret, problem)
        return not_found(request, problem, typed)
    return show_status(request, screen_of(request, known, secret))


async def as_last_heard(request: Req, secret: str, problem: Problem) -> Response[str]:
    """Without a line to the hub: what anybody with the code sees, if it was handed in here."""
    try:
        found = await store_of(request).read(status.standing_by_follow, library_of(request), secret)
    except Problem:
        raise problem from None
    return show_status(request, status.screen(reader_language(request), found))


def screen_of(request: Req, known: Known, secret: str) -> StatusScreen:
    language = reader_language(request)
    return status.screen(language, known.standing, known.particulars(secret))


def show_status(request: Req, shown: StatusScreen) -> Response[str]:
    return show_page(request, "status", status.status_values(shown))


def not_found(request: Req, problem: Problem, typed: str) -> Response[str]:
    if problem.kind != problems.no_such_dossier:
        raise problem
    return ask_again(request, typed, NOT_FOUND, 404)


def ask_again(request: Req, typed: str, why: str, status_code: int) -> Response[str]:
    said = FieldError("code", reader_language(request).gettext(why))
    return show(request, LookUpScreen(typed[:LONGEST_SHOWN], (said,)), status_code)


def store_of(request: Req) -> Store:
    store: Store = request.app.state.store
    return store


def library_of(request: Req) -> Library:
    library: Library = request.app.state.library
    return library
