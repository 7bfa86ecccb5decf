"""Who hears that a step was done: the counters, and whoever `kiosk.app` put on `Node.on_done`."""

from typing import Any

from litestar import Request

from kiosk.engine.shapes import Flow
from kiosk.engine.walk import Place
from kiosk.flow.actions import DraftKey, Saved
from kiosk.flow.figures import Kind, Tally
from kiosk.flow.node import Done, Node, node_of
from kiosk.flow.passing import is_done, is_first_try, is_refused

Req = Request[Any, Any, Any]


def count(node: Node, flow: Flow, kind: Kind, step: str = "") -> None:
    guide = node.guide
    day = guide.today.isoformat()
    node.counts.add(Tally(guide.commune, day, flow.id, flow.version, step, kind))


async def hear(request: Req, key: DraftKey, place: Place, saved: Saved, to_check: bool) -> None:
    """After each save. A supplement asks for a few steps anew, and is not counted."""
    node, opened = node_of(request), saved.opened
    flow = opened.edition.flow
    step = flow.step(place.step)
    if step is None or opened.held.redo or opened.row.code is not None:
        return
    context = opened.context(node.guide, "vi")
    if is_done(flow, place, saved.before, saved.turn, context, to_check):
        count(node, flow, "done", step.id)
        alone = opened.held.assist == "none"
        if step.lesson and alone and is_first_try(step, saved.before):
            await node.on_done(request, Done(key, step, saved.turn.draft))


def hear_refusal(node: Node, place: Place, saved: Saved) -> None:
    """Somebody wanted to go on and could not."""
    opened, flow = saved.opened, saved.opened.edition.flow
    if flow.step(place.step) and not opened.held.redo and is_refused(place, saved.turn):
        count(node, flow, "error", place.step)
