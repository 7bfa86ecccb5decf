"""A device with nothing but an HTTP client: greets, seals, hands over, and believes receipts only.

It knows of the node what a browser would: the protocol's pure functions, and what was answered.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from kiosk.engine.pack import Pack
from kiosk.sync import codes, envelope, hello, receipts
from kiosk.sync.blobs import Blob, seal_blob
from kiosk.sync.canonical import digest
from kiosk.sync.content_digest import content_digest
from kiosk.sync.envelope import BlobRef, Header, PlainBlob, Plaintext
from kiosk.sync.hello import Hello
from kiosk.sync.ids import uuid7
from kiosk.sync.keys import read_public
from kiosk.sync.plaintext import new_content_key
from kiosk.sync.receipts import Receipt, Stage
from kiosk.sync.wire import instant, moment

SUBMISSIONS, BLOBS = "/sync/v1/submissions", "/sync/v1/blobs"
NOBODY = Hello(nonce="", id="", role="node", epoch="", time="", sealing=None, signing=(), piece=1)
"""Before the first greeting."""
Photo = tuple[str, bytes]
"""The field that it answers, and the file."""


@dataclass
class Item:
    """One sealed envelope in a device's outbox, with its files."""

    id: str
    body: bytes
    secret: str
    blobs: Sequence[Blob] = ()

    @property
    def digest(self) -> str:
        return digest(self.body)

    @property
    def path(self) -> str:
        return f"{SUBMISSIONS}/{self.id}"

    def blob_path(self, sha256: str) -> str:
        return f"{BLOBS}/{sha256}?submission={self.id}"


@dataclass
class Device:
    browser: httpx.AsyncClient
    hub: Hello = NOBODY
    sent: int = 0

    async def meet(self) -> Hello:
        """The first greeting pins; each later one must hold under a pinned key."""
        nonce = secrets.token_urlsafe(16)
        pinned = self.hub.signing[-1].id if self.hub.signing else ""
        answer = await self.browser.get("/sync/v1/hello", params={"nonce": nonce, "key": pinned})
        token = answer.json()["hello"]
        if not self.hub.signing:
            self.hub = hello.first(token, nonce)
        else:
            known = {one.id: read_public(one.public) for one in self.hub.signing}
            self.hub = hello.verify(token, known, nonce)
        return self.hub

    def seal(
        self, form: Pack, answers: Mapping[str, Any], photos: Sequence[Photo] = (), **changes: Any
    ) -> Item:
        """A submission; `changes` are made to its header, `plain` to what is sealed."""
        at, k, secret = moment(self.hub.time), new_content_key(), new_secret()
        blobs = [seal_blob(k, slot, data) for slot, (_, data) in enumerate(photos)]
        names = [PlainBlob(n, name, "image/jpeg", "anh.jpg") for n, (name, _) in enumerate(photos)]
        assert self.hub.sealing is not None
        usual = {
            "id": uuid7(int(at.timestamp() * 1000)), "kind": "submission", "flow": form.flow.id,
            "flow_version": form.flow.version, "pack": form.sha256, "locale": form.locale,
            "commune": "00070", "made_at": instant(at), "assist": "none",
            "follow": codes.secret_hash(secret), "parent": None, "key": self.hub.sealing.id,
            "blobs": tuple(
                BlobRef(n, one.name, len(one.ciphertext)) for n, one in enumerate(blobs)
            ),
        }  # fmt: skip
        files = {name: [entry(n, blobs[n])] for n, (name, _) in enumerate(photos)}
        plain = Plaintext(k, {**answers, **files}, {}, tuple(names), **changes.pop("plain", {}))
        header = Header(**(usual | changes))
        body = envelope.make(header, plain, read_public(self.hub.sealing.public))
        return Item(header.id, body, secret, blobs)

    async def put(self, item: Item, **headers: str) -> httpx.Response:
        usual = {"Content-Digest": content_digest(item.body)}
        return await self.browser.put(item.path, content=item.body, headers=usual | headers)

    async def offset(self, item: Item, sha256: str) -> int:
        return int((await self.browser.head(item.blob_path(sha256))).headers["upload-offset"])

    async def add(self, item: Item, sha256: str, offset: int, data: bytes) -> httpx.Response:
        self.sent += len(data)
        return await self.browser.patch(
            item.blob_path(sha256), content=data, headers={"Upload-Offset": str(offset)}
        )

    async def upload(self, item: Item, blob: Blob) -> None:
        offset = await self.offset(item, blob.name)
        while offset < len(blob.ciphertext):
            piece = blob.ciphertext[offset : offset + self.hub.piece]
            answer = await self.add(item, blob.name, offset, piece)
            offset = int(answer.headers["upload-offset"])

    async def hand_over(self, item: Item) -> Receipt:
        """All of it, until the hub says that it has it."""
        answer = await self.put(item)
        for one in answer.json()["missing"]:
            await self.upload(item, next(b for b in item.blobs if b.name == one["sha256"]))
        return self.receipt(item, await self.put(item), "accepted")

    def receipt(self, item: Item, answer: httpx.Response, stage: Stage) -> Receipt:
        """Raises what `receipts.verify` raises; KeyError when there is none yet."""
        token = answer.json()["receipts"][stage]
        return receipts.verify(token, self.hub.signers, stage=stage, id=item.id, digest=item.digest)

    async def follow(self, id: str, secret: str) -> httpx.Response:
        return await self.browser.post("/sync/v1/follow", json={"id": id, "secret": secret})


def entry(slot: int, blob: Blob) -> dict[str, Any]:
    """A file as the answer of its field tells it."""
    size = len(blob.ciphertext)
    return {
        "slot": slot, "sha256": blob.name, "size": size, "type": "image/jpeg", "name": "anh.jpg"
    }  # fmt: skip


def new_secret() -> str:
    return codes.follow_secret(secrets.token_bytes(32), "any")
