"""A hub or a station as processes of its own, one life after the other over one data folder."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from threading import Lock
from time import monotonic, sleep
from typing import Any, NamedTuple, TypeVar

import httpx
from sqlalchemy import Connection

from kiosk.settings import ROOT
from kiosk.store.connections import reading_engine
from kiosk.store.migrate import on_connection
from tests.faults.station import environ

T = TypeVar("T")
PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.05


def until(is_so: Callable[[], object], why: Callable[[], object] = str) -> None:
    """Looks until it is so; what `why` gives is told if it never comes to be."""
    end = monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert monotonic() < end, why() or "it never came to be"
        sleep(LOOK_SECONDS)


class Done(NamedTuple):
    code: int
    out: str
    err: str


class Mother:
    """Forks every node and every command of a test run."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process, self._turn = process, Lock()
        self._numbers = count(1)

    def bear(self, words: tuple[str, ...], environ: dict[str, str], out: Path, err: Path) -> int:
        """The process id."""
        asked = {"words": words, "environ": environ, "out": str(out), "err": str(err)}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._turn:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())

    def number(self) -> int:
        return next(self._numbers)


@contextmanager
def mothering() -> Iterator[Mother]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.stations.mother"], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Mother(process)
    finally:
        process.kill()
        process.communicate()


@dataclass
class Node:
    """`settings` are its environment; they may be changed between two lives. `url` is where it
    serves, `folder` its data."""

    mother: Mother
    folder: Path
    settings: dict[str, str]
    pid: int = 0
    lives: int = 0
    url: str = field(init=False)

    def __post_init__(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return int(self.settings["KIOSK_PORT"])

    @property
    def log(self) -> Path:
        """What it wrote on standard error, in all its lives."""
        return self.folder.with_suffix(".log")

    @property
    def database(self) -> str:
        return self.settings.get("KIOSK_DATABASE_URL") or f"sqlite:///{self.folder / 'kiosk.db'}"

    def be_born(self) -> None:
        """It answers on return."""
        self.conceive()
        self.until_up()

    def conceive(self) -> None:
        self.lives += 1
        self.pid = self.mother.bear(("serve",), self.settings, self._out("serve"), self.log)

    def until_up(self) -> None:
        def is_up() -> bool:
            assert self.is_alive, self.complaints[-4:]
            with suppress(httpx.HTTPError):
                return httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200
            return False

        until(is_up, lambda: self.complaints[-4:])

    def die(self) -> None:
        """As in a power cut, all of its workers at once: no handler runs, nothing is flushed."""
        assert self.pid, "nobody is there"  # 0 would be ourselves
        members = group(self.pid)
        for kill in (os.killpg, os.kill):  # just born, it has no group of its own yet
            with suppress(ProcessLookupError):
                kill(self.pid, signal.SIGKILL)
        until(lambda: not any(map(runs, members)))
        self.pid = 0

    @property
    def has_workers(self) -> bool:
        return len(group(self.pid)) > 1

    def lose_a_worker(self, chance: Random) -> None:
        """One of several falls in the middle of what it does; whoever raised it raises another."""
        _, *workers = group(self.pid)
        fallen = chance.choice(workers)
        os.kill(fallen, signal.SIGKILL)
        until(lambda: not runs(fallen))

    def stop(self) -> None:
        """As it should be stopped."""
        members = group(self.pid)
        os.kill(self.pid, signal.SIGTERM)
        until(lambda: not any(map(runs, members)))
        self.pid = 0

    @property
    def is_alive(self) -> bool:
        return bool(self.pid) and runs(self.pid)

    def does(self, *words: str) -> Done:
        """A command of ours, by its real way, beside the node if that runs."""
        number = self.mother.number()
        out, err = self._out(f"{words[0]}-{number}"), self._out(f"{words[0]}-{number}-err")
        pid = self.mother.bear(words, self.settings, out, err)
        ended = Path(f"{out}.{pid}")
        until(ended.exists, lambda: f"{words}: {err.read_text() if err.exists() else ''}")
        return Done(int(ended.read_text()), out.read_text(), err.read_text())

    def reads(self, unit: Callable[[Connection], T]) -> T:
        """From its database, without holding it up."""
        if not self.database.startswith("sqlite"):
            return on_connection(self.database, unit)
        engine = reading_engine(self.folder / "kiosk.db", 1)
        try:
            with engine.connect() as db:
                db.exec_driver_sql("BEGIN")  # one moment, whatever is written meanwhile
                return unit(db)
        finally:
            engine.dispose()

    def writes(self, unit: Callable[[Connection], T]) -> T:
        """As a command would, beside the node."""
        return on_connection(self.database, unit)

    @property
    def complaints(self) -> list[dict[str, Any]]:
        """What it logged; a line that is cut off because it was killed does not count."""
        found = []
        for line in self.log.read_text().splitlines() if self.log.exists() else ():
            with suppress(ValueError):
                found.append(json.loads(line))
        return found

    def _out(self, name: str) -> Path:
        return self.folder.with_name(f"{self.folder.name}-{name}")


def node(mother: Mother, folder: Path, flows: Path, **more: str) -> Node:
    return Node(mother, folder, environ(folder, flows, **more))


def group(pid: int) -> list[int]:
    """A process and its workers."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    with suppress(OSError):
        return [pid, *map(int, children.read_text().split())]
    return [pid]


def runs(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False
