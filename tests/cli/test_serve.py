"""kiosk serve, as a process."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from kiosk.settings import ROOT


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("node")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {**os.environ, "KIOSK_DATA_DIR": str(folder), "KIOSK_PORT": str(port)}


@pytest.fixture
def served(environ: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = _start(environ)
    yield process
    process.kill()
    process.communicate()


def _start(environ: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kiosk", "serve"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=environ, **pipes)  # type: ignore[call-overload]


def _address(process: subprocess.Popen[str]) -> str:
    """What it prints once it is there."""
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert found
    return found.group()


def test_it_says_where_to_go_and_stops_when_told(served: subprocess.Popen[str]) -> None:
    answer = httpx.get(_address(served) + "/readyz")
    assert answer.status_code == 200
    assert "server" not in answer.headers
    served.send_signal(signal.SIGTERM)
    assert served.wait(10) == 0


BYTES = (
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /ngon-ngu HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"POST / HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Length: 99999999\r\n\r\n",
)


def test_no_bytes_bring_it_down(served: subprocess.Popen[str]) -> None:
    address = _address(served)
    port = int(address.rsplit(":", 1)[1])
    for sent in BYTES:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(sent)
            assert b" 500 " not in line.recv(100)
        assert httpx.get(address + "/healthz").status_code == 200


def test_a_port_that_is_taken_is_one_sentence(environ: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(environ["KIOSK_PORT"]))):
        process = _start(environ)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, "")
    assert err.startswith("kiosk: Cannot listen on 127.0.0.1 port ")
    assert err.count("\n") == 1
