"""One answer on its way out: headers added, body compressed, or left out for HEAD."""

from typing import Any

from litestar.types import Send

from kiosk.web import compress
from kiosk.web.headers import Headers, SecurityHeaders

# A worker lives by the policy that its script came with.
RUNS = (b"text/html", b"text/javascript", b"image/svg+xml")
NO_STORE = (b"cache-control", b"no-store")


class Reply:
    """Wraps an ASGI `send`. `status` is known once the answer has begun."""

    __slots__ = (
        "_accepted",
        "_id",
        "_is_fetched",
        "_is_head",
        "_security",
        "_send",
        "_start",
        "status",
    )

    def __init__(
        self,
        send: Send,
        security: SecurityHeaders,
        asked: dict[bytes, bytes],
        is_head: bool,
        id: str,
    ) -> None:
        self._send = send
        self._security = security
        self._accepted = asked.get(b"accept-encoding", b"")
        self._is_head = is_head
        self._id = (b"x-request-id", id.encode())
        # What a script fetches is no document.
        self._is_fetched = b"hx-request" in asked
        self._start: Any = None
        self.status = 0

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._start = message  # held back: compression changes its headers
            return
        if message["type"] == "http.response.body":
            message = await self._begin(message)
        await self._send(message)

    async def _begin(self, message: Any) -> Any:
        """Send the start with the first piece of the body; answers that piece as it should go."""
        body = message.get("body", b"")
        if self._start is not None:
            start, self._start = self._start, None
            headers = list(start["headers"])
            if not message.get("more_body", False):
                body = self._compressed(headers, body)
            self._complete(headers)
            start["headers"] = headers
            await self._send(start)
        return {**message, "body": b"" if self._is_head else body}

    def _compressed(self, headers: Headers, body: bytes) -> bytes:
        """The body as it goes out; changes the headers to say so."""
        if len(body) <= compress.WORTH_IT_BYTES or not _may_compress(headers):
            return body
        _vary_by_encoding(headers)
        encoding = compress.best_encoding(self._accepted)
        if not encoding:
            return body
        body = compress.encode(body, encoding)
        headers[:] = [header for header in headers if header[0] != b"content-length"]
        headers.append((b"content-length", b"%d" % len(body)))
        headers.append((b"content-encoding", encoding))
        return body

    def _complete(self, headers: Headers) -> None:
        """Everything is private and fresh unless its handler says otherwise."""
        names = dict(headers)
        headers.append(self._id)
        if b"cache-control" not in names:
            headers.append(NO_STORE)
        if self.status == 304:
            return  # its headers replace those of the answer that is kept, its policy among them
        runs = not self._is_fetched and names.get(b"content-type", b"").startswith(RUNS)
        headers.extend(self._security.document if runs else self._security.other)


def _may_compress(headers: Headers) -> bool:
    is_text = False
    for name, value in headers:
        if name == b"content-encoding":
            return False
        if name == b"content-type":
            is_text = value.startswith(compress.COMPRESSIBLE)
    return is_text


def _vary_by_encoding(headers: Headers) -> None:
    for at, (name, value) in enumerate(headers):
        if name == b"vary":
            headers[at] = (name, value + b", Accept-Encoding")
            return
    headers.append((b"vary", b"Accept-Encoding"))
