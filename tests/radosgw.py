"""Ceph's S3 gateway, with the smallest store below it: one monitor, and one OSD that keeps all in
memory. Nothing of it outlives the tests."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

PROGRAMS = ("monmaptool", "ceph-mon", "ceph", "ceph-osd", "radosgw-admin", "radosgw")
SECONDS = 60
CONF = """
[global]
fsid = {fsid}
mon host = [v2:127.0.0.1:{mon_port}]
public addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
run dir = {folder}
admin socket =
log file =
log to stderr = true
mon cluster log to file = false
osd pool default size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0

[mon]
mon data = {folder}/mon
mon allow pool size one = true
paxos propose interval = 0.01
paxos min wait = 0.01

[osd]
osd data = {folder}/osd
osd objectstore = memstore

[client]
# Encrypted, which nobody can be who need not say who they are: the gateway's own default.
ms mon client mode = crc
rgw data = {folder}
rgw enable apis = s3
rgw frontends = beast endpoint=127.0.0.1:{port}
"""


def is_here() -> bool:
    """Whether somebody installed it: `apt install radosgw ceph-mon ceph-osd`."""
    return all(map(shutil.which, PROGRAMS))


def version() -> str:
    """Such as 16.2.15."""
    said = subprocess.run(["radosgw", "--version"], capture_output=True, check=True, text=True)
    return said.stdout.split()[2]


@contextmanager
def serving(key: str, secret: str) -> Iterator[str]:
    """Its address. Whoever signs with this key may do everything."""
    with tempfile.TemporaryDirectory(prefix="rgw-") as home, ExitStack() as running:
        store = _Store(Path(home), running)
        store.monitor()
        store.osd()
        store("radosgw-admin", "user", "create", "--uid=tests", "--display-name=tests",
            f"--access-key={key}", f"--secret={secret}")  # fmt: skip
        store.gateway()
        yield store.url


class _Store:
    def __init__(self, folder: Path, running: ExitStack) -> None:
        self._folder, self._running = folder, running
        self._mon_port, self._port = _free_ports(2)
        self._fsid = str(uuid4())
        self.url = f"http://127.0.0.1:{self._port}"
        for name in ("mon", "osd"):
            (folder / name).mkdir()
        names = {"fsid": self._fsid, "mon_port": self._mon_port, "port": self._port}
        (folder / "ceph.conf").write_text(CONF.format(folder=folder, **names))

    def monitor(self) -> None:
        plan, address = self._folder / "monmap", f"[v2:127.0.0.1:{self._mon_port}]"
        self("monmaptool", "--create", "--fsid", self._fsid, "--addv", "a", address, str(plan))
        self("ceph-mon", "--id=a", "--mkfs", f"--monmap={plan}", "--keyring=/dev/null")
        (self._folder / "mon" / "keyring").touch()
        self._start("ceph-mon", "--id=a")

    def osd(self) -> None:
        self("ceph", "osd", "create")
        self("ceph-osd", "--id=0", "--mkfs")
        self._start("ceph-osd", "--id=0")

    def gateway(self) -> None:
        server = self._start("radosgw", "--name=client.rgw")
        end = time.monotonic() + SECONDS
        while not self._answers():
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"radosgw does not serve:\n{self._said('radosgw')}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            return httpx.get(self.url).is_success
        except httpx.TransportError:
            return False

    def __call__(self, program: str, *arguments: str) -> None:
        try:
            subprocess.run(
                [program, *arguments], env=self._env, check=True, timeout=SECONDS,
                capture_output=True,
            )  # fmt: skip
        except subprocess.SubprocessError as error:
            said = "".join(map(self._said, ("ceph-mon", "ceph-osd")))
            raise RuntimeError(f"{error}\n{getattr(error, 'stderr', b'')!r}\n{said}") from error

    def _start(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        with self._log(program).open("wb") as log:
            started = subprocess.Popen(
                [program, "-f", *arguments], env=self._env, stdout=log, stderr=log
            )
        self._running.callback(_end, started)
        return started

    @property
    def _env(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "CEPH_CONF": str(self._folder / "ceph.conf")}

    def _log(self, program: str) -> Path:
        return self._folder / f"{program}.log"

    def _said(self, program: str) -> str:
        log = self._log(program)
        return log.read_text("utf-8", "replace")[-2000:] if log.exists() else ""


def _end(process: "subprocess.Popen[bytes]") -> None:
    """At once: there is nothing to save."""
    process.kill()
    process.wait()


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        found = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in found]
