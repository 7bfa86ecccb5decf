"""`/sync/v1/events` and `/sync/v1/commune`: what a station is told, by its signature."""

from typing import Any

import msgspec
from litestar import Response, get
from sqlalchemy import Connection

from kiosk.commune.actions import reasons, settings_of
from kiosk.commune.rules import NAMES
from kiosk.dossier import feed
from kiosk.dossier.days_off import days_off
from kiosk.people.actions import communes_with_a_desk
from kiosk.sync.asking import Req, hub_of, station_of
from kiosk.sync.canonical import digest
from kiosk.web.limits import Door
from kiosk.web.openapi import Described
from kiosk.web.packed import checked, unchanged

EVENTS, COMMUNE = "/sync/v1/events", "/sync/v1/commune"
JSON = "application/json"
DOORS = (Door(("GET",), EVENTS, cost=0.05), Door(("GET",), COMMUNE, cost=0.05))
DESCRIBED = {
    EVENTS: Described(gives=(JSON,), query=("after",), also=(401, 403, 410)),
    COMMUNE: Described(gives=(JSON,), also=(304, 401, 403)),
}


@get(EVENTS)
async def events(request: Req) -> Response[dict[str, Any]]:
    """Of the station's commune, and of every dossier of which it brought an envelope."""
    store, station = hub_of(request).store, await station_of(request)
    after = feed.cursor(request.query_params.get("after", ""))
    page = await feed.read_on(store, request.app.state.library, station, after)
    return Response(
        {
            "epoch": page.epoch,
            "next": f"{page.epoch}:{page.next}",
            "more": page.more,
            "events": page.events,
        }
    )


@get(COMMUNE)
async def commune(request: Req) -> Response[Any]:
    """What the station's commune set for itself, the table of days off, and which communes of the
    hub have a desk."""
    store, station = hub_of(request).store, await station_of(request)
    data = msgspec.json.encode(await store.read(set_by, station.commune))
    tag = digest(data)[:16]
    same = unchanged(request, tag)
    return same or Response(data, media_type=JSON, headers=checked(tag))


HANDLERS = (events, commune)


def set_by(db: Connection, commune: str) -> dict[str, Any]:
    settings = settings_of(db, commune)
    return {
        "commune": commune,
        "settings": {name: getattr(settings, name) for name in NAMES},
        "reasons": [one._asdict() for one in reasons(db, commune)],
        "days_off": {one.day: one.is_off for one in days_off(db)},
        "receiving": sorted(communes_with_a_desk(db)),
    }
