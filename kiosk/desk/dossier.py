"""The page of one dossier."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.commune.actions import KINDS
from kiosk.desk.actions import TO_ASSIGN
from kiosk.desk.filters import Filters
from kiosk.desk.looking import Look, look, sheet_of, trouble_in
from kiosk.desk.notices.rules import papers_to_print
from kiosk.desk.pages import DESK, Req, day, groups, lateness, procedure_name
from kiosk.desk.queue import waiting
from kiosk.desk.screens import DossierScreen, Happened, Head
from kiosk.desk.words import ASSIST, EVENTS, STATES, tab_of
from kiosk.dossier.actions import Event
from kiosk.dossier.rules import ENDED, moves_from
from kiosk.flow.node import Node, node_of
from kiosk.people.rules import Staff
from kiosk.web.screens import reader_language, show

BASE = "/ho-so/{id:str}"
# What usually comes next in a state; the other acts stay folded.
NEXT = {
    "submitted": "accepted",
    "accepted": "handed_over",
    "in_progress": "done",
    "done": "returned",
}


@get(BASE)
async def dossier(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[str]:
    screen = await screen_of(request, staff, id)
    just = request.query_params.get("vua", "")
    return show(request, replace(screen, just=just if just in EVENTS else ""))


async def looked_at(request: Req, staff: Staff, id: str) -> Look:
    """Each time a page about a dossier is shown, the trail gets a line."""
    node = node_of(request)
    now = node.guide.clock.now()
    return await node.store.write(look, node.guide.library, node.inbox.ring, staff, id, now)


async def screen_of(request: Req, staff: Staff, id: str) -> DossierScreen:
    return dossier_screen(request, staff, await looked_at(request, staff, id))


def dossier_screen(request: Req, staff: Staff, seen: Look) -> DossierScreen:
    node, lang = node_of(request), reader_language(request).code
    case, record = seen.case, seen.case.record
    pack, moves = case.pack(lang), moves_now(seen)
    official = pack.flow.official_form if pack else None
    events = tuple(map(partial(happened, case.names, questions_by_step(seen, lang)), case.events))
    asked = [one for one in events if one.asked] if record.asked else []
    return DossierScreen(
        staff,
        head=head(node, seen, lang),
        back=Filters(tab_of(record.state)).href,
        form=official.name if official else "",
        assist=ASSIST.get(record.assist, record.assist),
        handler=case.names.get(record.handler or "", ""),
        assignee=record.assignee or "",
        official_code=record.official_code or "",
        moves=moves,
        main=NEXT.get(record.state, ""),
        may_assign=record.state in TO_ASSIGN,
        may_erase=record.state in ENDED and not record.is_erased,
        colleagues=seen.colleagues,
        asked=asked[-1] if asked else None,
        redone_at=seen.redone.at if seen.redone else None,
        is_new=seen.is_new,
        trouble=trouble_in(case),
        sheet=sheet_of(node, case, lang),
        events=events,
        reasons=reasons_by_kind(seen),
        printable=papers_to_print(f"{DESK}/ho-so/{record.id}", record, case.events),
    )


def head(node: Node, seen: Look, lang: str) -> Head:
    record, today = seen.case.record, node.guide.clock.today()
    return Head(
        base=f"{DESK}/ho-so/{record.id}",
        rev=record.rev,
        groups=groups(record.code),
        procedure=procedure_name(node, record.flow, lang),
        state=STATES[record.state],
        received_at=record.received_at,
        waiting=waiting(record, today),
        due_on=day(record.due_on),
        lateness=lateness(record, today),
        assignee=seen.case.names.get(record.assignee or "", ""),
    )


def moves_now(seen: Look) -> tuple[str, ...]:
    """What the state allows, and what happened before does not forbid."""
    spent = {"extended"} if seen.case.last("extended") else set()
    if trouble_in(seen.case):
        # Nobody can name the steps of answers that nobody can read.
        spent.add("supplement")
    return tuple(kind for kind in moves_from(seen.case.record.state) if kind not in spent)


def questions_by_step(seen: Look, lang: str) -> Mapping[str, str]:
    pack = seen.case.pack(lang)
    return {step.id: step.ask for step in pack.flow.steps} if pack else {}


def reasons_by_kind(seen: Look) -> Mapping[str, tuple[str, ...]]:
    return {
        kind: tuple(one.text for one in seen.reasons if one.kind == kind) for kind in KINDS
    }  # fmt: skip


def happened(names: Mapping[str, str], questions: Mapping[str, str], event: Event) -> Happened:
    detail = event.detail or ""
    steps = json.loads(detail or "[]") if event.kind == "supplement" else ()
    return Happened(
        EVENTS.get(event.kind, event.kind),
        event.at,
        names.get(event.by or "", ""),
        event.reason or "",
        detail=assigned_to(names, event) if event.kind == "assigned" else plain(event),
        asked=tuple(questions.get(step, step) for step in steps),
        day=day(detail) if event.kind == "extended" else None,
    )


def plain(event: Event) -> str:
    """A code that an officer reads; the other details are for machines."""
    return event.detail or "" if event.kind == "handed_over" else ""


def assigned_to(names: Mapping[str, str], event: Event) -> str:
    return names.get(event.detail or "", "")
