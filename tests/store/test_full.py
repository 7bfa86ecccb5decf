"""A database that cannot grow: named, taken back whole, and at work again when there is room."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from kiosk.problem import Problem
from kiosk.store import Store


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Store]:
    """Room for a few pages."""
    file = tmp_path / "small.db"
    with sqlite3.connect(file) as db:
        db.executescript("CREATE TABLE line (id TEXT PRIMARY KEY, body TEXT)")
    db.close()
    store = await Store.open(f"sqlite:///{file}")
    grow(store, 20)
    yield store
    await store.close()


def grow(store: Store, pages: int) -> None:
    writer = store._database._writer  # type: ignore[attr-defined]
    writer._raw.execute(f"PRAGMA max_page_count = {pages}")


def add(db: Connection, id: str, size: int = 10) -> None:
    db.execute(text("INSERT INTO line VALUES (:id, :body)"), {"id": id, "body": "x" * size})


def ids(db: Connection) -> list[str]:
    return list(db.scalars(text("SELECT id FROM line ORDER BY id")))


async def test_a_full_database_is_named_and_forgets_the_unit(small: Store) -> None:
    await small.write(add, "1")
    with pytest.raises(Problem, match=r"files\.no_room"):
        await small.write(add, "2", 500_000)
    assert await small.read(ids) == ["1"]
    grow(small, 1000)
    await small.write(add, "2", 500_000)
    assert await small.read(ids) == ["1", "2"]


async def test_in_a_group_everybody_is_told_the_truth(small: Store) -> None:
    sizes = {"1": 10, "2": 500_000, "3": 10}
    said = await asyncio.gather(
        *(small.write(add, id, size) for id, size in sizes.items()), return_exceptions=True
    )
    kept = [id for id, outcome in zip(sizes, said, strict=True) if outcome is None]
    assert await small.read(ids) == kept
    assert isinstance(said[1], Problem)
    assert all(outcome is None or isinstance(outcome, Problem) for outcome in said)


async def test_on_postgresql_it_has_the_same_name(postgres_url: str) -> None:
    full = "DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$"
    store = await Store.open(postgres_url)
    with pytest.raises(Problem, match=r"files\.no_room"):
        await store.write(lambda db: db.execute(text(full)))
    await store.close()
