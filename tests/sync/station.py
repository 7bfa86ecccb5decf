"""A station with nothing but an HTTP client: enrols by its code, signs what it asks."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx

from kiosk.clock import FixedClock
from kiosk.sync import enrolment, hello, requests
from kiosk.sync.canonical import digest
from kiosk.sync.content_digest import content_digest
from kiosk.sync.keys import Key, new_key, public_text
from kiosk.sync.receipts import Receipt, sign
from kiosk.sync.requests import Asked
from kiosk.sync.wire import instant
from tests.sync.device import Item


@dataclass
class Station:
    """`id` is "" until it is enrolled. `clock` is the hub's: it is told in a greeting."""

    browser: httpx.AsyncClient
    clock: FixedClock
    key: Key = field(default_factory=lambda: new_key("signing", 1))
    id: str = ""

    @property
    def public(self) -> str:
        return public_text(self.key.public)

    async def enrol(self, code: str, **changes: str) -> httpx.Response:
        proof, nonce = enrolment.proof_key(code), secrets.token_urlsafe(16)
        sent = {
            "locator": enrolment.locator_of(code),
            "public": self.public,
            "nonce": nonce,
            "proof": enrolment.node_proof(proof, self.public, nonce),
        }
        answer = await self.browser.post("/sync/v1/enrol", json=sent | changes)
        if answer.status_code == 201:
            told = answer.json()
            hello.first(told["hello"], nonce)
            assert told["proof"] == enrolment.hub_proof(proof, told["id"], told["hello"])
            self.id = told["id"]
        return answer

    def signed(self, method: str, target: str, body: bytes = b"", /, **said: Any) -> dict[str, str]:
        """`said` is what it says otherwise than it should."""
        now = instant(self.clock.now())
        usual = {"by": self.id, "method": method, "target": target, "digest": digest(body)}
        asked = Asked(**(usual | {"at": now, "clock": now} | said))
        return {requests.HEADER: requests.sign(asked, self.key)}

    async def get(self, target: str, /, **said: Any) -> httpx.Response:
        headers = self.signed("GET", target, **said)
        return await self.browser.get(target, headers=headers)

    async def events(self, after: str = "") -> Any:
        return (await self.get(f"/sync/v1/events?after={after}")).json()

    def receipt(self, item: Item, seq: int, epoch: str = "e1", **changes: Any) -> str:
        """What it gave the citizen for this envelope."""
        usual = {"stage": "received", "id": item.id, "digest": item.digest, "by": self.id}
        at = instant(self.clock.now())
        return sign(Receipt(**(usual | changes), epoch=epoch, seq=seq, at=at), self.key)

    async def bring(self, item: Item, seq: int = 0, token: str = "") -> httpx.Response:
        """Its own receipt goes with it if it has a number, or as the test says."""
        headers = self.signed("PUT", item.path, item.body)
        headers["Content-Digest"] = content_digest(item.body)
        if seq or token:
            headers["Sync-Received"] = token or self.receipt(item, seq)
        return await self.browser.put(item.path, content=item.body, headers=headers)


def code_of(answer: httpx.Response) -> str:
    """Of a problem."""
    return str(json.loads(answer.content)["type"]).removeprefix("urn:tramso:problem:")
