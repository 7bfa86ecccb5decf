"""kiosk serve: the node, in this process, until it is told to stop."""

import argparse
import gc
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

import uvicorn

from kiosk.app import create_app
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
    app = create_app(settings)
    listening = _listen(settings)
    # What lives as long as the process need not be looked through again at each collection.
    gc.freeze()
    # uvicorn raises the signal again once it has shut down; that is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = _Server(_config(app, settings), settings)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    return 0 if server.started else 1


class _Server(uvicorn.Server):
    """Says where to go once it is there."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self._settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            first_sign_in = await _first_sign_in(self.config.app, self._settings)
            print(f"Trạm Số: {self._settings.public_url}{first_sign_in}", flush=True)


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
