"""`PUT /sync/v1/practice/{id}`: what was done in lessons on a device without a line."""

from typing import Any

import structlog
from litestar import Request, Response, put
from litestar.params import FromPath

from kiosk.problem import Problem
from kiosk.sync import content_digest
from kiosk.sync.batches import TakenBatch
from kiosk.sync.exchange import exchange_of
from kiosk.sync.problems import other_id
from kiosk.tutor import actions
from kiosk.tutor.node import tutor_of
from kiosk.tutor.wire import MAX_BATCH_BYTES, read_batch
from kiosk.web.guard import Room
from kiosk.web.limits import Door
from kiosk.web.openapi import Described

Req = Request[Any, Any, Any]
log = structlog.get_logger()

PRACTICE = "/sync/v1/practice"
JSON = "application/json"
DOORS = (Door(("PUT",), PRACTICE, cost=0.1, below=True),)
ROOMS = (Room(f"{PRACTICE}/", bytes=MAX_BATCH_BYTES),)
DESCRIBED = {f"{PRACTICE}/{{id:str}}": Described(gives=(JSON,), takes=JSON, also=(201,))}


@put(f"{PRACTICE}/{{id:str}}")
async def hand_over(request: Req, id: FromPath[str]) -> Response[dict[str, Any]]:
    """Answers by 201 when it is new, 200 when it was known."""
    exchange = exchange_of(request)
    body = await request.body()
    content_digest.check(request.headers.get("content-digest", ""), body)
    try:
        guide = tutor_of(request).node.guide
        sent = read_batch(body, guide.commune, guide.context("vi").reference)
        if sent.id != id:
            raise other_id()
        now = exchange.clock.now()
        taken = await exchange.store.write(actions.take_batch, exchange.inbox, sent, body, now)
    except Problem as problem:
        if problem.status < 500:
            log.warning("practice refused", why=problem.code)
        raise
    return Response(told(id, taken), status_code=201 if taken.is_new else 200)


HANDLERS = (hand_over,)


def told(id: str, taken: TakenBatch) -> dict[str, Any]:
    given = {"received": taken.receipts.received, "accepted": taken.receipts.accepted}
    receipts = {stage: token for stage, token in given.items() if token}
    return {"id": id, "digest": taken.digest, "receipts": receipts, "missing": []}
