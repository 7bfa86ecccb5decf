"""A node of our own for one measurement: started on one core, watched, stopped."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple, Self

ROOT = Path(__file__).resolve().parent.parent
SERVER_CORE, LOAD_CORE = 0, 1
STARTING_SECONDS = 60


class Memory(NamedTuple):
    """MB; a shared page counts whole in `rss`, and by its share in `pss`."""

    rss: float
    pss: float


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


def pinned(core: int, command: Sequence[str]) -> list[str]:
    """The command on one core, where the machine can do that."""
    cores = os.sched_getaffinity(0)
    if shutil.which("taskset") and len(cores) > 1:
        return ["taskset", "-c", str(sorted(cores)[core % len(cores)]), *command]
    return list(command)


class Server:
    """A server process in a `with` block; `cold_seconds` is from spawn to a good first answer."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], port: int, ready: str = "/healthz"
    ) -> None:
        self.port = port
        self.command = pinned(SERVER_CORE, command)
        self.environ = {**os.environ, **environ}
        # A program that is installed keeps its bytecode.
        self.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        self.ready = ready
        self.cold_seconds = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        began = time.monotonic()
        self.process = subprocess.Popen(
            self.command, env=self.environ, cwd=ROOT, stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        while not self._is_there():
            if self.process.poll() is not None or time.monotonic() - began > STARTING_SECONDS:
                self.__exit__()
                raise SystemExit(f"bench: {' '.join(self.command)} did not start")
            time.sleep(0.01)
        self.cold_seconds = time.monotonic() - began
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Reply(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def memory(self) -> Memory:
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text("ascii")
        rss, pss = (re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE) for name in ("Rss", "Pss"))
        assert rss
        assert pss
        return Memory(int(rss[1]) / 1024, int(pss[1]) / 1024)

    def _is_there(self) -> bool:
        try:
            return self.get(self.ready).status == 200
        except (OSError, HTTPException):
            return False


def node(data_dir: Path, flows_dir: Path | None = None, ready: str = "/healthz") -> Server:
    """`kiosk serve` as it comes, but for the limits: here all load comes from one address."""
    port = free_port()
    return Server(
        [sys.executable, "-m", "kiosk", "serve"], environ(data_dir, port, flows_dir), port, ready
    )


def environ(data_dir: Path, port: int, flows_dir: Path | None = None) -> dict[str, str]:
    settings = {
        "KIOSK_DATA_DIR": str(data_dir),
        "KIOSK_PORT": str(port),
        "KIOSK_RATE_ADDRESS": "100000000",
        "KIOSK_RATE_ALL": "100000000",
    }
    return settings | ({"KIOSK_FLOWS_DIR": str(flows_dir)} if flows_dir else {})


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
