"""The node of the lessons' tests, where a step of the small flow names the lesson."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from shutil import copytree

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, text

from kiosk.clock import FixedClock
from kiosk.people.rules import Role
from kiosk.settings import ROOT, Settings
from kiosk.store import Store
from tests.conftest import compiled
from tests.flow.citizen import Citizen
from tests.flow.conftest import settings_in, write_flow
from tests.tutor.conftest import client, clock, group, held, staff_cookie, station

__all__ = ["client", "clock", "group", "held", "station"]

COUNTED = (
    "practice", "learner", "learning_group", "envelope", "receipt", "dossier", "visit",
    "step_figure",
)  # fmt: skip
Get = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture(scope="session")
def taught(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Settings:
    settings = settings_in(tmp_path_factory.mktemp("counted"), migrated)
    write_flow(settings.flows_dir, **{'{"id": "nguoi"': '{"id": "nguoi", "lesson": "go-chu-so"'})
    for one in ("cham-vuot-giu", "go-chu-so"):
        copytree(ROOT / "tutorials" / one, settings.tutorials_dir / one)
    compiled(settings)
    return settings


@pytest.fixture
async def app(station: Litestar) -> Litestar:
    """When nothing was counted yet."""

    def forget(db: Connection) -> None:
        for table in COUNTED:
            db.execute(text(f"DELETE FROM {table}"))

    await station.state.node.counts.fold(station.state.store)
    await station.state.store.write(forget)
    return station


@pytest.fixture
async def lan(client: httpx.AsyncClient) -> Citizen:
    begun = Citizen(client)
    await begun.begin()
    return begun


@pytest.fixture
def get(client: httpx.AsyncClient, held: Store, clock: FixedClock) -> Get:
    """A page, as somebody of this role and commune sees it."""

    async def asked(path: str, role: Role = "lead", commune: str = "00070") -> httpx.Response:
        cookie = await staff_cookie(held, clock, role, commune)
        return await client.get(path, headers=cookie)

    return asked


async def counted(app: Litestar) -> dict[tuple[str, str], int]:
    """What is in the table once it was folded, by step and kind."""

    def all_of_it(db: Connection) -> dict[tuple[str, str], int]:
        rows = db.execute(text("SELECT step, kind, count FROM step_figure"))
        return {(one.step, one.kind): one.count for one in rows}

    await app.state.node.counts.fold(app.state.store)
    found: dict[tuple[str, str], int] = await app.state.store.read(all_of_it)
    return found
