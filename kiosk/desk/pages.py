"""What the pages of the desk share: their address, and how they name things."""

from datetime import date
from typing import Any

from litestar import Request

from kiosk.dossier.actions import Record
from kiosk.dossier.rules import OPEN
from kiosk.flow.node import Node
from kiosk.sync import codes, keyfolder

Req = Request[Any, Any, Any]
DESK = "/mot-cua"


def lateness(record: Record, today: date) -> str:
    """As `Line.lateness`."""
    if record.state == "supplement":
        return "paused"
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


def must_export(node: Node) -> bool:
    """Whether a key stands on this one disk only."""
    return bool(keyfolder.not_exported(node.settings.keys_dir, node.inbox.ring))
