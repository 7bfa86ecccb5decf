"""What a node has sent to its hub and what still waits, for whoever looks after the machine."""

from typing import Any

from litestar import get, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from litestar.response import Response
from sqlalchemy import Connection

from kiosk.desk import problems
from kiosk.desk.pages import DESK, Req, groups
from kiosk.desk.screens import RefusedLine, SendingScreen
from kiosk.flow.node import Node, node_of
from kiosk.people.rules import Staff
from kiosk.sync import codes, outgoing
from kiosk.sync.outgoing import Backlog, RefusedParcel
from kiosk.sync.upstream import Upstream
from kiosk.web.problems import not_found
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show
from kiosk.web.words import heading_of

PATH = "/gui-len"
ASKED = "da-bam"


async def at_hub(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard. Raises `desk.at_the_hub` at a node that only hands on."""
    node: Node = connection.app.state.node
    if not node.inbox.is_hub:
        raise problems.at_the_hub()


@get(PATH)
async def sending(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    node, above = node_of(request), upstream_in(request)
    backlog, refused = await node.store.read_long(state)
    facts, language = above.facts, reader_language(request)
    screen = SendingScreen(
        staff,
        hub=node.settings.upstream or "",
        name=facts.name,
        station=facts.station,
        standing=facts.standing,
        met_at=above.met_at,
        waiting=backlog.waiting,
        since=backlog.since,
        off_minutes=abs(facts.offset_ms) // 60_000 if above.is_off else 0,
        refused=tuple(
            RefusedLine(
                groups(codes.receipt_code(one.id)),
                heading_of(one.why, language),
                one.since,
            )
            for one in refused
        ),
        was_asked=ASKED in request.query_params,
    )
    return show(request, screen)


@post(PATH)
async def send_now(request: Req) -> Response[Any]:
    """Ends the pause between two tries. How it went stands on the page soon after."""
    upstream_in(request)
    request.app.state.courier.hurry()
    return go_to(f"{DESK}{PATH}?{ASKED}")


HANDLERS = (sending, send_now)


def upstream_in(request: Req) -> Upstream:
    """Raises `web.not_found` at a hub, which sends nothing on."""
    above = node_of(request).inbox.upstream
    if above is None:
        raise not_found()
    return above


def state(db: Connection) -> tuple[Backlog, tuple[RefusedParcel, ...]]:
    return outgoing.backlog(db), tuple(outgoing.refused(db))
