"""`/to-so/tham`: a volunteer helps somebody with forms, from the person's consent to the end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from litestar import Response, get, post
from litestar.di import NamedDependency

from kiosk.coach import visits
from kiosk.coach.pages import Req
from kiosk.flow.cookies import keys_of
from kiosk.flow.home import Tile
from kiosk.flow.node import Node, node_of
from kiosk.people import assist
from kiosk.people.assist import HOW, How, Visit
from kiosk.people.rules import Staff
from kiosk.people.screens import InsideScreen
from kiosk.sync import codes
from kiosk.tutor import actions as tutor
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.openapi import Described
from kiosk.web.redirects import go_to
from kiosk.web.screens import Screen, reader_language, show
from kiosk.web.words import N_

VISIT, OVER = "/to-so/tham", "/to-so/tham/xong"
MOST_CODES = 50
HOW_IT_STANDS = N_("Xem hồ sơ tới đâu rồi")
NOT_SAID = {
    "how": N_("Chọn ai sẽ gõ nhé."),
    "consent": N_("Hỏi người được giúp trước. Họ đồng ý rồi mới đánh dấu ô này."),
}


@dataclass(frozen=True)
class VisitScreen(InsideScreen):
    """`learner` is somebody of a group, `name` what the group calls them; "" where it is not
    said."""

    template: ClassVar[str] = "coach/visit.html"

    how: str
    learner: str
    name: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class OpenVisitScreen(InsideScreen):
    template: ClassVar[str] = "coach/visit_open.html"

    id: str
    how: str
    since: datetime


@dataclass(frozen=True)
class OverScreen(Screen):
    """`receipts`: each code, with the page that tells how it stands."""

    template: ClassVar[str] = "coach/visit_over.html"

    receipts: tuple[Tile, ...]


@get("/tham")
async def visit_page(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    visit = assist.visit_of(request.scope)
    if visit is None:
        learner = request.query_params.get("ai", "")
        return await ask(request, staff, Form({"ai": [learner]}))
    return show(request, OpenVisitScreen(staff, visit.id, visit.how, visit.begun_at))


@post("/tham")
async def begin(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    """Back to the page itself, which tells the worker of this device; from there to the forms."""
    form, node = await read_form(request), node_of(request)
    if assist.visit_of(request.scope):
        return go_to(VISIT)
    how = how_of(form)
    if how is None or "consent" not in form:
        return await ask(request, staff, form, tuple(missing(request, form)))
    learner = await learner_of(node, staff, form)
    now = node.guide.clock.now()
    visit = await node.store.write(visits.begin, staff, how, learner and learner.id, now)
    return go_to(VISIT, assist.hand_over(node.settings, visit))


@post(OVER, status_code=200)
async def end(request: Req) -> Response[Any]:
    """Open to whoever holds the browser: the session of the staff may have run out meanwhile. A
    device tells what it handed in itself (`ma`, receipt codes)."""
    node, told = node_of(request), told_by_device(await read_form(request))
    visit = assist.visit_of(request.scope)
    if visit:
        told = await close(node, visit, keys_of(request.scope), told)
    note = reader_language(request).gettext(HOW_IT_STANDS)
    receipts = (Tile(f"/ho-so/{code}", codes.shown(code).replace("-", " "), note) for code in told)
    page = show(request, OverScreen(tuple(receipts)))
    for cookie in assist.leave(request.scope):
        page.set_cookie(cookie)
    return page


@get(OVER)
async def back_to_visit() -> Response[Any]:
    """Somebody reloads the page of the end, or changes the language there."""
    return go_to("/")


HANDLERS = (visit_page, begin)
OPEN_HANDLERS = (end, back_to_visit)
DESCRIBED = {
    VISIT: Described(form=("how", "consent", "ai"), query=("ai",)),
    OVER: Described(form=("ma",)),
}


async def close(
    node: Node, visit: Visit, keys: dict[str, bytes], told: tuple[str, ...]
) -> tuple[str, ...]:
    """All that was handed in: the keys that opened it go."""
    here = await node.store.read(visits.handed_in, node.guide, keys, visit)
    every = tuple(dict.fromkeys((*here, *told)))
    await node.store.write(visits.end, visit, len(every), node.guide.clock.now())
    return every


async def ask(
    request: Req, staff: Staff, form: Form, errors: tuple[FieldError, ...] = ()
) -> Response[Any]:
    learner = await learner_of(node_of(request), staff, form)
    screen = VisitScreen(
        staff,
        how=how_of(form) or "",
        learner=learner.id if learner else "",
        name=(learner.nickname or "") if learner else "",
        errors=errors,
    )
    return show(request, screen, 422 if errors else 200)


async def learner_of(node: Node, staff: Staff, form: Form) -> tutor.Person | None:
    """Somebody of a group of this commune, if the form names one."""
    id = form.get("ai", "")
    return await node.store.read(tutor.person, staff.commune, id) if id else None


def missing(request: Req, form: Form) -> list[FieldError]:
    say = reader_language(request).gettext
    said = {"how": how_of(form), "consent": form.get("consent")}
    return [FieldError(name, say(NOT_SAID[name])) for name, value in said.items() if not value]


def how_of(form: Form) -> How | None:
    return next((one for one in HOW if one == form.get("how")), None)


def told_by_device(form: Form) -> tuple[str, ...]:
    found = (codes.normalise(one) for one in form.all("ma")[:MOST_CODES])
    return tuple(dict.fromkeys(code for code in found if code))
