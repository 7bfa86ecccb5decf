"""`/sync/v1/content`: what a station of this hub offers and looks up, signed."""

from typing import Any

from litestar import Response, get

from kiosk.flow.node import node_of
from kiosk.flow.statement import CONTENT, sign, statement_of, tag_of
from kiosk.flow.supplies import supplies_of
from kiosk.sync.asking import Req, hub_of, station_of
from kiosk.web.limits import Door
from kiosk.web.openapi import Described
from kiosk.web.packed import checked, unchanged

DOORS = (Door(("GET",), CONTENT, cost=0.05),)
DESCRIBED = {CONTENT: Described(gives=("application/json",), also=(304, 401, 403))}


@get(CONTENT)
async def content(request: Req) -> Response[Any]:
    """Every procedure and every lesson that is here, by the hashes of its packs; and the tables."""
    exchange, node, supplies = hub_of(request), node_of(request), supplies_of(request)
    await station_of(request)
    tables, _ = await supplies.tables()
    said = statement_of(node.guide.library, supplies.taught, tables)
    tag = tag_of(said)
    if same := unchanged(request, tag):
        return same
    key = exchange.inbox.signing
    token = await supplies.signed(f"{tag} {key.id}", lambda: sign(said, key))
    return Response({"content": token}, headers=checked(tag))


HANDLERS = (content,)
