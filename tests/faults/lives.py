"""A node that can be killed and be there again at once: `kiosk serve`, forked from a process that
has imported everything. A line on standard input is a new life."""

import os
import signal
import sys

import kiosk.cli.serve  # noqa: F401  what takes a second at each start
from kiosk.cli.main import main


def run() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    for _ in sys.stdin:
        if os.fork() == 0:
            live()


def live() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.stdout.write(f"pid {os.getpid()}\n")
    sys.stdout.flush()
    os._exit(main(["serve"]))


if __name__ == "__main__":
    run()
