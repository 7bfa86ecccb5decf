"""`POST /sync/v1/follow`: the state of a dossier, for a device that holds its secret."""

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Request, Response, post
from msgspec import Struct
from sqlalchemy import Connection

from kiosk.clock import Clock
from kiosk.content.library import Library
from kiosk.dossier import actions, status
from kiosk.dossier.actions import Followed
from kiosk.dossier.status import HAPPENED
from kiosk.people.actions import name_of
from kiosk.store import Store
from kiosk.sync.wire import instant
from kiosk.web import problems
from kiosk.web.limits import Door
from kiosk.web.openapi import Described

Req = Request[Any, Any, Any]

DOORS = (Door(("POST",), "/sync/v1/follow"),)
DESCRIBED = {
    "/sync/v1/follow": Described(gives=("application/json",), takes="application/json"),
}


class Asked(Struct, frozen=True):
    """`secret` as it stands on the receipt, in any spelling."""

    id: str
    secret: str


@dataclass(frozen=True)
class Told:
    followed: Followed
    handler: str | None
    due_on: str | None


@post("/sync/v1/follow", status_code=200)
async def follow(request: Req) -> Response[dict[str, Any]]:
    """One answer for a wrong secret and for a dossier that is not here. Nothing is kept."""
    try:
        asked = msgspec.json.decode(await request.body(), type=Asked)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise problems.malformed_request() from error
    store: Store = request.app.state.store
    clock: Clock = request.app.state.clock
    found = await store.read(told, request.app.state.library, asked)
    return Response({**as_json(found), "at": instant(clock.now())})


HANDLERS = (follow,)


def told(db: Connection, library: Library, asked: Asked) -> Told:
    """Raises `dossier.no_such_dossier`."""
    found = actions.followed_by_id(db, asked.id, asked.secret)
    handler = name_of(db, found.handler) if found.handler else None
    return Told(found, handler, status.due_day(status.standing(db, library, found.progress)))


def as_json(found: Told) -> dict[str, Any]:
    followed, progress = found.followed, found.followed.progress
    return {
        "id": followed.id,
        "code": progress.code,
        "flow": progress.flow,
        "pack": progress.pack,
        "commune": followed.commune,
        "state": followed.state,
        "told": progress.told,
        "due_on": found.due_on,
        "extended_to": progress.extended_to,
        "reason": followed.reason,
        "handler": found.handler,
        "official_code": followed.official_code,
        "redo": list(followed.asked),
        "may_withdraw": followed.is_open,
        "may_rate": followed.may_rate,
        "rated": followed.rated,
        "events": [
            {"kind": kind, "at": instant(at)} for kind, at in progress.events if kind in HAPPENED
        ],
    }
