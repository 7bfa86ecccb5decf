"""The requests in what goes over the wire, and what each of them weighs."""

import re
from dataclasses import dataclass

LENGTH = re.compile(rb"(?im)^content-length: *(\d+)")


@dataclass
class Exchange:
    """A request and its answer: `POST /to-khai`, bytes with all headers."""

    name: str
    up: int
    down: int = 0

    @property
    def bytes(self) -> int:
        return self.up + self.down


class Talk:
    """What is said over one connection (HTTP/1.1), told apart into requests, each of which is sent
    when the one before it was answered, as browsers do."""

    def __init__(self, exchanges: list[Exchange]) -> None:
        self._exchanges = exchanges
        self._head, self._left = b"", 0
        self._now: Exchange | None = None

    def asked(self, data: bytes) -> None:
        while data:
            data = self._rest(data) if self._now and self._left else self._begun(data)

    def _rest(self, data: bytes) -> bytes:
        """Takes the body that is still to come; what follows it."""
        assert self._now
        body = data[: self._left]
        self._now.up += len(body)
        self._left -= len(body)
        return data[len(body) :]

    def _begun(self, data: bytes) -> bytes:
        head, end, rest = (self._head + data).partition(b"\r\n\r\n")
        if not end:
            self._head = head
            return b""
        length = LENGTH.search(head)
        self._head, self._left = b"", int(length[1]) if length else 0
        name = head.split(b" HTTP/", 1)[0].decode("latin-1")
        self._now = Exchange(name, len(head) + len(end))
        self._exchanges.append(self._now)
        return rest

    def answered(self, data: bytes) -> None:
        if self._now:
            self._now.down += len(data)
