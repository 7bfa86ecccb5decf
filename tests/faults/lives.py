"""A node that can be killed and be there again at once: `kiosk serve`, forked from a process that
has imported everything and compressed what pages are made with. A line on standard input is a new
life."""

import os
import signal
import sys

import kiosk.cli.serve  # noqa: F401  what takes a second at each start
from kiosk.cli.main import main
from kiosk.content.reference.lookup import reference
from kiosk.settings import ROOT
from kiosk.web.assets import Assets


def run() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    reference(), Assets(ROOT / "static")  # both are kept, and every life is forked with them
    for _ in sys.stdin:
        if os.fork() == 0:
            live()


def live() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.stdout.write(f"\npid {os.getpid()}\n")  # The one before may have died in mid-line.
    sys.stdout.flush()
    os._exit(main(["serve"]))


if __name__ == "__main__":
    run()
