"""A node as a process of its own, for tests that kill it, starve it or throw things at it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

from kiosk.settings import ROOT
from tests.flow.conftest import write_flow

PHOTOS = ROOT / "tests" / "browser" / "flows" / "anh-giay"


@dataclass
class Station:
    """`kiosk serve` over one data folder, one life after the other."""

    folder: Path
    port: int
    process: subprocess.Popen[str]
    pid: int = 0
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def be_born(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("live\n")
        self.process.stdin.flush()
        self.pid = int(self._line("pid ").removeprefix("pid "))
        self._line(f"Trạm Số: {self.url}")

    def die(self) -> None:
        """As in a power cut: no handler runs, nothing is flushed."""
        os.kill(self.pid, signal.SIGKILL)
        while Path(f"/proc/{self.pid}").exists():
            os.sched_yield()

    def _line(self, start: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith(start):
                return line.strip()
        raise AssertionError(f"it did not start: {self.said[-5:]}")


def flows_in(folder: Path) -> Path:
    """The small flow of the vectors, and the one that asks for photographs."""
    flows = folder / "flows"
    write_flow(flows)
    copytree(PHOTOS, flows / "anh-giay", dirs_exist_ok=True)
    return flows


def environ(folder: Path, flows: Path, **more: str) -> dict[str, str]:
    # Lessons draw pages of the real procedures; without those they would be tried at each start.
    lessons = ROOT / "tutorials" if flows == ROOT / "flows" else folder / "tutorials"
    settings = {
        "KIOSK_DATA_DIR": str(folder),
        "KIOSK_FLOWS_DIR": str(flows),
        "KIOSK_TUTORIALS_DIR": str(lessons),
        "KIOSK_PORT": str(free_port()),
        "KIOSK_LOG_LEVEL": "error",
        "KIOSK_RATE_ADDRESS": "1000000",
        "KIOSK_RATE_ALL": "1000000",
    }
    return {**os.environ, **settings, **more}


@contextmanager
def station(environ: Mapping[str, str], log: Path) -> Iterator[Station]:
    """Not yet alive: see `be_born`. `log` takes what it writes on standard error."""
    with log.open("w") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.lives"], cwd=ROOT, env=dict(environ), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints,
        )  # fmt: skip
        one = Station(Path(environ["KIOSK_DATA_DIR"]), int(environ["KIOSK_PORT"]), process)
        try:
            yield one
        finally:
            if one.pid and Path(f"/proc/{one.pid}").exists():
                one.die()
            process.kill()
            process.communicate()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
