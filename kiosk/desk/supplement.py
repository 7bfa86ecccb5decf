"""Asking the citizen to redo some of the questions: choosing, reading it over, sending."""

from dataclasses import replace
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from kiosk.desk import form
from kiosk.desk.case import open_case, reading
from kiosk.desk.deeds import Who, do, revision
from kiosk.desk.dossier import BASE, head, looked_at, moves_now, reasons_by_kind
from kiosk.desk.looking import Look
from kiosk.desk.pages import DESK, Req
from kiosk.desk.screens import Happened, SupplementScreen, Typed
from kiosk.desk.typed import COPY, copied, error, reason_in, typed_in
from kiosk.desk.words import EVENTS
from kiosk.dossier import problems as refusals
from kiosk.dossier.rules import LONGEST_REASON
from kiosk.flow.node import node_of
from kiosk.people.rules import Staff
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show

KIND = "supplement"
PREVIEW, MEND = "xem", "sua"


@get(f"{BASE}/{KIND}")
async def ask(request: Req, staff: Who, id: FromPath[str]) -> Response[Any]:
    seen = await looked_at(request, staff, id)
    if KIND not in moves_now(seen):
        return go_to(f"{DESK}/ho-so/{id}")
    return show(request, screen_of(request, staff, seen, Typed(KIND)))


@post(f"{BASE}/{KIND}")
async def supplement(request: Req, staff: Who, id: FromPath[str]) -> Response[Any]:
    """Sends the request, unless a button asks to see it first, to mend it, or to copy the usual
    reasons into the box."""
    sent = await read_form(request)
    typed, steps = typed_in(sent, KIND), await on_the_path(request, staff, id, sent)
    errors = wrong(request, sent, steps)
    if not (errors or {PREVIEW, MEND, COPY} & set(sent)):
        return await do(request, staff, id, KIND, reason=reason_in(sent, KIND), steps=steps)
    seen = await looked_at(request, staff, id)
    if KIND not in moves_now(seen):
        return await do(request, staff, id, KIND, reason=reason_in(sent, KIND), steps=steps)
    if COPY in sent or MEND in sent:
        screen = screen_of(request, staff, seen, copied(sent, KIND))
    elif errors:
        screen = screen_of(request, staff, seen, replace(typed, errors=errors))
    else:
        screen = preview(request, screen_of(request, staff, seen, copied(sent, KIND)), staff)
    screen = replace(screen, head=replace(screen.head, rev=revision(sent)))
    return show(request, screen, 422 if screen.typed.errors else 200)


HANDLERS = (ask, supplement)


async def on_the_path(request: Req, staff: Staff, id: str, sent: Form) -> tuple[str, ...]:
    """The ticked steps that this citizen was asked, in the order of the flow."""
    node = node_of(request)
    case = await node.store.read(open_case, node.guide.library, node.inbox.ring, staff, id)
    read = reading(node, case)
    offered = form.questions(read.pack, read.result, read.context.reference) if read else ()
    return tuple(one.id for one in offered if one.id in sent.all("buoc"))


def wrong(request: Req, sent: Form, steps: tuple[str, ...]) -> tuple[FieldError, ...]:
    reason = reason_in(sent, KIND)
    found = []
    if not steps:
        found.append(refusals.steps_missing.code)
    if not reason:
        found.append(refusals.reason_missing.code)
    elif len(reason) > LONGEST_REASON:
        found.append(refusals.reason_too_long.code)
    return tuple(error(request, KIND, one) for one in found)


def screen_of(request: Req, staff: Staff, seen: Look, typed: Typed) -> SupplementScreen:
    node, lang = node_of(request), reader_language(request).code
    read = reading(node, seen.case, lang)
    result = read.result if read else None
    return SupplementScreen(
        staff,
        head=head(node, seen, lang),
        questions=form.questions(read.pack, read.result, read.context.reference) if read else (),
        wrong=frozenset(note.step for note in result.errors) if result else frozenset(),
        reasons=reasons_by_kind(seen)[KIND],
        typed=typed,
    )


def preview(request: Req, screen: SupplementScreen, staff: Staff) -> SupplementScreen:
    typed = screen.typed
    asked = tuple(one.ask for one in screen.questions if one.id in typed.steps)
    now = node_of(request).guide.clock.now()
    reason = typed.values["ly_do"]
    return replace(screen, preview=Happened(EVENTS[KIND], now, staff.name, reason, "", asked=asked))
