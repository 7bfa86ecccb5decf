"""The line from a node to its hub. What does not prove itself is no answer: a captive portal says
200 too."""

import random
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx
import msgspec

from kiosk.clock import Clock
from kiosk.problem import Problem
from kiosk.sync import hello, requests
from kiosk.sync.canonical import digest
from kiosk.sync.hello import Hello
from kiosk.sync.keys import Key
from kiosk.sync.outgoing import Backlog
from kiosk.sync.requests import Asked
from kiosk.sync.upstream import NoLine, Upstream
from kiosk.sync.wire import instant
from kiosk.web.errors import PROBLEM, URN
from kiosk.web.log import request_id

# A hub's longest answer is a page of events or a pack.
MOST_BYTES = 16 * 1024 * 1024
# A thin line brings 256 KB in a minute; one that says nothing for half of that is down.
PATIENCE = httpx.Timeout(30.0, connect=10.0)
NONCE_BYTES = 16


@dataclass(frozen=True)
class Answer:
    """What came back, whoever it came from. `problem` is the hub's own word for a refusal, "" where
    the answer is none of its making."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def problem(self) -> str:
        if not self.headers.get("content-type", "").startswith(PROBLEM):
            return ""
        kind = str(self.value().get("type", ""))
        return kind.removeprefix(URN) if kind.startswith(URN) else ""

    def value(self) -> dict[str, Any]:
        """The JSON object in it. Raises NoLine."""
        try:
            return msgspec.json.decode(self.body, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise NoLine("not the hub's answer") from error


class Signature(NamedTuple):
    """What a station tells about itself in each request that it signs."""

    upstream: Upstream
    key: Key
    backlog: Backlog


class Link:
    """`url` is the hub's origin; `transport` is what carries it, HTTP by default. Close it by
    `close`."""

    def __init__(
        self, url: str, clock: Clock, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._clock = clock
        self._client = httpx.AsyncClient(base_url=url, timeout=PATIENCE, transport=transport)

    async def close(self) -> None:
        await self._client.aclose()

    async def ask(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None,
        *, by: Signature | None = None,
    ) -> Answer:  # fmt: skip
        """`target` is path and query. Signed if `by` somebody. Raises NoLine."""
        said = {"X-Request-Id": request_id(), **(headers or {})}
        if by is not None:
            said[requests.HEADER] = self.signed(method, target, body, by)
        try:
            async with self._client.stream(method, target, content=body, headers=said) as answer:
                return Answer(answer.status_code, answer.headers, await whole(answer))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoLine(type(error).__name__) from error

    def signed(self, method: str, target: str, body: bytes, by: Signature) -> str:
        now, facts, waits = self._clock.now(), by.upstream.facts, by.backlog
        asked = Asked(
            by=facts.station,
            method=method,
            target=target,
            digest=digest(body),
            at=instant(by.upstream.hub_time(now)),
            clock=instant(now),
            waiting=waits.waiting,
            since=instant(waits.since) if waits.since else None,
        )
        return requests.sign(asked, by.key)

    async def greet(self, upstream: Upstream) -> Hello:
        """The hub's greeting, under a key that is pinned. Raises NoLine."""
        nonce = secrets.token_urlsafe(NONCE_BYTES)
        known = upstream.hub_keys[-1].id
        answer = await self.ask("GET", f"/sync/v1/hello?nonce={nonce}&key={known}")
        if answer.status != 200:
            raise NoLine(f"greeted by {answer.status}")
        try:
            return hello.verify(str(answer.value().get("hello", "")), upstream.pinned, nonce)
        except Problem as problem:
            raise NoLine(problem.code) from problem


async def whole(answer: httpx.Response) -> bytes:
    """The body, as far as a hub would ever go. Raises NoLine."""
    data = bytearray()
    async for chunk in answer.aiter_bytes():
        data += chunk
        if len(data) > MOST_BYTES:
            raise NoLine("too long an answer")
    return bytes(data)


@asynccontextmanager
async def linked(url: str, clock: Clock) -> AsyncIterator[Link]:
    link = Link(url, clock)
    try:
        yield link
    finally:
        await link.close()


def pause(tries: int, longest: float) -> float:
    """Seconds until the next try: doubled each time, no longer than `longest`, and never the same
    for two nodes whose line came back at the same moment."""
    return min(longest, 2.0 ** min(tries, 16)) * random.uniform(0.5, 1.0)  # noqa: S311
