"""`/sync/v1`: how devices greet a node and hand envelopes and files over. No cookies, no pages.

Nothing here is for other origins: no CORS header is ever sent, and what a browser says comes from
elsewhere is refused at the guard.
"""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import structlog
from litestar import Request, Response, get, head, patch, put
from litestar.params import FromPath

from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.sync import carrying, content_digest, envelope, hello, inbox, uploading
from kiosk.sync import words as _words  # noqa: F401  what pages say of the problems
from kiosk.sync.exchange import exchange_of
from kiosk.sync.header import MAX_BLOBS
from kiosk.sync.problems import malformed_nonce, malformed_upload, no_such_blob, other_id
from kiosk.sync.receiving import Awaited, Taken, Upload
from kiosk.sync.uploading import PIECE_BYTES, BlobKey
from kiosk.sync.wire import Sha256, Uuid7
from kiosk.web import problems
from kiosk.web.errors import answer
from kiosk.web.guard import Room
from kiosk.web.limits import Door
from kiosk.web.openapi import Described

Req = Request[Any, Any, Any]
log = structlog.get_logger()

# A thousand devices may come back behind one address, each with a submission and its photographs;
# a token is a twentieth of what a guess costs elsewhere. See docs/protocol.md for the figures.
DOORS = (
    Door(("GET",), "/sync/v1/hello", cost=0.05),
    Door(("PUT",), "/sync/v1/submissions", cost=0.1, below=True),
    Door(("HEAD", "PATCH"), "/sync/v1/blobs", cost=0.02, below=True),
)
ROOMS = (
    Room("/sync/v1/submissions/", bytes=envelope.MAX_ENVELOPE_BYTES),
    Room("/sync/v1/blobs/", bytes=PIECE_BYTES),
)
# Browsers send a request again by themselves when a connection that they used before breaks: of a
# photograph on a bad line that was eight times its bytes. On one of its own they do not.
ONE_REQUEST = {"Connection": "close"}
JSON, BYTES = "application/json", "application/octet-stream"
DESCRIBED = {
    "/sync/v1/hello": Described(gives=(JSON,), query=("nonce", "key")),
    "/sync/v1/submissions/{id:str}": Described(gives=(JSON,), takes=JSON, also=(201, 202)),
    "/sync/v1/blobs/{sha256:str}": Described(query=("submission",), takes=BYTES, also=(204,)),
}


@get("/sync/v1/hello")
async def greet(request: Req) -> Response[dict[str, str]]:
    exchange = exchange_of(request)
    try:
        nonce = msgspec.convert(request.query_params.get("nonce", ""), hello.Nonce)
    except msgspec.ValidationError as error:
        raise malformed_nonce() from error
    epoch = await epoch_of(exchange.store)
    key = request.query_params.get("key", "")
    token = hello.greet(exchange.inbox, epoch, nonce, exchange.clock.now(), PIECE_BYTES, key)
    return Response({"hello": token})


@put("/sync/v1/submissions/{id:str}")
async def hand_over(request: Req, id: FromPath[str]) -> Response[dict[str, Any]]:
    """Answers by 201 when it is new, 202 while files are missing, 200 when it was known."""
    exchange = exchange_of(request)
    body = await request.body()
    content_digest.check(request.headers.get("content-digest", ""), body)
    sent = envelope.read(body)
    if sent.id != id:
        raise other_id()
    lost = names_in(request.headers.get("sync-lost", ""))
    by = await carrying.carrier_of(request, sent)
    try:
        taken, is_copied = await exchange.store.write(
            carrying.receive, exchange.inbox, sent, lost, exchange.clock.now(), by, exchange.carried
        )
    except Problem as problem:
        if (
            problem.status < 500
        ):  # Somebody's finished work: whoever runs the hub has to hear of it.
            log.error("submission refused", id=id, why=problem.code)
        raise
    if is_copied and by.station:
        log.error("station copied", station=by.station.id)
    status = 202 if taken.is_waiting else 201 if taken.is_new else 200
    headers = ONE_REQUEST if taken.is_waiting else {}
    said = told(id, sent.digest, taken) | carrying.told(by, is_copied)
    return Response(said, status_code=status, headers=headers)


@head("/sync/v1/blobs/{sha256:str}")
async def ask(request: Req, sha256: FromPath[str]) -> Response[None]:
    key = blob_key(request, sha256)
    return offset_of(await uploading.how_far(exchange_of(request), key), 200)


@patch("/sync/v1/blobs/{sha256:str}")
async def add(request: Req, sha256: FromPath[str]) -> Response[Any]:
    key, offset = blob_key(request, sha256), offset_in(request)
    try:
        upload = await uploading.add(exchange_of(request), key, offset, coming(request))
        return offset_of(upload, 204)
    except Problem as problem:
        response = answer(request, problem)
        if "offset" in problem.params:
            response.headers["Upload-Offset"] = str(problem.params["offset"])
        response.headers.update(ONE_REQUEST)
        return response


HANDLERS = (greet, hand_over, ask, add)


async def epoch_of(store: Store) -> str:
    """Made by who first asks for it."""
    known = await store.read(inbox.known_epoch)
    return known if known is not None else await store.write(inbox.epoch)


async def coming(request: Req) -> AsyncIterator[bytes]:
    """The piece as it comes, or as much of it as came before the line broke: on a bad line each
    byte counts, and the device asks how far it got."""
    try:
        async for chunk in request.stream():
            yield chunk
    except Problem as problem:
        if problem.kind != problems.gone:
            raise


def blob_key(request: Req, sha256: str) -> BlobKey:
    """What is no id or no hash is declared by no envelope. Raises `sync.no_such_blob`."""
    submission = request.query_params.get("submission", "")
    try:
        return BlobKey(msgspec.convert(submission, Uuid7), msgspec.convert(sha256, Sha256))
    except msgspec.ValidationError as error:
        raise no_such_blob() from error


def offset_in(request: Req) -> int:
    text = request.headers.get("upload-offset", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise malformed_upload()
    return int(text)


def offset_of(upload: Upload, status: int) -> Response[None]:
    headers = {
        "Upload-Offset": str(upload.got),
        "Upload-Length": str(upload.size),
        "Upload-Complete": "?1" if upload.is_whole else "?0",
        **ONE_REQUEST,
    }
    return Response(None, status_code=status, headers=headers)


def names_in(header: str) -> list[str]:
    return [name.strip() for name in header.split(",") if name.strip()][:MAX_BLOBS]


def told(id: str, digest: str, taken: Taken) -> dict[str, Any]:
    receipts = {"received": taken.receipts.received, "accepted": taken.receipts.accepted}
    return {
        "id": id,
        "digest": digest,
        "receipts": {stage: token for stage, token in receipts.items() if token},
        "missing": [missing(one) for one in taken.awaited],
    }


def missing(one: Awaited) -> dict[str, Any]:
    return {"sha256": one.sha256, "size": one.size, "offset": one.got}
