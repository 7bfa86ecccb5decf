"""What is no proper request: told apart from others, bounded, and never the end of the node."""

import asyncio
import resource
import socket
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from kiosk.web import connection
from kiosk.web.connection import HEAD_BYTES
from tests.faults.station import Station

POST = b"POST /ngon-ngu HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
INSIDE = b"0\r\n\r\nGET /mot-cua HTTP/1.1\r\nHost: x\r\n\r\n"
SMUGGLED = {
    "two lengths": POST + FORM + b"Content-Length: 0\r\nContent-Length: 38\r\n\r\n" + INSIDE,
    "length and chunks": POST + FORM + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    + INSIDE,
    "chunks and length": POST + FORM + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n"
    + INSIDE,
    "unknown coding": POST + FORM + b"Transfer-Encoding: xchunked\r\n\r\n" + INSIDE,
    "coding twice": POST + FORM + b"Transfer-Encoding: chunked, identity\r\n\r\n" + INSIDE,
    "space before colon": POST + b"Content-Length : 38\r\n\r\n" + INSIDE,
    "folded": POST + b"X: a\r\n b\r\nContent-Length:\r\n 38\r\n\r\n" + INSIDE,
    "sign": POST + b"Content-Length: +38\r\n\r\n" + INSIDE,
    "lone line feeds": b"GET / HTTP/1.1\nHost: x\nContent-Length: 38\n\n" + INSIDE,
    "bare return": b"GET / HTTP/1.1\r\nHost: x\r\nX: a\rContent-Length: 38\r\n\r\n" + INSIDE,
    "chunk size overflows": POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 30 + b"\r\n",
}  # fmt: skip


def said(node: Station, sent: bytes, seconds: float = 1.0) -> bytes:
    """Everything that comes back until the line is closed or quiet."""
    with closing(socket.create_connection(("127.0.0.1", node.port), timeout=seconds)) as line:
        got = b""
        try:
            line.sendall(sent)
            while piece := line.recv(65536):
                got += piece
        except (TimeoutError, ConnectionError):
            pass
        return got


@pytest.mark.parametrize("how", SMUGGLED)
def test_no_second_request_hides_in_a_first(node: Station, how: str) -> None:
    answers = said(node, SMUGGLED[how])
    assert answers.startswith(b"HTTP/1.1 400 ")
    assert answers.count(b"HTTP/1.1 ") == 1
    assert httpx.get(f"{node.url}/healthz").status_code == 200


def test_a_head_without_end_is_cut_off(node: Station) -> None:
    head = b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: " + b"a" * 1000 + b"\r\n"
    before = resident(node)
    answers = said(node, head + b"Y: " + b"b" * 1000 + b"\r\nZ: " + b"c" * 30_000_000)
    assert answers.startswith(b"HTTP/1.1 431 ") or answers == b""
    assert resident(node) - before < 5 * 1024 * 1024
    assert httpx.get(f"{node.url}/healthz").status_code == 200


def test_a_browser_with_many_cookies_is_let_in(node: Station) -> None:
    cookie = "; ".join(f"d_{n:036}={'k' * 43}" for n in range(HEAD_BYTES // 100))
    assert httpx.get(node.url, headers={"Cookie": cookie}).status_code == 200


def test_a_large_form_is_no_head(node: Station) -> None:
    with httpx.Client(base_url=node.url, headers={"Origin": node.url}) as lan:
        for size in (10, HEAD_BYTES + 5000, 60_000, 10):
            form = {"lang": "vi", "back": "/", "x": "a" * size}
            assert lan.post("/ngon-ngu", data=form).status_code == 303


def test_a_hundred_quiet_lines_keep_nobody_out(node: Station) -> None:
    lines = [socket.create_connection(("127.0.0.1", node.port)) for _ in range(100)]
    for line in lines:
        line.sendall(POST + b"Content-Length: 60000\r\n\r\na=")
    assert httpx.get(f"{node.url}/").status_code == 200
    for line in lines:
        line.close()


async def test_a_line_that_stays_quiet_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LOOK_SECONDS", 0.1)
    config = uvicorn.Config(app, http=connection.Connection, lifespan="off", log_config=None)
    server, listening = uvicorn.Server(config), socket.create_server(("127.0.0.1", 0))
    serving = asyncio.create_task(server._serve(sockets=[listening]))
    reader, writer = await asyncio.open_connection(*listening.getsockname())
    writer.write(POST + b"Content-Length: 60000\r\n\r\na=")
    with suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
    server.should_exit = True
    await serving


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Waits for a form that never comes."""
    while (await receive())["type"] != "http.disconnect":
        pass


def resident(node: Station) -> int:
    pages = int(Path(f"/proc/{node.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()
