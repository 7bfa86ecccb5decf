"""What an officer does with a dossier: one small handler each, all the same way."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.desk import actions
from kiosk.desk.dossier import BASE, screen_of
from kiosk.desk.pages import DESK, Req
from kiosk.desk.screens import ConflictScreen, Typed
from kiosk.desk.typed import COPY, copied, date_error, day_in, error, reason_in, typed_in
from kiosk.desk.words import EVENTS, PROBLEMS
from kiosk.dossier import problems as refusals
from kiosk.dossier.acts import Act
from kiosk.engine.text import tidy
from kiosk.flow.node import node_of
from kiosk.people.rules import Staff
from kiosk.problem import Problem
from kiosk.web.formats import Formats
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show

FASTER = (refusals.changed_meanwhile.code, refusals.not_now.code)
Who = NamedDependency[Staff]


@post(f"{BASE}/acceptance")
async def acceptance(request: Req, staff: Who, id: FromPath[str]) -> Response[Any]:
    return await do(request, staff, id, "accepted")


@post(f"{BASE}/refusal")
async def refusal(request: Req, staff: Who, id: FromPath[str]) -> Response[Any]:
    return await do_with_reason(request, staff, id, "refused")


@post(f"{BASE}/completion")
async def completion(request: Req, staff: Who, id: FromPath[str]) -> Response[Any]:
    return await do(request, staff, id, "done")


@post(f"{BASE}/return")
async def result_given(request: Req, staff: Who, id: FromPath[str]) -> Response[Any]:
    return await do(request, staff, id, "returned")


@post(f"{BASE}/hand-over")
async def hand_over(request: Req, staff: Who, id: FromPath[str]) -> Response[Any]:
    sent = await read_form(request)
    code = tidy(sent.get("ma", "")).replace(" ", "").upper()
    return await do(request, staff, id, "handed_over", official_code=code)


@post(f"{BASE}/stop")
async def stop(request: Req, staff: Who, id: FromPath[str]) -> Response[Any]:
    return await do_with_reason(request, staff, id, "stopped")


@post(f"{BASE}/extension")
async def extension(request: Req, staff: Who, id: FromPath[str]) -> Response[Any]:
    sent = await read_form(request)
    given = day_in(request, sent)
    errors = [one for one in (date_error(request, given),) if one]
    if errors and not reason_in(sent, "extended"):
        errors.append(error(request, "extended", refusals.reason_missing.code))
    return await do_with_reason(
        request, staff, id, "extended", tuple(errors), until=given.value if not errors else None
    )


@post(f"{BASE}/assignment")
async def assignment(request: Req, staff: Who, id: FromPath[str]) -> Response[Any]:
    """To whom `cho` says, a staff id; to nobody when it is blank."""
    node, sent = node_of(request), await read_form(request)
    rev, to, now = revision(sent), sent.get("cho") or None, node.guide.clock.now()
    try:
        await node.store.write(actions.assign, staff, id, rev, to, now)
    except Problem as problem:
        return await refused(request, staff, id, Act("assigned", rev, staff.id), problem)
    return go_to(f"{DESK}/ho-so/{id}?vua=assigned")


HANDLERS = (
    acceptance,
    refusal,
    completion,
    result_given,
    hand_over,
    stop,
    extension,
    assignment,
)


async def do_with_reason(
    request: Req, staff: Staff, id: str, kind: str, errors: tuple[FieldError, ...] = (), **more: Any
) -> Response[Any]:
    """As `do`; or, asked to copy the usual reasons into the box, the page with them there."""
    sent = await read_form(request)
    if COPY in sent:
        return await again(request, staff, id, copied(sent, kind), revision(sent), 200)
    if errors:
        typed = replace(typed_in(sent, kind), errors=errors)
        return await again(request, staff, id, typed, revision(sent), 422)
    return await do(request, staff, id, kind, reason=reason_in(sent, kind), **more)


async def do(request: Req, staff: Staff, id: str, kind: str, **more: Any) -> Response[Any]:
    """Done, the page again; typed wrongly, the page with what was typed; too late, who was
    faster."""
    node = node_of(request)
    done = Act(kind, revision(await read_form(request)), staff.id, **more)
    now = node.guide.clock.now()
    try:
        await node.store.write(actions.act, node.guide.library, staff, id, done, now)
    except Problem as problem:
        return await refused(request, staff, id, done, problem)
    return go_to(f"{DESK}/ho-so/{id}?vua={kind}")


async def refused(
    request: Req, staff: Staff, id: str, done: Act, problem: Problem
) -> Response[str]:
    if problem.code in FASTER:
        return await conflict(request, staff, id, done)
    if problem.code not in PROBLEMS:
        raise problem
    typed = typed_in(await read_form(request), done.kind)
    wrong = error(request, done.kind, problem.code)
    return await again(
        request, staff, id, replace(typed, errors=(wrong,)), done.rev, problem.status
    )


async def again(
    request: Req, staff: Staff, id: str, typed: Typed, rev: int, status: int
) -> Response[str]:
    """The page with what was typed, still about the dossier as the officer saw it."""
    screen = await screen_of(request, staff, id)
    head = replace(screen.head, rev=rev)
    return show(request, replace(screen, head=head, typed=typed), status)


async def conflict(request: Req, staff: Staff, id: str, done: Act) -> Response[str]:
    node = node_of(request)
    last, who, questions = await node.store.read(actions.last_change, node.guide.library, staff, id)
    screen = ConflictScreen(
        staff,
        href=f"{DESK}/ho-so/{id}",
        what=EVENTS.get(last.kind, last.kind),
        at=last.at,
        who=who or "",
        typed=tuple(kept(request, done, questions)),
    )
    return show(request, screen, refusals.changed_meanwhile.status)


def kept(request: Req, done: Act, questions: Mapping[str, str]) -> list[str]:
    """What the officer had typed, in words, to be copied from the page."""
    formats = Formats(reader_language(request).locale)
    lines = [questions.get(step, step) for step in done.steps]
    lines += [done.reason or "", done.official_code or ""]
    lines += [formats.day(done.until)] if done.until else []
    return [line for line in lines if line]


def revision(sent: Form) -> int:
    """-1 for what no page of ours sends: it is never the dossier's."""
    text = sent.get("rev", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
