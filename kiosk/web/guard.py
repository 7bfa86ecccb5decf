"""The gate around the whole app: who may post, how much, how often, and what every answer says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import structlog
from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from kiosk.problem import Problem
from kiosk.settings import Settings
from kiosk.web import problems
from kiosk.web.errors import answer
from kiosk.web.headers import security_headers
from kiosk.web.limits import Limits
from kiosk.web.log import answering, given_or_new
from kiosk.web.reply import Reply

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
LONGEST_PATH = 1000
FORM_BYTES = 64 * 1024
# Files are held in memory until they are sealed; a commune's phones send some ten at a time.
MOST_ON_THE_WAY = 200 * 1024 * 1024
BUSY_SECONDS = 20
# Devices are not browsers: they send no Origin, no cookies, and prove themselves.
SYNC = "/sync/"

# Method, route, status, seconds.
Count = Callable[[str, str, int, float], None]

log = structlog.get_logger()


@dataclass(frozen=True)
class Room:
    """How many bytes may be posted under a prefix; `multipart` where files are expected."""

    prefix: str
    bytes: int = FORM_BYTES
    multipart: int = FORM_BYTES


class Guard:
    """ASGI middleware. On the path of every request, so it does little and allocates little."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        limits: Limits,
        rooms: Sequence[Room] = (),
        count: Count | None = None,
    ) -> None:
        self._app = app
        self._origin = settings.public_url.encode()
        # Before a proxy that nobody told us of, our own pages may come by either.
        self._schemes = (b"https://",) if settings.is_https else (b"http://", b"https://")
        self._limits = limits
        self._rooms = tuple(rooms)
        self._security = security_headers(settings)
        self._on_the_way = 0
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        await self._serve(scope, receive, send)

    async def _serve(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        began = perf_counter()
        method = scope["method"]
        headers = dict(scope["headers"])
        id = given_or_new(headers.get(b"x-request-id", b""))
        reply = Reply(send, self._security, headers, method == "HEAD", id)
        before = answering.set(id)
        try:
            await self._let_in(scope, headers, receive, reply)
        finally:
            # The route's pattern: a path may hold a code, an address names a person.
            route = scope.get("path_template", "-")
            took = perf_counter() - began
            log.info(
                "request", method=method, route=route, status=reply.status, ms=round(took * 1000, 1)
            )
            if self._count is not None:
                self._count(method, route, reply.status, took)
            answering.reset(before)

    async def _let_in(
        self, scope: HTTPScope, headers: dict[bytes, bytes], receive: Receive, reply: Reply
    ) -> None:
        expected = 0
        try:
            self._check(scope, headers)
            if scope["method"] not in SAFE_METHODS:
                most = self._room(scope, headers)
                expected = self._make_way(headers, most)
                receive = _counted(receive, most)
        except Problem as problem:
            await _refuse(problem, scope, receive, reply)
            return
        if scope["method"] == "HEAD" and not scope["path"].startswith(SYNC):
            scope["method"] = "GET"  # the reply leaves the body out
        try:
            await self._app(scope, receive, reply.send)
        finally:
            self._on_the_way -= expected

    def _check(self, scope: HTTPScope, headers: dict[bytes, bytes]) -> None:
        path, method = scope["path"], scope["method"]
        if not path.isprintable() or len(path) > LONGEST_PATH:
            raise problems.not_found()
        if not _is_text(scope["query_string"]):
            raise problems.malformed_request()
        if method not in SAFE_METHODS and not self._is_own(path, headers):
            raise problems.foreign_post()
        if wait := self._limits.wait(method, path, _address(scope)):
            raise problems.too_many(retry_after=wait)

    def _is_own(self, path: str, headers: dict[bytes, bytes]) -> bool:
        """Whether one of our own pages sent this. Browsers say so; old ones by Referer only."""
        site = headers.get(b"sec-fetch-site")
        if site is not None:
            return site in (b"same-origin", b"none")
        origin = headers.get(b"origin")
        if origin is None and (referer := headers.get(b"referer")):
            origin = _origin_of(referer)
        if origin is None:
            return path.startswith(SYNC)
        # Host may differ from the public name: people also type a machine's address.
        host = headers.get(b"host")
        return origin == self._origin or (
            host is not None and origin in [scheme + host for scheme in self._schemes]
        )

    def _room(self, scope: HTTPScope, headers: dict[bytes, bytes]) -> int:
        """The bytes that the body may have; refuses at once one that announces more."""
        is_multipart = headers.get(b"content-type", b"").startswith(b"multipart/")
        most = FORM_BYTES
        for room in self._rooms:
            if scope["path"].startswith(room.prefix):
                most = room.multipart if is_multipart else room.bytes
                break
        announced = headers.get(b"content-length", b"0")
        if not announced.isdigit():
            raise problems.malformed_request()
        if int(announced) > most:
            raise problems.too_large(most=most)
        return most

    def _make_way(self, headers: dict[bytes, bytes], most: int) -> int:
        """Counts the bytes of a big body as on the way, and gives how many; 0 for a form. Raises
        `web.busy` when so many are on the way already that memory would not do."""
        if most <= FORM_BYTES:
            return 0
        expected = int(headers.get(b"content-length", str(most)))
        if self._on_the_way + expected > MOST_ON_THE_WAY:
            raise problems.busy(retry_after=BUSY_SECONDS)
        self._on_the_way += expected
        return expected


def _counted(receive: Receive, most: int) -> Receive:
    """`receive`, until it has given more than `most` bytes."""
    left = most
    ended = False

    async def counted() -> Any:
        nonlocal left, ended
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            ended = not message.get("more_body", False)
            if left < 0:
                raise problems.too_large(most=most)
        elif not ended:
            raise problems.gone()
        return message

    return counted


async def _refuse(problem: Problem, scope: HTTPScope, receive: Receive, reply: Reply) -> None:
    request: Request[Any, Any, Any] = Request(scope, receive, reply.send)
    response = answer(request, problem).to_asgi_response(app=None, request=request)
    await response(scope, receive, reply.send)


def _address(scope: HTTPScope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def _is_text(query: bytes) -> bool:
    try:
        return "%00" not in query.decode()
    except UnicodeDecodeError:
        return False


def _origin_of(referer: bytes) -> bytes:
    try:
        parts = urlsplit(referer.decode("latin-1"))
    except ValueError:
        return b"null"
    return f"{parts.scheme}://{parts.netloc}".encode("latin-1")
