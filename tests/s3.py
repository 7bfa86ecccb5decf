"""An S3 store of the test run's own: Ceph's, where it is installed, else moto's."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import httpx
import obstore
from obstore.store import S3Store

from kiosk.settings import Bucket
from tests import radosgw

REGION, KEY, SECRET = "us-east-1", "key", "secret"


@dataclass
class S3:
    url: str
    asks_who_it_is: bool
    _names: Iterator[int] = field(default_factory=count)

    def bucket(self, prefix: str = "") -> Bucket:
        """An empty one."""
        name = f"papers-{next(self._names)}"
        store = S3Store(
            name, endpoint=self.url, region=REGION, access_key_id=KEY, secret_access_key=SECRET,
            client_options={"allow_http": True},
        )  # fmt: skip
        itself = obstore.sign(store, "PUT", "", timedelta(minutes=1))
        httpx.put(itself).raise_for_status()
        return Bucket(name, prefix, self.url, REGION, KEY, SECRET)


@contextmanager
def serving(by_moto: bool) -> Iterator[S3]:
    by_ceph = radosgw.is_here() and not by_moto
    with radosgw.serving(KEY, SECRET) if by_ceph else moto() as url:
        yield S3(url, asks_who_it_is=by_ceph)


@contextmanager
def moto() -> Iterator[str]:
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line a request
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()
