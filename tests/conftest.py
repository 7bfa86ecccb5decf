"""What every test may use: settings in a folder of its own, a clock that stands still, a node."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile, copytree

import httpx
import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.store.migrate import upgrade
from tests.postgres import Postgres, serving

HERE = "http://127.0.0.1:8000"
Running = Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]]


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


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """At the newest schema: for what must be so on either database."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    settings: Settings = request.getfixturevalue("settings")
    return settings.database_url


@pytest.fixture
def settings(tmp_path: Path, migrated: Path) -> Settings:
    file = tmp_path / "kiosk.db"
    copyfile(migrated, file)
    made = Settings(data_dir=tmp_path, database_url=f"sqlite:///{file}", public_url=HERE)
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
    """The flows, compiled once for all nodes of this run."""
    from kiosk.app import create_app, read_library

    folder = tmp_path_factory.mktemp("shelf")
    settings = Settings(folder, f"sqlite:///{folder / 'none.db'}", public_url=HERE)
    read_library(create_app(settings).state, settings)
    return settings.packs_dir


@pytest.fixture
def app(settings: Settings, clock: FixedClock, shelf: Path) -> Litestar:
    # Here, so that a feature that does not import fails the tests of pages only.
    from kiosk.app import create_app

    copytree(shelf, settings.packs_dir, dirs_exist_ok=True)
    return create_app(settings, clock)


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
