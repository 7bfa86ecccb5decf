"""The rows of hub and stations: what one node and one hub take, what a thousand devices that come
back at once do, how a long queue empties, and what a million dossiers cost."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Connection, text

from bench import devices, filling
from bench.node import ROOT, Server, environ, free_port
from bench.relay import Relay
from bench.report import Row
from bench.server import Effort
from kiosk.store.migrate import on_connection, upgrade
from kiosk.sync.codes import receipt_code
from kiosk.web.metrics import database_bytes
from tests.postgres import serving

DATABASES = ("SQLite", "PostgreSQL")
DURABLE = "-c shared_buffers=256MB -c max_wal_size=2GB"
"""As an operator sets it up; what is acknowledged is on the disk."""
RATE = 50
LADDER = (50, 75, 100, 150, 200, 250, 300, 400)
LADDER_SECONDS = 15
DEVICES = 1000
DEVICE_PHOTO = 200_000
QUEUED = 10_000
QUEUED_PHOTO = 60_000
LOOKED_UP = 100
SIZES = (1_000, 10_000, 100_000, 1_000_000)
NOBODY = "http://127.0.0.1:9"
TOKEN = "a-token-for-the-bench"


class Hub(NamedTuple):
    server: Server
    folder: Path
    url: str
    """Of its database."""


def rows(effort: Effort) -> Iterator[Row]:
    yield from taking_at_a_station(effort)
    for database in DATABASES:
        yield from taking(database, effort)
        yield from highest(database)
        yield from reconnecting(database)
    yield from draining()
    for database in DATABASES:
        yield from growing(database)


@contextmanager
def hub(database: str, processes: int = 1) -> Iterator[Hub]:
    """Durable, both of them: nothing is acknowledged before it is on the disk."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        if database == "SQLite":
            yield from _served(folder, f"sqlite:///{folder / 'kiosk.db'}", 1)
        else:
            with serving(DURABLE) as postgres, postgres.database(is_empty=True) as url:
                upgrade(url)
                yield from _served(folder, url, processes)


def _served(folder: Path, url: str, processes: int) -> Iterator[Hub]:
    with kiosk(folder, KIOSK_DATABASE_URL=url, KIOSK_PROCESSES=str(processes)) as server:
        yield Hub(server, folder, url)


def kiosk(folder: Path, port: int = 0, **more: str) -> Server:
    """`kiosk serve` as it comes, on both cores: here the load shares them."""
    port = port or free_port()
    settings = {**environ(folder, port), "KIOSK_METRICS_TOKEN": TOKEN, **more}
    server = Server([sys.executable, "-m", "kiosk", "serve"], settings, port)
    server.command = server.command[-4:]  # not pinned
    return server


def command(folder: Path, *words: str, **more: str) -> str:
    """What a command of ours says, with the settings of a node."""
    env = {**os.environ, **environ(folder, 1), **more}
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *words], env=env, cwd=ROOT, check=True, text=True,
        capture_output=True,
    )  # fmt: skip
    return done.stdout


def taking_at_a_station(effort: Effort) -> Iterator[Row]:
    """Cut off from its hub, it keeps all and gives its own receipts."""
    with hub("SQLite") as above, TemporaryDirectory() as name:
        folder = Path(name)
        enrol(above, folder, above.server.url)
        with kiosk(folder, KIOSK_UPSTREAM=NOBODY) as server:
            url = f"sqlite:///{folder / 'kiosk.db'}"
            yield from fed(server, url, "a station on SQLite, without a line", effort)


def taking(database: str, effort: Effort) -> Iterator[Row]:
    """At a hub, which opens and walks each."""
    with hub(database) as one:
        yield from fed(one.server, one.url, f"a hub on {database}", effort)


def fed(server: Server, url: str, what: str, effort: Effort) -> Iterator[Row]:
    """Submissions without photographs, from devices, at a steady rate."""
    seconds = round(effort.minutes * 60)
    known = devices.met(server.port)
    sent = list(devices.parcels(known, RATE * seconds))
    before = spent(server)
    devices.TRAFFIC.clear()
    done = asyncio.run(devices.steadily(server.port, sent, RATE))
    used, memory = spent(server) - before, weight(server)
    about = f"{what}, {effort.minutes:g} min at {RATE}/s"
    yield Row("submissions receipted", 100 * done.good / len(sent), "%", 100, True, note=about)
    yield Row("of them in the database", 100 * stored(url) / len(sent), "%", 100, True, note=what)
    yield Row("submission, p50", median(done.ms), "ms", note=what)
    yield Row("submission, p95", done.quantile(0.95), "ms", 300, note=what)
    yield Row("processor", 100 * used / done.seconds, "% of a core", note=what)
    yield traffic(len(sent), what)
    yield Row("memory", memory, "MB", 150, note=f"{what}; PSS")


def traffic(count: int, what: str) -> Row:
    up, down = (devices.TRAFFIC[way] / count / 1000 for way in ("up", "down"))
    return Row("KB up for each submission", up, "KB", note=f"{what}; {down:.1f} KB down")


def enrol(above: Hub, folder: Path, upstream: str) -> None:
    said = command(above.folder, "stations", "invite", "Bench", KIOSK_DATABASE_URL=above.url)
    code = next(word for word in said.split() if word.count("-") == 3)
    command(folder, "enrol", code, KIOSK_UPSTREAM=upstream)


def highest(database: str) -> Iterator[Row]:
    """Up a ladder of rates, until one does not hold."""
    for processes in (1,) if database == "SQLite" else (1, 2):
        best, at = 0.0, 0.0
        with hub(database, processes) as one:
            known = devices.met(one.server.port)
            for rate in LADDER:
                sent = list(devices.parcels(known, rate * LADDER_SECONDS))
                done = asyncio.run(devices.steadily(one.server.port, sent, rate))
                if done.good < len(sent) or done.quantile(0.95) >= 300:
                    break
                best, at = rate, done.quantile(0.95)
        said = f"{database}, {processes} process{'es' if processes > 1 else ''}; p95 {at:.0f} ms"
        yield Row("highest rate that holds p95 < 300 ms", best, "/s", note=said)


def reconnecting(database: str) -> Iterator[Row]:
    """Each greets, sends its submission and a photograph in pieces, and asks for the receipt."""
    with hub(database) as one:
        known = devices.met(one.server.port)
        sent = list(devices.parcels(known, DEVICES, DEVICE_PHOTO))
        before = spent(one.server)
        devices.TRAFFIC.clear()
        done = asyncio.run(devices.all_at_once(one.server.port, sent))
        used = spent(one.server) - before
        here, memory = stored(one.url), weight(one.server)
    about = f"{database}; a photo of {DEVICE_PHOTO // 1000} KB each"
    yield Row(f"{DEVICES:,} devices at once: drained in", done.seconds, "s", 300, note=about)
    yield Row("their submissions in the database", here, "", DEVICES, True, note=database)
    yield Row("half of them done after", median(done.ms) / 1000, "s", note=database)
    yield Row("processor", 100 * used / done.seconds, "% of a core", note=database)
    yield traffic(DEVICES, database)
    yield Row("memory after them", memory, "MB", note=f"{database}; PSS")


def draining() -> Iterator[Row]:
    """A node that was cut off for days, and its line again."""
    with hub("PostgreSQL") as above, TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        with Relay(above.server.port) as relay:
            enrol(above, folder, relay.url)
            with kiosk(folder, port, KIOSK_UPSTREAM=NOBODY) as node:
                known = devices.met(port)
                size = 0
                for _ in range(QUEUED // 500):
                    batch = list(devices.parcels(known, 500, QUEUED_PHOTO))
                    size += sum(one.size for one in batch)
                    done = asyncio.run(devices.steadily(port, batch, 100))
                    assert done.good == len(batch), f"{done.good} of {len(batch)}"
            relay.exchanges.clear()
            with kiosk(folder, port, KIOSK_UPSTREAM=relay.url) as node:
                began, before = time.monotonic(), (spent(node), spent(above.server))
                while stored(above.url) < QUEUED and time.monotonic() - began < 3600:
                    time.sleep(1)
                took = time.monotonic() - began
                used = (spent(node) - before[0], spent(above.server) - before[1])
                memory, of_hub = weight(node), weight(above.server)
        up = sum(one.up for one in relay.exchanges)
        here = stored(above.url)
    about = f"SQLite to PostgreSQL, a photo of {QUEUED_PHOTO // 1000} KB each, {size / 1e6:.0f} MB"
    yield Row(f"{QUEUED:,} queued submissions: drained in", took, "s", note=about)
    yield Row("of them at the hub", here, "", QUEUED, True)
    requests = f"{len(relay.exchanges):,} requests"
    yield Row("bytes up, by what they weigh", up / size, "×", note=requests)
    yield Row("processor of the node", 100 * used[0] / took, "% of a core")
    yield Row("processor of the hub", 100 * used[1] / took, "% of a core")
    yield Row("memory of the node meanwhile", memory, "MB", 150, note="PSS")
    yield Row("memory of the hub", of_hub, "MB", note="PSS")


def growing(database: str) -> Iterator[Row]:
    """The same calls with more and more dossiers in the database."""
    with hub(database) as one:
        known, here = devices.met(one.server.port), 0
        for size in SIZES:
            on_connection(one.url, partial(filling.fill, since=here, until=size))
            here, about = size, f"{database} with {size:,} dossiers"
            sent = list(devices.parcels(known, RATE * 10))
            done = asyncio.run(devices.steadily(one.server.port, sent, RATE))
            codes = [receipt_code(one.id) for one in sent[:LOOKED_UP]]
            found = [looked_up(one.server, code) for code in codes]
            yield Row("submission, p50", median(done.ms), "ms", note=about)
            yield Row("submission, p95", done.quantile(0.95), "ms", 300, note=about)
            yield Row("how far is my dossier, by code, p50", median(found), "ms", note=about)
            weight = on_connection(one.url, database_bytes) / size / 1000
            yield Row("KB a dossier in the database", weight, "KB", note=about)


def looked_up(server: Server, code: str) -> float:
    """Milliseconds until the page of a receipt's code was there."""
    began = time.perf_counter()
    if server.get(f"/ho-so/{code}").status != 200:
        raise SystemExit(f"bench: no page for {code}")
    return 1000 * (time.perf_counter() - began)


def stored(url: str) -> int:
    """Dossiers in a database."""

    def count(db: Connection) -> int:
        return db.scalar(text("SELECT count(*) FROM dossier")) or 0

    return on_connection(url, count)


def tree(pid: int) -> list[int]:
    """A process and those that it started."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(one for child in below for one in tree(int(child)))]


def spent(server: Server) -> float:
    """Seconds of processor so far, of all its processes."""
    ticks = os.sysconf("SC_CLK_TCK")
    fields = [
        Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        for pid in tree(server.process.pid)
    ]
    return sum(int(one[11]) + int(one[12]) for one in fields) / ticks


def weight(server: Server) -> float:
    """MB of memory, of all its processes."""
    return server.memory().pss
