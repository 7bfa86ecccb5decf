"""What the holder of a dossier's secret does on its status page: supplement, withdraw, rate.

Each is a POST that carries the secret in its body, and answers with a page, so that the secret
never stands in an address, a log, or the history of a shared machine.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from litestar import Request, Response, get, post

from kiosk.dossier.following import Known, by_secret
from kiosk.dossier.pages import ask_again, follow, not_found, screen_of, show_status
from kiosk.dossier.rules import BEST_MARK, RATED
from kiosk.dossier.status import StatusScreen
from kiosk.flow import acting
from kiosk.flow.acting import Holder
from kiosk.flow.cookies import hand_over, keys_of
from kiosk.flow.node import node_of
from kiosk.flow.redo import open_redo
from kiosk.people.assist import assist_of
from kiosk.problem import Problem
from kiosk.sync import codes
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.language import Language
from kiosk.web.redirects import go_to
from kiosk.web.screens import Screen, reader_language, show
from kiosk.web.words import N_

Req = Request[Any, Any, Any]
NO_SECRET = N_("Mã này thiếu chữ hoặc có chữ gõ nhầm. Bạn xem lại từng chữ nhé.")
NOT_CHOSEN = {
    "content": N_("Bạn chọn mức hài lòng nhé."),
    "ease": N_("Bạn chọn mức dễ hay khó nhé."),
}
QUESTIONS = {
    "content": N_("Bạn có hài lòng với cách cán bộ giải quyết không?"),
    "ease": N_("Làm trên máy này có dễ không?"),
}
MARKS = {
    "content": (
        N_("Rất hài lòng"),
        N_("Hài lòng"),
        N_("Bình thường"),
        N_("Không hài lòng"),
        N_("Rất không hài lòng"),
    ),
    "ease": (N_("Rất dễ"), N_("Dễ"), N_("Bình thường"), N_("Khó"), N_("Rất khó")),
}
"""From the best mark down."""


class Choice(NamedTuple):
    value: str
    label: str


class Asked(NamedTuple):
    id: str
    label: str
    options: tuple[Choice, ...]
    value: str


@dataclass(frozen=True)
class WithdrawalScreen(Screen):
    template: ClassVar[str] = "dossier/withdrawal.html"

    groups: tuple[str, ...]
    procedure: str
    secret: str


@dataclass(frozen=True)
class RatingScreen(Screen):
    template: ClassVar[str] = "dossier/rating.html"

    groups: tuple[str, ...]
    procedure: str
    secret: str
    asked: tuple[Asked, ...]
    errors: tuple[FieldError, ...] = ()


@post("/ho-so/bo-sung", status_code=200)
async def supplement(request: Req) -> Response[Any]:
    """To the first question of what is asked for; when nothing is any more, how things stand."""
    node, form = node_of(request), await read_form(request)
    secret = codes.normalise_secret(form.get("code", ""))
    if secret is None:
        return ask_again(request, "", NO_SECRET, 422)
    try:
        known = await by_secret(request.app.state, secret)
    except Problem as problem:
        return not_found(request, problem, "")
    keys, assist = keys_of(request.scope), assist_of(request.scope)
    key = await node.store.write(open_redo, node.guide, known.followed, secret, keys, assist)
    if key is None:
        return await follow(request, secret, "")
    # The check page leads to the question that is due.
    return go_to(f"/to-khai/{key.id}/kiem-tra", hand_over(node.settings, key))


@post("/ho-so/rut-ho-so", status_code=200)
async def withdrawal(request: Req) -> Response[Any]:
    """Asks first, then does it and shows how things stand."""
    node, form = node_of(request), await read_form(request)
    found = await look(request, form)
    if isinstance(found, Response):
        return found
    known, seen = found
    if "chac" not in form and seen.may_withdraw:
        return show(request, WithdrawalScreen(seen.groups, seen.procedure, seen.secret))
    by = holder(request, seen)
    await node.store.write(acting.withdraw, node.guide, node.inbox, by, known.followed)
    return await follow(request, seen.secret, "")


@post("/ho-so/danh-gia", status_code=200)
async def rating(request: Req) -> Response[Any]:
    """Asks two questions, then thanks. Never again once there is an answer."""
    node, form = node_of(request), await read_form(request)
    found = await look(request, form)
    if isinstance(found, Response):
        return found
    known, seen = found
    if not seen.may_rate:
        return show_status(request, seen)
    marks = marks_of(form)
    if len(marks) < len(RATED):
        return ask_marks(request, seen, form, marks)
    by = holder(request, seen)
    await node.store.write(acting.rate, node.guide, node.inbox, by, known.followed, marks)
    return await follow(request, seen.secret, "")


@get(["/ho-so/bo-sung", "/ho-so/rut-ho-so", "/ho-so/danh-gia"])
async def without_secret(request: Req) -> Response[Any]:
    """Whoever reloads the address of such a page, or comes back to it."""
    return go_to("/ho-so")


HANDLERS = (supplement, withdrawal, rating, without_secret)


def holder(request: Req, seen: StatusScreen) -> Holder:
    return Holder(seen.secret, reader_language(request).code, assist_of(request.scope))


async def look(request: Req, form: Form) -> tuple[Known, StatusScreen] | Response[Any]:
    """How the dossier of the secret stands, or the page that says why there is none."""
    secret = codes.normalise_secret(form.get("code", ""))
    if secret is None:
        return ask_again(request, "", NO_SECRET, 422)
    try:
        known = await by_secret(request.app.state, secret)
    except Problem as problem:
        return not_found(request, problem, "")
    return known, screen_of(request, known, secret)


def marks_of(form: Form) -> dict[str, int]:
    known = {str(mark): mark for mark in range(1, BEST_MARK + 1)}
    return {name: known[form[name]] for name in RATED if form.get(name) in known}


def ask_marks(request: Req, seen: StatusScreen, form: Form, marks: dict[str, int]) -> Response[Any]:
    """Complains of what is missing only once the form itself was sent."""
    language = reader_language(request)
    missing = [name for name in RATED if name not in marks] if "gui" in form else []
    said = tuple(FieldError(name, language.gettext(NOT_CHOSEN[name])) for name in missing)
    asked = tuple(asked_in(language, name, str(marks.get(name, ""))) for name in RATED)
    screen = RatingScreen(seen.groups, seen.procedure, seen.secret, asked, said)
    return show(request, screen, 422 if said else 200)


def asked_in(language: Language, name: str, value: str) -> Asked:
    options = (
        Choice(str(BEST_MARK - at), language.gettext(label)) for at, label in enumerate(MARKS[name])
    )
    return Asked(name, language.gettext(QUESTIONS[name]), tuple(options), value)
