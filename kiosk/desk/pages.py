"""The queue of a commune."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Response

from kiosk.desk import actions
from kiosk.desk.screens import Line, QueueScreen, TabLink
from kiosk.desk.words import ASSIST, STATES, TABS, Tab, tab_named
from kiosk.dossier.actions import Record
from kiosk.dossier.rules import OPEN
from kiosk.flow.node import Node, node_of
from kiosk.people.rules import Staff
from kiosk.sync import codes, keyfolder
from kiosk.web.screens import reader_language, show

Req = Request[Any, Any, Any]
DESK = "/mot-cua"
FARTHEST = 10_000


@get("/")
async def queue(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    node = node_of(request)
    asked = request.query_params
    tab, number = tab_named(asked.get("muc", "")), page_number(asked.get("trang", ""))
    today = node.guide.clock.today()
    found = await node.store.read_long(actions.queue, staff.commune, tab, number, today.isoformat())
    lang = reader_language(request).code
    screen = QueueScreen(
        staff,
        commune=commune_name(node, staff.commune, lang),
        tabs=tab_links(found.counts, tab),
        here=tab_href(tab),
        title=tab.label,
        lines=tuple(line(node, record, lang, today) for record in found.records),
        overdue=found.overdue,
        before=tab_href(tab, number - 1) if number > 1 else "",
        after="" if found.is_last else tab_href(tab, number + 1),
        must_export=staff.role in ("lead", "admin") and must_export(node),
    )
    return show(request, screen)


def page_number(text: str) -> int:
    """The first page for a number that is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), FARTHEST)


def tab_links(counts: Mapping[str, int], here: Tab) -> tuple[TabLink, ...]:
    return tuple(
        TabLink(tab_href(tab), tab.label, counts[tab.slug])
        for tab in TABS
        if tab.usual or counts[tab.slug] or tab == here
    )


def tab_href(tab: Tab, number: int = 1) -> str:
    where = DESK if tab == TABS[0] else f"{DESK}?muc={tab.slug}"
    if number == 1:
        return where
    return f"{where}{'&' if '?' in where else '?'}trang={number}"


def line(node: Node, record: Record, lang: str, today: date) -> Line:
    return Line(
        href=f"{DESK}/ho-so/{record.id}",
        groups=groups(record.code),
        procedure=procedure_name(node, record.flow, lang),
        received_at=record.received_at,
        due_on=day(record.due_on),
        lateness=lateness(record, today),
        state=STATES[record.state],
        assist="" if record.assist == "none" else ASSIST.get(record.assist, record.assist),
    )


def lateness(record: Record, today: date) -> str:
    due = day(record.due_on)
    if due is None or record.state not in OPEN or due > today:
        return ""
    return "late" if due < today else "today"


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def groups(code: str) -> tuple[str, ...]:
    return tuple(codes.shown(code).split("-"))


def procedure_name(node: Node, flow: str, lang: str) -> str:
    """Today's name; the flow's id when the flow is not here any more."""
    edition = node.guide.library.flows.get(flow)
    return edition.pack(lang).flow.procedure.name if edition else flow


def commune_name(node: Node, code: str, lang: str) -> str:
    return node.guide.context(lang).reference.commune_name(code) or code


def must_export(node: Node) -> bool:
    """Whether a key stands on this one disk only."""
    return bool(keyfolder.not_exported(node.settings.keys_dir, node.inbox.ring))
