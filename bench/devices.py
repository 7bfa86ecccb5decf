"""Devices that come back with what was filled in on them: envelopes, photographs, and the calls by
which they hand both over."""

import asyncio
import json
import os
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from typing import Any

from bench import rates
from bench.citizens import answers_of
from bench.rates import Outcome
from kiosk.clock import to_millis
from kiosk.sync import hello
from kiosk.sync.blobs import Blob, seal_blob
from kiosk.sync.content_digest import content_digest
from kiosk.sync.envelope import BlobRef, Header, PlainBlob, Plaintext, make
from kiosk.sync.ids import uuid7
from kiosk.sync.keys import read_public
from kiosk.sync.wire import instant

FLOW = "khai-sinh"
PIECE = 256 * 1024
PATIENCE_SECONDS = 60
GIVE_UP_SECONDS = 300
TRAFFIC: Counter[str] = Counter()
"""Bytes of HTTP that devices sent and got, `up` and `down`."""


@dataclass(frozen=True)
class Parcel:
    """Something handed in on a device, sealed, with its photographs."""

    id: str
    body: bytes = field(repr=False)
    photos: tuple[Blob, ...] = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.body) + sum(len(one.ciphertext) for one in self.photos)


@dataclass(frozen=True)
class Known:
    """What a device knows of the node that it talks to."""

    greeting: hello.Hello
    flow: dict[str, Any]


def met(port: int) -> Known:
    nonce = secrets.token_urlsafe(16)
    token = _json(port, f"/sync/v1/hello?nonce={nonce}")["hello"]
    flows = _json(port, "/sync/v1/packs")["flows"]
    flow = next(one for one in flows if one["id"] == FLOW)
    return Known(hello.first(token, nonce), flow)


def parcels(known: Known, count: int, photo_bytes: int = 0) -> Iterator[Parcel]:
    """Birth registrations, each with a photograph of so many bytes, or without any."""
    answers = answers_of(FLOW)
    assert known.greeting.sealing
    key = known.greeting.sealing
    public = read_public(key.public)
    for _ in range(count):
        now = datetime.now(UTC)
        k = os.urandom(32)
        photos = (seal_blob(k, 0, os.urandom(photo_bytes)),) if photo_bytes else ()
        refs = tuple(BlobRef(n, one.name, len(one.ciphertext)) for n, one in enumerate(photos))
        header = Header(
            id=uuid7(to_millis(now)), kind="submission", flow=FLOW,
            flow_version=known.flow["version"], pack=known.flow["packs"]["vi"], locale="vi",
            commune="00070", made_at=instant(now), assist="none", follow=secrets.token_hex(32),
            parent=None, key=key.id, blobs=refs,
        )  # fmt: skip
        named = tuple(PlainBlob(one.slot, "anh_giay_to", "image/jpeg", "giay.jpg") for one in refs)
        body = make(header, Plaintext(k, answers, {}, named), public)
        yield Parcel(header.id, body, photos)


async def steadily(port: int, sent: Sequence[Parcel], rate: float) -> Outcome:
    deeds = [partial(hand_over, port, one) for one in sent]
    return await rates.steadily(deeds, rate, PATIENCE_SECONDS)


async def all_at_once(port: int, sent: Sequence[Parcel]) -> Outcome:
    """As when the line of a whole district is back: everybody greets, then sends, and who is told
    to wait comes again."""
    deeds = [partial(until_done, port, one) for one in sent]
    return await rates.all_at_once(deeds, GIVE_UP_SECONDS)


async def until_done(port: int, one: Parcel) -> bool:
    pause = 0.5
    while True:
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
            status, _ = await ask(port, "GET", f"/sync/v1/hello?nonce={secrets.token_hex(16)}")
            if status == 200 and await hand_over(port, one):
                return True
        await asyncio.sleep(pause * (0.5 + secrets.randbelow(500) / 1000))
        pause = min(60, 2 * pause)


async def hand_over(port: int, one: Parcel) -> bool:
    """Whether the node has all of it, by its own receipt."""
    told = await put(port, one)
    if told is None:
        return False
    for photo in one.photos:
        await send_photo(port, one.id, photo)
    told = await put(port, one) if one.photos else told
    return told is not None and not told["missing"]


async def put(port: int, one: Parcel) -> dict[str, Any] | None:
    headers = f"Content-Digest: {content_digest(one.body)}\r\nContent-Type: application/json\r\n"
    status, body = await ask(port, "PUT", f"/sync/v1/submissions/{one.id}", one.body, headers)
    if status not in (200, 201, 202):
        return None
    told: dict[str, Any] = json.loads(body)
    return told if told["receipts"].get("received") else None


async def send_photo(port: int, id: str, photo: Blob) -> None:
    where = f"/sync/v1/blobs/{photo.name}?submission={id}"
    data = photo.ciphertext
    for offset in range(0, len(data), PIECE):
        piece = data[offset : offset + PIECE]
        await ask(port, "PATCH", where, piece, f"Upload-Offset: {offset}\r\n")


async def ask(
    port: int, method: str, target: str, body: bytes = b"", headers: str = ""
) -> tuple[int, bytes]:
    """A connection of its own, as every phone has."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = (
        f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        + body
    )
    try:
        writer.write(asked)
        told = await reader.read()
        TRAFFIC.update(up=len(asked), down=len(told))
        head, _, rest = told.partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1] or 0) if head else 0, rest
    finally:
        writer.close()


def _json(port: int, path: str) -> Any:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer
