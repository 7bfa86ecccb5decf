"""The page of one dossier, and what an officer does with it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.clock import local_date
from kiosk.desk import actions, findings, form
from kiosk.desk.actions import Look
from kiosk.desk.pages import DESK, Req, day, groups, lateness, procedure_name, tab_href
from kiosk.desk.screens import ConflictScreen, DossierScreen, Happened, Sheet, Typed
from kiosk.desk.words import ASSIST, EVENTS, PROBLEMS, STATES, TABS
from kiosk.dossier import problems as refusals
from kiosk.dossier.actions import Act, Event, walk_again
from kiosk.dossier.rules import moves_from
from kiosk.engine.pack import Pack
from kiosk.engine.text import nfc, tidy
from kiosk.engine.walk import Context
from kiosk.flow.node import Node, node_of
from kiosk.people.rules import Staff
from kiosk.problem import Problem
from kiosk.web.forms import Form, read_form
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show

BASE = "/ho-so/{id:str}"
FASTER = (refusals.changed_meanwhile.code, refusals.not_now.code)


@get(BASE)
async def dossier(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[str]:
    screen = await screen_of(request, staff, id)
    just = request.query_params.get("vua", "")
    return show(request, replace(screen, just=just if just in EVENTS else ""))


@post(f"{BASE}/acceptance")
async def acceptance(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[Any]:
    return await do(request, staff, id, "accepted", {})


@post(f"{BASE}/refusal")
async def refusal(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[Any]:
    sent = await read_form(request)
    return await do(request, staff, id, "refused", {"reason": paragraphs(sent.get("ly_do", ""))})


@post(f"{BASE}/completion")
async def completion(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[Any]:
    return await do(request, staff, id, "done", {})


@post(f"{BASE}/hand-over")
async def hand_over(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[Any]:
    sent = await read_form(request)
    code = tidy(sent.get("ma", "")).replace(" ", "").upper()
    return await do(request, staff, id, "handed_over", {"official_code": code})


async def do(
    request: Req, staff: Staff, id: str, kind: str, typed: Mapping[str, str]
) -> Response[Any]:
    """Done, the page again; typed wrongly, the page with what was typed; too late, who was
    faster."""
    node = node_of(request)
    done = Act(kind, revision(await read_form(request)), staff.id, **typed)
    now = node.guide.clock.now()
    try:
        await node.store.write(actions.act, node.guide.library, staff, id, done, now)
    except Problem as problem:
        return await refused(request, staff, id, done, problem)
    return go_to(f"{DESK}/ho-so/{id}?vua={kind}")


async def refused(
    request: Req, staff: Staff, id: str, done: Act, problem: Problem
) -> Response[str]:
    text = done.reason or done.official_code or ""
    if problem.code in FASTER:
        return await conflict(request, staff, id, text)
    if problem.code not in PROBLEMS:
        raise problem
    screen = await screen_of(request, staff, id)
    typed = Typed(done.kind, text, PROBLEMS[problem.code])
    return show(request, replace(screen, rev=done.rev, typed=typed), problem.status)


async def conflict(request: Req, staff: Staff, id: str, typed: str) -> Response[str]:
    node = node_of(request)
    last, who = await node.store.read(actions.last_change, staff, id)
    screen = ConflictScreen(
        staff,
        href=f"{DESK}/ho-so/{id}",
        what=EVENTS.get(last.kind, last.kind),
        at=last.at,
        who=who or "",
        typed=typed,
    )
    return show(request, screen, refusals.changed_meanwhile.status)


async def screen_of(request: Req, staff: Staff, id: str) -> DossierScreen:
    """Each time the page is shown, the trail gets a line."""
    node, lang = node_of(request), reader_language(request).code
    clock = node.guide.clock
    look = await node.store.write(actions.look, node.guide.library, staff, id, lang, clock.now())
    record = look.record
    trouble, sheet = sheet_of(node, look, lang)
    official = look.pack.flow.official_form if look.pack else None
    return DossierScreen(
        staff,
        base=f"{DESK}/ho-so/{id}",
        back=next(tab_href(tab) for tab in TABS if record.state in tab.states),
        rev=record.rev,
        groups=groups(record.code),
        procedure=procedure_name(node, record.flow, lang),
        form=official.name if official else "",
        state=STATES[record.state],
        received_at=record.received_at,
        due_on=day(record.due_on),
        lateness=lateness(record, clock.today()),
        assist=ASSIST.get(record.assist, record.assist),
        handler=look.names.get(record.handler or "", ""),
        official_code=record.official_code or "",
        moves=moves_from(record.state),
        trouble=trouble,
        sheet=sheet,
        events=tuple(map(partial(happened, look.names), look.events)),
    )


def sheet_of(node: Node, look: Look, lang: str) -> tuple[str, Sheet]:
    """What keeps the answers from being laid out, and the layout."""
    opened = actions.open_envelope(look.envelope, node.inbox.ring)
    if opened is None:
        return "sealed", Sheet()
    if look.pack is None:
        return "unknown_pack", Sheet(unplaced=form.unplaced_answers(None, None, opened.answers))
    return "", laid_out(look.pack, opened.answers, context_of(node, look, lang))


def context_of(node: Node, look: Look, lang: str) -> Context:
    """The day of receipt: what was in time then stays in time."""
    received = local_date(look.record.received_at).isoformat()
    return Context(received, look.record.commune, node.guide.context(lang).reference)


def laid_out(pack: Pack, answers: Mapping[str, Any], context: Context) -> Sheet:
    result = walk_again(pack, answers, context)
    return Sheet(
        sections=form.sections(pack, result, context.reference),
        others=form.other_answers(pack, result, answers, context.reference),
        unplaced=form.unplaced_answers(pack, result, answers),
        findings=findings.findings(pack, result),
        unanswered=findings.unanswered(pack, result),
        to_bring=findings.to_bring(pack.flow, result),
        not_needed=findings.not_needed(pack.flow, result),
        costs=findings.costs(pack, result),
        total=findings.total(pack, result),
    )


def happened(names: Mapping[str, str], event: Event) -> Happened:
    return Happened(
        EVENTS.get(event.kind, event.kind),
        event.at,
        names.get(event.by or "", ""),
        event.reason or "",
        event.detail or "",
    )


def revision(sent: Form) -> int:
    """-1 for what no page of ours sends: it is never the dossier's."""
    text = sent.get("rev", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def paragraphs(text: str) -> str:
    """A reason as it was typed, line by line, without stray characters."""
    return nfc("\n".join(tidy(line) for line in text.splitlines())).strip()
