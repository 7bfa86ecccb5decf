"""What every test may use: settings in a folder of its own, a clock that stands still, a node."""

import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import copyfile, copytree
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from argon2 import PasswordHasher
from litestar import Litestar
from litestar.datastructures import State
from litestar.events import SimpleEventEmitter

from kiosk.clock import FixedClock
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.store.migrate import upgrade
from kiosk.web.language import Languages
from tests import radosgw
from tests.postgres import Postgres, serving

if TYPE_CHECKING:
    from tests.s3 import S3

HERE = "http://127.0.0.1:8000"
Running = Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="nodes on PostgreSQL, not SQLite")
    parser.addoption("--moto", action="store_true", help="moto's S3 store, also where Ceph's is")
    parser.addoption("--long", action="store_true", help="also what the short run leaves out")


def pytest_report_header(config: pytest.Config) -> str:
    by_moto = config.getoption("moto") or not radosgw.is_here()
    return "S3 store: " + ("moto" if by_moto else f"radosgw {radosgw.version()}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the short run nobody goes a second way to what is shown already; on PostgreSQL nobody asks
    how SQLite does it."""
    out = set() if config.getoption("long") else {"long"}
    out |= {"sqlite"} if config.getoption("postgres") else set()
    if out:
        left = [one for one in items if any(mark.name in out for mark in one.iter_markers())]
        config.hook.pytest_deselected(items=left)
        items[:] = [one for one in items if one not in left]


def pytest_collection() -> None:
    """What is collected stays until the end. To look through it for garbage again and again, a
    million things at a time, took as long as the tests themselves."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def full_hasher() -> Iterator[PasswordHasher]:
    """That of a real node. In place of it Argon2 at its least: the cast signs in a thousand times.
    A node that runs as a process of its own hashes at full cost."""
    from kiosk.people import passwords

    real = passwords._HASHER
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
        yield real


@pytest.fixture(scope="session", autouse=True)
def routes_laid_out_once() -> Iterator[None]:
    """To lay out three hundred routes takes longer than most tests: it is done once for each list
    of routes, and a node is that app with a state and a life of its own."""
    known: dict[tuple[int, ...], tuple[list[Any], Litestar]] = {}

    def laid_out(routes: list[Any], *, state: State, lifespan: list[Any], **more: Any) -> Litestar:
        names = tuple(map(id, routes))
        if names not in known:
            known[names] = routes, Litestar(routes, state=State(), **more)
        _, first = known[names]
        app = copy(first)
        app.state, app.event_emitter = state, SimpleEventEmitter([])
        app._lifespan_managers = [*lifespan, *first._lifespan_managers]
        return app

    with pytest.MonkeyPatch.context() as changed:
        changed.setattr("kiosk.web.edge.Litestar", laid_out)
        yield


@pytest.fixture(scope="session", autouse=True)
def files_read_once() -> Iterator[None]:
    """No static file and no catalogue changes under one name while tests run."""
    from kiosk.web import edge

    load, spoken = edge.load_languages, dict[tuple[Path, bool], Languages]()

    def languages(settings: Settings) -> Languages:
        named = settings.locales_dir, settings.pseudo
        if named not in spoken:
            spoken[named] = load(settings)
        return spoken[named]

    with pytest.MonkeyPatch.context() as changed:
        changed.setattr("kiosk.web.edge.Assets", cache(edge.Assets))
        changed.setattr("kiosk.web.edge.load_languages", languages)
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file at the newest schema, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "kiosk.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started for the first test that wants it."""
    with serving() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database of the test's own, at the newest schema."""
    with postgres.database() as url:
        yield url


@pytest.fixture(scope="session")
def s3(request: pytest.FixtureRequest) -> Iterator["S3"]:
    """An S3 store, started for the first test that wants it."""
    from tests import s3 as buckets  # which takes its time to import

    with buckets.serving(by_moto=request.config.getoption("moto")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """At the newest schema: for what must be so on either database."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    settings: Settings = request.getfixturevalue("settings")
    return settings.database_url


@pytest.fixture
def settings(tmp_path: Path, migrated: Path, request: pytest.FixtureRequest) -> Settings:
    if request.config.getoption("postgres"):
        url = str(request.getfixturevalue("postgres_url"))
    else:
        url = f"sqlite:///{copyfile(migrated, tmp_path / 'kiosk.db')}"
    made = Settings(data_dir=tmp_path, database_url=url, public_url=HERE)
    return replace(made, given_secret=b"a secret for tests, 32 bytes long")


@pytest.fixture
def clock() -> FixedClock:
    """Sunday 22 November 2026, nine in the morning in Viet Nam."""
    return FixedClock(datetime(2026, 11, 22, 2, tzinfo=UTC))


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    opened = await Store.open(settings.database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Flows and lessons, compiled once for all nodes of this run."""
    folder = tmp_path_factory.mktemp("shelf")
    return compiled(Settings(folder, f"sqlite:///{folder / 'none.db'}", public_url=HERE))


def compiled(settings: Settings) -> Path:
    """Where the packs that such a node has are kept from then on."""
    from kiosk.app import content_stamp, create_app, read_lessons, read_library

    state = create_app(settings).state
    stamp = content_stamp(settings)
    read_lessons(state, settings, stamp, read_library(state, settings, stamp))
    return settings.packs_dir


@pytest.fixture
def stocked(settings: Settings, shelf: Path) -> Settings:
    """Those of a node that has all of it compiled already, as after its first start."""
    copytree(shelf, settings.packs_dir, dirs_exist_ok=True)
    return settings


@pytest.fixture
def app(stocked: Settings, clock: FixedClock) -> Litestar:
    # Here, so that a feature that does not import fails the tests of pages only.
    from kiosk.app import create_app

    return create_app(stocked, clock)


@pytest.fixture
def running() -> Running:
    """`async with running(app) as client`: the node, and a browser that is on one of its pages."""
    return _running


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on one of the node's pages. It does not follow redirects by itself."""
    async with _running(app) as browser:
        yield browser


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url=HERE, headers={"Origin": HERE}) as browser,
    ):
        yield browser
