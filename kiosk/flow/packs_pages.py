"""`/sync/v1/packs`: what a device needs to go on without a line. Public, and the same for all."""

from hashlib import sha256
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath

from kiosk.commune.actions import settings_of
from kiosk.flow.node import Node, node_of
from kiosk.flow.offers import index
from kiosk.flow.supplies import Supplies, supplies_of
from kiosk.sync.wire import Sha256
from kiosk.web import problems
from kiosk.web.assets import FOR_EVER
from kiosk.web.limits import Door
from kiosk.web.openapi import Described
from kiosk.web.packed import checked, send, unchanged

Req = Request[Any, Any, Any]
JSON = "application/json"

# As for the rest of the protocol: a whole commune may come back behind one address.
DOORS = (
    Door(("GET",), "/sync/v1/packs", cost=0.02, below=True),
    Door(("GET",), "/sync/v1/places", cost=0.02, below=True),
)
DESCRIBED = {
    "/sync/v1/packs": Described(gives=(JSON,), also=(304,)),
    "/sync/v1/packs/{sha256:str}": Described(gives=(JSON,)),
    "/sync/v1/places/{province:str}": Described(gives=(JSON,), also=(304,)),
}


@get("/sync/v1/packs")
async def packs(request: Req) -> Response[Any]:
    """Which packs there are today."""
    data = msgspec.json.encode(await told(node_of(request), supplies_of(request)))
    tag = sha256(data).hexdigest()[:16]
    same = unchanged(request, tag)
    return same or Response(data, media_type=JSON, headers=checked(tag))


@get("/sync/v1/packs/{sha256:str}")
async def one_pack(request: Req, sha256: FromPath[str]) -> Response[bytes]:
    """A pack by its hash: of today, or one that drafts began with."""
    supplies = supplies_of(request)
    data = await found(node_of(request), supplies, sha256)
    if data is None:
        raise problems.not_found()
    bodies = await supplies.packed(sha256, data)
    return send(request, bodies, JSON, {"Cache-Control": FOR_EVER})


@get("/sync/v1/places/{province:str}")
async def places(request: Req, province: FromPath[str]) -> Response[Any]:
    """The reference pack of any province: somebody was born there, or moved from there."""
    supplies = supplies_of(request)
    try:
        tag, data = await supplies.places(province)
    except KeyError as unknown:
        raise problems.not_found() from unknown
    if same := unchanged(request, tag):
        return same
    return send(request, await supplies.packed(tag, data), JSON, checked(tag))


HANDLERS = (packs, one_pack, places)


async def told(node: Node, supplies: Supplies) -> dict[str, Any]:
    commune = await node.store.read(settings_of, supplies.area.commune)
    reference, _ = await supplies.reference()
    offered = node.guide.offered().values()
    return index(
        offered, supplies.shell, reference, supplies.area, commune.common_flows, supplies.lessons,
        node.guide.receivers,
    )  # fmt: skip


async def found(node: Node, supplies: Supplies, name: str) -> bytes | None:
    try:
        msgspec.convert(name, Sha256)
    except msgspec.ValidationError:
        return None
    # Flows first: to know the name of a shell, it has to be drawn.
    pack = await node.store.read(node.guide.library.pack, name)
    return pack.data if pack else await supplies.pack_of_no_flow(name)
