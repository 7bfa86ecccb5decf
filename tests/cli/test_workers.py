"""Who raises worker processes: one that cannot start ends all, unless another serves already."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from kiosk.settings import ROOT

SERVING, NO_STORE = "serving", "3"
SCRIPT = """
import os, signal, socket, sys
from pathlib import Path
from kiosk.cli import workers

workers.RAISED_EVERY_SECONDS = 0
folder, plans = Path(sys.argv[1]), [plan.split(",") for plan in sys.argv[2:]]

def work(worker):
    lives = len(list(folder.glob(f"{worker.number}.*")))
    (folder / f"{worker.number}.{lives}").touch()
    plan = plans[worker.number][lives]
    if plan.isdigit():
        while "serving" in plans[0] and not (folder / "serving.0").exists():
            os.sched_yield()
        return int(plan)
    worker.serves()
    (folder / f"serving.{worker.number}").touch()
    signal.pause()

with socket.create_server(("127.0.0.1", 0)) as door:
    sys.exit(workers.Workers(len(plans), work, door).run())
"""


def raised(folder: Path, *plans: str) -> "subprocess.Popen[bytes]":
    """What each worker does in its lives: exits by a code, or serves."""
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(folder), *plans], cwd=ROOT)


def test_when_none_can_start_whoever_started_it_hears_of_it(tmp_path: Path) -> None:
    assert raised(tmp_path, NO_STORE, NO_STORE).wait(20) == 1


def test_one_that_cannot_start_beside_one_that_serves_is_raised_again(tmp_path: Path) -> None:
    process = raised(tmp_path, SERVING, f"{NO_STORE},{SERVING}")
    while not (tmp_path / "serving.1").exists():
        assert process.poll() is None
        os.sched_yield()
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "0.0",
        "1.0",
        "1.1",
        "serving.0",
        "serving.1",
    }
