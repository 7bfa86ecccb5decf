"""Whatever `kiosk` does, as a process of its own that is there at once: forked from one that has
imported everything and compressed what pages are made with. A line of JSON on standard input is a
new life, `{"words", "environ", "out", "err"}`; its process id comes back. How a life ended is
written beside `out`.

Two settings are the tests' own. `TEST_DAYS` sets the clock of a life wrong; `TEST_SECONDS` stands
for KIOSK_SYNC_SECONDS, below one, where a test would wait for many rounds.
"""

import ctypes
import json
import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import kiosk.cli.enrol
import kiosk.cli.serve
import kiosk.cli.stations
import kiosk.cli.sync  # noqa: F401  what takes a second at each start
from kiosk.cli import main as command
from kiosk.clock import SystemClock
from kiosk.content.reference.lookup import reference
from kiosk.settings import ROOT, read
from kiosk.sync import courier
from kiosk.web.assets import Assets

DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG: a test run that was broken off leaves no nodes behind."""


def run() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    reference(), Assets(ROOT / "static")  # both are kept, and every life is forked with them
    for line in sys.stdin:
        if (pid := os.fork()) == 0:
            live(**json.loads(line))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def live(words: list[str], environ: dict[str, str], out: str, err: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()  # with its workers a group of its own, to be killed together
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    for number, name in ((1, out), (2, err)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    os.environ.clear()
    os.environ.update(environ)
    prepare()
    try:
        code = command.main(words)
    except SystemExit as told:
        code = int(told.code or 0)
    except BaseException:  # noqa: BLE001  it is told, and this process ends
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    ended = Path(f"{out}.{os.getpid()}")
    ended.with_suffix(".new").write_text(str(code))
    ended.with_suffix(".new").rename(ended)
    os._exit(code)


def prepare() -> None:
    if days := os.environ.get("TEST_DAYS"):
        off = timedelta(days=int(days))
        SystemClock.now = lambda _: datetime.now(UTC) + off  # type: ignore[method-assign]
    if seconds := os.environ.get("TEST_SECONDS"):
        pace: Any = float(seconds)
        command.read = lambda environ: replace(read(environ), sync_seconds=pace)  # type: ignore[attr-defined]
        courier.LOOK_SECONDS = pace


if __name__ == "__main__":
    run()
