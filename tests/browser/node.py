"""Serves a node whose clock starts on the morning of the worked cases, so that they stay true."""

import os
import socket
import sys
import time
from datetime import UTC, date, datetime, timedelta

import uvicorn

from kiosk.app import create_app
from kiosk.clock import local_date
from kiosk.settings import read
from kiosk.web.log import configure_logging

# Friday, 20 November 2026, nine o'clock in Hà Nội.
MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class MorningClock:
    """Runs as any clock does, from that morning on."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=time.monotonic() - self._began)

    def today(self) -> date:
        return local_date(self.now())


def main() -> None:
    """As `kiosk serve`, but for the clock, on the socket that the argument names."""
    settings = read(os.environ)
    configure_logging(settings)
    app = create_app(settings, MorningClock())
    config = uvicorn.Config(
        app, loop="uvloop", http="httptools", ws="none", log_config=None, access_log=False
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


if __name__ == "__main__":
    main()
