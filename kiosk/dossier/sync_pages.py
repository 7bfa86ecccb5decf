"""`POST /sync/v1/follow`: the state of a dossier, for a device that holds its secret."""

from typing import Any

from litestar import Request, Response, post
from msgspec import Struct

from kiosk.clock import Clock
from kiosk.dossier import following
from kiosk.sync.wire import instant
from kiosk.web.forms import read_json
from kiosk.web.limits import Door
from kiosk.web.openapi import Described

Req = Request[Any, Any, Any]

DOORS = (Door(("POST",), "/sync/v1/follow"),)
DESCRIBED = {
    "/sync/v1/follow": Described(gives=("application/json",), takes="application/json"),
}


class Asked(Struct, frozen=True):
    """`secret` as it stands on the receipt, in any spelling. Who typed it knows no `id`: then it
    finds the dossier by itself."""

    secret: str
    id: str | None = None


@post("/sync/v1/follow", status_code=200)
async def follow(request: Req) -> Response[dict[str, Any]]:
    """One answer for a wrong secret and for a dossier that is not here. Nothing is kept."""
    asked = await read_json(request, Asked)
    known = await following.by_secret(request.app.state, asked.secret, asked.id)
    clock: Clock = request.app.state.clock
    return Response({**following.as_json(known), "at": instant(clock.now())})


HANDLERS = (follow,)
