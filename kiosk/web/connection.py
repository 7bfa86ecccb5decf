"""A connection as uvicorn has it, with an end to its patience: httptools bounds neither how large
the head of a request may be nor how slowly one may come in."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Room for the keys of hundreds of drafts in cookies; nginx takes as much.
HEAD_BYTES = 32 * 1024
# The thinnest line that a photograph still comes through on: 2 kbit/s. A line that is quieter for
# two looks in a row is let go; an honest browser sends its form again.
LOOK_SECONDS = 10.0
LEAST_BYTES = 2500
TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class Connection(HttpToolsProtocol):
    """One timer a connection, not one a request: patience costs nothing where all goes well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._came = 0  # bytes, since the last look
        self._head = 0  # bytes since a head or a body ended
        self._is_head = True
        self._is_waiting = True  # for the rest of a request
        self._was_slow = False
        self._looking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._looking = self.loop.call_later(LOOK_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._looking is not None:
            self._looking.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._came += len(data)
        self._head += len(data)
        super().data_received(data)  # which sets it to 0 where a head or a body ends
        if self._is_head and self._head > HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        self._is_waiting = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._is_head, self._head = False, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_head, self._head, self._is_waiting = True, 0, False
        super().on_message_complete()

    def _look(self) -> None:
        is_slow = self._is_waiting and self._came < LEAST_BYTES and not self.flow.read_paused
        if is_slow and self._was_slow:
            self.transport.abort()
            return
        self._was_slow, self._came = is_slow, 0
        self._looking = self.loop.call_later(LOOK_SECONDS, self._look)
