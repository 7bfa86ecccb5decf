"""The catalogues, and every page of a node in English and in the pseudo-locale."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.people import actions
from kiosk.people.actions import NewPerson
from kiosk.settings import ROOT, Settings
from tests.conftest import HERE
from tests.i18n.names import MINH
from tests.i18n.rounds import FIRST, follow_links, walk_procedure, work_at_desk

SOURCES = {"messages": "kiosk", "flows": "flows", "tutorials": "tutorials"}
"""By catalogue the folder whose words it holds."""
PASSWORD = "con trâu là đầu cơ nghiệp"
Pages = dict[str, str]


@pytest.fixture(scope="session")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalog]:
    """What `make messages` finds, by catalogue."""
    folder = tmp_path_factory.mktemp("gathered")
    return {name: _gather(source, folder / f"{name}.pot") for name, source in SOURCES.items()}


@pytest.fixture(scope="session")
def english() -> dict[str, Catalog]:
    """The catalogues as they stand in the repository."""
    return {name: _read(ROOT / f"locales/en/LC_MESSAGES/{name}.po") for name in SOURCES}


@pytest.fixture(scope="session")
async def node(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A node that speaks the pseudo-locale too, and where Minh works."""
    folder = tmp_path_factory.mktemp("node")
    copyfile(migrated, folder / "kiosk.db")
    settings = Settings(folder, f"sqlite:///{folder / 'kiosk.db'}", public_url=HERE, pseudo=True)
    clock = FixedClock(datetime(2026, 11, 20, 2, tzinfo=UTC))
    app = create_app(replace(settings, rate_address=100_000, rate_all=100_000), clock)
    async with app.lifespan():
        minh = NewPerson("minh", MINH, "admin", settings.commune, PASSWORD, must_change=False)
        await app.state.store.write(actions.add_person, minh, clock.now())
        yield app


@pytest.fixture(scope="session")
async def english_pages(node: Litestar) -> Pages:
    return await _all_pages(node, "en")


@pytest.fixture(scope="session")
async def pseudo_pages(node: Litestar) -> Pages:
    return await _all_pages(node, "xx")


async def _all_pages(node: Litestar, lang: str) -> Pages:
    async with browser_at(node, lang) as lan:
        seen = {url: html async for url, html in follow_links(lan, *FIRST)}
        seen |= {url: html async for url, html in walk_procedure(lan)}
    async with browser_at(node, lang) as minh:
        typed = {"login": "minh", "password": ""}
        seen["sign-in wrong"] = (await minh.post("/mot-cua/dang-nhap", data=typed)).text
        await minh.post("/mot-cua/dang-nhap", data={**typed, "password": PASSWORD})
        seen |= {url: html async for url, html in follow_links(minh, "/mot-cua")}
        return seen | {url: html async for url, html in work_at_desk(minh)}


def browser_at(node: Litestar, lang: str) -> AsyncClient:
    """A browser on the node's pages that asks for this language."""
    transport = ASGITransport(node)  # type: ignore[arg-type]
    headers = {"Origin": HERE, "Accept-Language": lang}
    return AsyncClient(transport=transport, base_url=HERE, headers=headers)


def _gather(source: str, pot: Path) -> Catalog:
    words = ["pybabel", "--quiet", "extract", "-F", str(ROOT / "pyproject.toml"), "-o", str(pot)]
    CommandLineInterface().run([*words, str(ROOT / source)])
    return _read(pot)


def _read(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source)
