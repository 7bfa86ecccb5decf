"""`/sync/v1/enrol` and `/sync/v1/reconcile`: a node becomes a station of this hub, and asks what
the hub lacks."""

from typing import Annotated, Any

from litestar import Response, post
from msgspec import Meta, Struct

from kiosk.sync import enrolment, hello, reconciling, stations
from kiosk.sync.asking import Req, hub_of
from kiosk.sync.pages import JSON, epoch_of
from kiosk.sync.uploading import PIECE_BYTES
from kiosk.sync.wire import Sha256, Uuid7
from kiosk.web.forms import read_json
from kiosk.web.guard import Room
from kiosk.web.limits import Door
from kiosk.web.openapi import Described

ENROL, RECONCILE = "/sync/v1/enrol", "/sync/v1/reconcile"
MOST_ITEMS = 1000

# Guessing a code is as dear as guessing a password.
DOORS = (Door(("POST",), ENROL, cost=5), Door(("POST",), RECONCILE))
ROOMS = (Room(RECONCILE, bytes=128 * 1024),)
DESCRIBED = {
    ENROL: Described(gives=(JSON,), takes=JSON, also=(201,)),
    RECONCILE: Described(gives=(JSON,), takes=JSON),
}


class Enrolment(Struct, frozen=True):
    """`proof` is `enrolment.node_proof` over the key and the nonce."""

    locator: Sha256
    public: Annotated[str, Meta(max_length=100)]
    nonce: hello.Nonce
    proof: Sha256


class Items(Struct, frozen=True):
    items: Annotated[list[tuple[Uuid7, Sha256]], Meta(max_length=MOST_ITEMS)]


@post(ENROL, status_code=201)
async def enrol(request: Req) -> Response[dict[str, Any]]:
    """One answer for whatever is wrong with the code. Each side proves that it knows it."""
    exchange, sent = hub_of(request), await read_json(request, Enrolment)
    store, now = exchange.store, exchange.clock.now()
    station, proof = await store.write(
        stations.enrol, exchange.vault, sent.locator, sent.public, sent.nonce, sent.proof, now
    )
    epoch = await epoch_of(store)
    token = hello.greet(exchange.inbox, epoch, sent.nonce, now, PIECE_BYTES)
    said = {"id": station.id, "name": station.name, "commune": station.commune, "hello": token}
    return Response({**said, "proof": enrolment.hub_proof(proof, station.id, token)})


@post(RECONCILE, status_code=200)
async def reconcile(request: Req) -> Response[dict[str, Any]]:
    """Anonymous: id and digest of an envelope are not to be guessed."""
    exchange, sent = hub_of(request), await read_json(request, Items)
    return Response({"lacking": await exchange.store.read(reconciling.lacking, sent.items)})


HANDLERS = (enrol, reconcile)
