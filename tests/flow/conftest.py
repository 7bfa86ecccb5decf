"""A node with one small flow, and Lan in front of it."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import httpx
import pytest
from litestar import Litestar

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.settings import Settings
from tests.conftest import HERE
from tests.flow.citizen import Citizen

TURNS = Path(__file__).parents[1] / "vectors" / "turns.json"


def settings_in(folder: Path, migrated: Path) -> Settings:
    """The node's flows are a folder of the test's own, which it may change."""
    copyfile(migrated, folder / "kiosk.db")
    write_flow(folder / "flows")
    return Settings(
        data_dir=folder, database_url=f"sqlite:///{folder}/kiosk.db", public_url=HERE,
        flows_dir=folder / "flows", tutorials_dir=folder / "tutorials",
        rate_address=100_000, rate_all=100_000,
        given_secret=b"a secret for tests, 32 bytes long",
    )  # fmt: skip


def write_flow(folder: Path, **changes: str) -> None:
    """The small flow of the vectors; `changes` replace words in it."""
    flow = json.loads(TURNS.read_text("utf-8"))["flow"]
    flow["checks"] = [check for check in flow["checks"] if check["on"] != "con_em"]
    text = json.dumps(flow, ensure_ascii=False)
    for old, new in changes.items():
        text = text.replace(old, new)
    (folder / "nha-toi").mkdir(parents=True, exist_ok=True)
    (folder / "nha-toi" / "flow.yaml").write_text(text, "utf-8")  # JSON is YAML too


@pytest.fixture
def small_settings(tmp_path: Path, migrated: Path) -> Settings:
    return settings_in(tmp_path, migrated)


@pytest.fixture(scope="module")
async def station(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path
) -> AsyncIterator[Litestar]:
    """One running node for a whole file: to start one costs more than most tests."""
    settings = settings_in(tmp_path_factory.mktemp("node"), migrated)
    app = create_app(settings, FixedClock(datetime(2026, 11, 22, 2, tzinfo=UTC)))
    async with app.lifespan():
        yield app


@pytest.fixture
async def tablet(station: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has no cookies yet."""
    transport = httpx.ASGITransport(station)  # type: ignore[arg-type]
    async with httpx.AsyncClient(
        transport=transport, base_url=HERE, headers={"Origin": HERE}
    ) as one:
        yield one


@pytest.fixture
async def lan(tablet: httpx.AsyncClient) -> Citizen:
    """Lan has just begun."""
    citizen = Citizen(tablet)
    await citizen.begin()
    return citizen


@pytest.fixture
async def finished(lan: Citizen) -> Citizen:
    """Lan has answered everything and looks at the check page."""
    await lan.answer_all()
    return lan
