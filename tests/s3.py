"""An S3 store of the test run's own."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import httpx
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from kiosk.settings import Bucket


@dataclass
class S3:
    url: str
    _names: Iterator[int] = field(default_factory=count)

    def bucket(self, prefix: str = "") -> Bucket:
        """An empty one."""
        name = f"papers-{next(self._names)}"
        httpx.put(f"{self.url}/{name}").raise_for_status()
        return Bucket(name, prefix, self.url, "us-east-1", "key", "secret")


@contextmanager
def serving() -> Iterator[S3]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line a request
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield S3(f"http://{host}:{port}")
    finally:
        server.stop()
