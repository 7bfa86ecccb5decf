"""The queue of a commune: its tabs, its filters, and a dossier found by its code."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.response import Response

from kiosk.clock import local_date
from kiosk.desk import actions
from kiosk.desk.filters import Filters, filters_in
from kiosk.desk.pages import (
    DESK,
    Req,
    day,
    groups,
    lateness,
    must_export,
    procedure_name,
)
from kiosk.desk.screens import FoundScreen, Line, QueueScreen, TabLink
from kiosk.desk.words import ASSIST, STATES, TABS
from kiosk.dossier.actions import Record
from kiosk.dossier.rules import OPEN
from kiosk.dossier.waiting import is_amiss
from kiosk.flow.node import Node, node_of
from kiosk.people.rules import Staff
from kiosk.web.forms import read_form
from kiosk.web.places import commune_name
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show

LONGEST_SHOWN = 60


@get("/")
async def queue(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    """Where a node hands on what it takes, how that goes is what there is to see."""
    node, filters = node_of(request), filters_in(request.query_params)
    if not node.inbox.is_hub:
        return go_to(f"{DESK}/gui-len")
    if "ma" in request.query_params:
        return await found(request, staff, request.query_params["ma"])
    today, lang = node.guide.clock.today(), reader_language(request).code
    seen = await node.store.read_long(actions.queue, staff, filters, today.isoformat())
    flows = sorted((procedure_name(node, flow, lang), flow) for flow in seen.flows)
    screen = QueueScreen(
        staff,
        commune=commune_name(request, staff.commune),
        tabs=tab_links(seen.counts, filters),
        here=replace(filters, number=1).href,
        filters=filters,
        lines=tuple(map(partial(line, node, seen.names, lang, today), seen.records)),
        count=seen.counts[filters.tab.slug],
        overdue=seen.overdue,
        flows=tuple((flow, name) for name, flow in flows),
        colleagues=tuple(one for one in seen.colleagues if one[0] != staff.id),
        before=filters.turned(-1).href if filters.number > 1 else "",
        after="" if seen.is_last else filters.turned(1).href,
        must_export=staff.role in ("lead", "admin") and must_export(node),
    )
    return show(request, screen)


@post("/tim-ma")
async def look_up(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    """By POST: a scanner at the counter reads the receipt's QR, and the secret in it must not stand
    in an address."""
    node, typed = node_of(request), (await read_form(request)).get("ma", "")
    records = await node.store.read(actions.with_code, staff, typed)
    if len(records) == 1:
        return go_to(f"{DESK}/ho-so/{records[0].id}")
    return await found(request, staff, typed)


async def found(request: Req, staff: Staff, typed: str) -> Response[str]:
    """What a code led to: nothing, as a rule, or what shares an official code."""
    node, lang = node_of(request), reader_language(request).code
    records = await node.store.read(actions.with_code, staff, typed)
    names = await node.store.read(actions.names)
    today = node.guide.clock.today()
    screen = FoundScreen(
        staff,
        code=typed[:LONGEST_SHOWN],
        is_empty=not typed.strip(),
        lines=tuple(map(partial(line, node, names, lang, today), records)),
    )
    return show(request, screen)


def tab_links(counts: Mapping[str, int], filters: Filters) -> tuple[TabLink, ...]:
    return tuple(
        TabLink(filters.at(tab).href, tab.label, counts[tab.slug])
        for tab in TABS
        if tab.usual or counts[tab.slug] or tab == filters.tab
    )


def line(node: Node, names: Mapping[str, str], lang: str, today: date, record: Record) -> Line:
    return Line(
        href=f"{DESK}/ho-so/{record.id}",
        groups=groups(record.code),
        procedure=procedure_name(node, record.flow, lang),
        received_at=record.received_at,
        waiting=waiting(record, today),
        due_on=day(record.due_on),
        lateness=lateness(record, today),
        state=STATES[record.state],
        assist="" if record.assist == "none" else ASSIST.get(record.assist, record.assist),
        assignee=names.get(record.assignee or "", ""),
        is_amiss=is_amiss(record),
    )


def waiting(record: Record, today: date) -> int | None:
    """Days since it came, while somebody still has to do something."""
    return (today - local_date(record.received_at)).days if record.state in OPEN else None
