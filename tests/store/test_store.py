"""What Store promises: on both databases, and what only SQLite's one writer does."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from kiosk.problem import Problem
from kiosk.store import Store, writer
from kiosk.store.migrate import on_connection

SCHEMA = """
CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE called (person TEXT NOT NULL REFERENCES person);
"""
FULL_DISK = """
CREATE TRIGGER full BEFORE INSERT ON person WHEN NEW.name = 'disk full'
BEGIN SELECT RAISE(ROLLBACK, 'disk full'); END;
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people 100% #1.db"
    with sqlite3.connect(path) as db:
        db.executescript(SCHEMA + FULL_DISK)
    db.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Where the people are, on either database."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('file')}"
    found: str = request.getfixturevalue("postgres_url")
    on_connection(found, lambda db: [db.execute(text(one)) for one in SCHEMA.split(";")[:-1]])
    return found


@pytest.fixture
async def people(url: str) -> AsyncIterator[Store]:
    store = await Store.open(url)
    yield store
    await store.close()


@pytest.fixture
async def lite(file: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite:///{file}")
    yield store
    await store.close()


def add(db: Connection, id: str, name: str = "lan") -> str:
    db.execute(text("INSERT INTO person VALUES (:id, :name)"), {"id": id, "name": name})
    return id


def names(db: Connection) -> list[str]:
    return list(db.scalars(text("SELECT id FROM person ORDER BY id")))


async def test_a_read_sees_what_was_written(people: Store) -> None:
    assert await people.write(add, "1", name="lan") == "1"
    assert await people.read(names) == ["1"]
    assert await people.read_long(names) == ["1"]


async def test_a_unit_that_raises_leaves_nothing_behind(people: Store) -> None:
    def half(db: Connection) -> None:
        add(db, "1")
        raise LookupError

    with pytest.raises(LookupError):
        await people.write(half)
    assert await people.read(names) == []


async def test_in_a_group_a_unit_that_raises_takes_only_itself_back(people: Store) -> None:
    outcomes = await asyncio.gather(
        *(people.write(add, id) for id in ("1", "2", "1", "3")), return_exceptions=True
    )
    (refused,) = (one for one in outcomes if isinstance(one, IntegrityError))
    outcomes.remove(refused)
    assert sorted(map(str, outcomes)) == ["1", "2", "3"]
    assert await people.read(names) == ["1", "2", "3"]


async def test_units_that_wait_together_share_a_commit(lite: Store) -> None:
    said: list[str] = []
    lite._database._writer._raw.set_trace_callback(said.append)  # type: ignore[attr-defined]
    await asyncio.gather(*(lite.write(add, str(n)) for n in range(20)))
    assert said.count("COMMIT") == 1
    await lite.write(add, "alone")
    assert said.count("COMMIT") == 2
    assert said.count("SAVEPOINT unit") == 20


async def test_a_transaction_that_is_lost_is_acknowledged_to_nobody(lite: Store) -> None:
    outcomes = await asyncio.gather(
        lite.write(add, "1"), lite.write(add, "2", "disk full"), return_exceptions=True
    )
    assert all(isinstance(outcome, Exception) for outcome in outcomes)
    assert await lite.read(names) == []
    assert await lite.write(add, "3") == "3"


async def test_a_unit_that_reads_cannot_write(people: Store) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        await people.read(add, "1")
    with pytest.raises(DBAPIError, match=r"read-?only"):
        await people.read_long(add, "1")
    assert await people.read(names) == []


async def test_a_unit_that_reads_sees_one_moment(people: Store, url: str) -> None:
    def twice(db: Connection) -> tuple[list[str], list[str]]:
        before = names(db)
        somebody_else = Thread(target=on_connection, args=(url, lambda other: add(other, "1")))
        somebody_else.start()
        somebody_else.join(5)
        return before, names(db)

    assert await people.read_long(twice) == ([], [])
    assert await people.read(names) == ["1"]


async def test_a_caller_that_goes_away_while_waiting_takes_its_unit_along(people: Store) -> None:
    gone = asyncio.create_task(people.write(add, "gone"))
    stays = asyncio.create_task(people.write(add, "stays"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == "stays"
    assert await people.read(names) == ["stays"]


async def test_a_write_waits_for_another_process_without_stopping_reads(
    lite: Store, file: Path
) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(lite.write(add, "1"))
    await asyncio.sleep(0)
    assert await lite.read(names) == []
    other.execute("COMMIT")
    other.close()
    assert await writing == "1"


async def test_a_lock_that_does_not_go_away_is_a_problem_with_a_name(
    lite: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PATIENCE_SECONDS", 0)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Problem, match=r"store\.busy"):
        await lite.write(add, "1")
    other.close()


async def test_stop_iteration_does_not_stop_the_writer(people: Store) -> None:
    def stop(_: Connection) -> None:
        raise StopIteration

    with pytest.raises(RuntimeError):
        await people.write(stop)
    assert await people.write(add, "1") == "1"


async def test_foreign_keys_hold(people: Store) -> None:
    def visit(db: Connection) -> None:
        db.execute(text("INSERT INTO called VALUES ('nobody')"))

    with pytest.raises(IntegrityError):
        await people.write(visit)


async def test_what_is_acknowledged_is_on_the_disk(lite: Store) -> None:
    def pragma(db: Connection, name: str) -> object:
        return db.scalar(text(f"PRAGMA {name}"))

    assert await lite.write(pragma, "journal_mode") == "wal"
    full = 2
    assert await lite.write(pragma, "synchronous") == full


async def test_closing_finishes_what_was_begun(file: Path) -> None:
    store = await Store.open(f"sqlite:///{file}")
    writing = [asyncio.create_task(store.write(add, str(n))) for n in range(5)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*writing) == ["0", "1", "2", "3", "4"]
    assert not file.with_name(file.name + "-wal").exists()


async def test_what_citizens_wrote_is_in_no_error_message(people: Store) -> None:
    await people.write(add, "1", "Nguyễn Thị Lan")
    with pytest.raises(IntegrityError) as caught:
        await people.write(add, "1", "Nguyễn Thị Lan")
    assert "Lan" not in str(caught.value)


async def test_what_is_closed_opens_nothing_any_more(database_url: str) -> None:
    store = await Store.open(database_url)
    await store.close()
    for ask in (store.read, store.read_long, store.write):
        with pytest.raises(RuntimeError, match="closed"):
            await ask(lambda db: db.execute(text("SELECT 1")).scalar())
