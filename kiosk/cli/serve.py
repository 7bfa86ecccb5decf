"""kiosk serve: the node, in this process or in several, until it is told to stop."""

import argparse
import asyncio
import gc
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

from kiosk.app import check_upstream, create_app
from kiosk.cli.workers import Worker, Workers
from kiosk.people import first
from kiosk.settings import Settings, SettingsError
from kiosk.store.schema import bring_up_to_date
from kiosk.web.connection import Connection
from kiosk.web.log import configure_logging

# A process may usually have 1,024 files open: some are for the database and for papers.
MOST_CONNECTIONS = 900


def add(subparsers: Any) -> None:
    subparsers.add_parser("serve", help="serve the node").set_defaults(run=_serve)


def _serve(settings: Settings, _: argparse.Namespace) -> int:
    configure_logging(settings)
    if settings.is_sqlite:
        # Here and not only while it starts: what is wrong is then one line, not a trace.
        bring_up_to_date(settings.database_url)
    if settings.upstream is not None:
        asyncio.run(check_upstream(settings))
    with _counting_together(settings):
        app = create_app(settings)
        listening = _listen(settings)
        # What lives as long as the process need not be looked through again at each collection,
        # and processes that share it go on sharing it.
        gc.freeze()
        if settings.processes == 1:
            return _work(app, settings, listening)

        def work(worker: Worker) -> int:
            return _work(app, settings, listening, worker)

        return Workers(settings.processes, work, listening).run()


def _work(
    app: Any, settings: Settings, listening: socket.socket, worker: Worker | None = None
) -> int:
    # uvicorn raises the signal again once it has shut down; that is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = _Server(_config(app, settings), settings, worker)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    return 0 if server.started else 1


@contextmanager
def _counting_together(settings: Settings) -> Iterator[None]:
    """Whichever process is asked for figures tells those of all; see `kiosk.web.metrics`."""
    if settings.processes == 1 or settings.metrics_token is None:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="tram-so-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


class _Server(uvicorn.Server):
    """Says where to go once it is there. One of several workers ends with who raised it, and the
    first of them speaks."""

    def __init__(self, config: uvicorn.Config, settings: Settings, worker: Worker | None) -> None:
        super().__init__(config)
        self._settings = settings
        self._worker = worker

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._worker is not None:
            lifeline = self._worker.lifeline
            asyncio.get_running_loop().add_reader(lifeline, self._orphaned, lifeline)
        if self._worker is not None and not self.should_exit:
            self._worker.serves()
        if not self.should_exit and (self._worker is None or self._worker.number == 0):
            first_sign_in = await _first_sign_in(self.config.app, self._settings)
            print(f"Trạm Số: {self._settings.public_url}{first_sign_in}", flush=True)

    def _orphaned(self, lifeline: int) -> None:
        asyncio.get_running_loop().remove_reader(lifeline)
        self.should_exit = True


async def _first_sign_in(app: Any, settings: Settings) -> str:
    """On a node without staff: makes the first administrator. How to sign in, said only once."""
    made = await app.state.store.write(first.first_admin, app.state.clock, settings.commune)
    if made is None:
        return ""
    login, password = made
    path = first.keep(settings.data_dir, login, password)
    return f"""
First sign-in: {settings.public_url}/mot-cua
  login:    {login}
  password: {password}
  Kept in {path}, which only you can read; delete it when you know them."""


def _config(app: Any, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="uvloop",
        http=Connection,
        limit_concurrency=MOST_CONNECTIONS,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=10,
    )


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise SettingsError(
            f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}."
        ) from error
