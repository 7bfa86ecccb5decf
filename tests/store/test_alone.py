"""Of several processes that share a database, one at a time has a name to itself; and what the
database has against a unit is said by name."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import asyncpg
import pytest
from sqlalchemy import Connection, text

from kiosk.problem import Problem
from kiosk.store import Store, jobs
from kiosk.store.jobs import keep_doing
from tests.faults.station import free_port


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[tuple[Store, Store]]:
    """As two processes open the database, each with connections of its own."""
    one, other = await Store.open(postgres_url), await Store.open(postgres_url)
    yield one, other
    await one.close()
    await other.close()


async def test_one_at_a_time_has_a_name(two: tuple[Store, Store]) -> None:
    one, other = two
    async with one.alone("erase") as first, other.alone("erase") as second:
        assert (first, second) == (True, False)
        async with other.alone("tidy up") as another:
            assert another
    async with other.alone("erase") as later:
        assert later


async def test_whatever_goes_wrong_the_name_is_free_again(two: tuple[Store, Store]) -> None:
    one, other = two
    with pytest.raises(FileNotFoundError):  # not taken for trouble with the database
        async with one.alone("erase"):
            raise FileNotFoundError
    async with other.alone("erase") as later:
        assert later


async def test_on_sqlite_there_is_nobody_else(store: Store) -> None:
    async with store.alone("erase") as is_ours:
        assert is_ours


async def test_a_job_of_two_processes_never_runs_twice_at_once(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, runs, enough = 0, 0, asyncio.Event()

    async def work() -> None:
        nonlocal at_work, runs
        at_work, runs = at_work + 1, runs + 1
        assert at_work == 1
        await asyncio.sleep(0)
        at_work -= 1
        if runs == 50:
            enough.set()

    failures: list[object] = []
    monkeypatch.setattr(jobs.log, "exception", lambda *said, **_: failures.append(said))
    tasks = [asyncio.create_task(keep_doing("a", work, 0, alone_in=one)) for one in two]
    async with asyncio.timeout(20):
        await enough.wait()
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert failures == []


async def test_a_database_that_nobody_answers_for_is_away() -> None:
    store = await Store.open(f"postgresql://postgres@127.0.0.1:{free_port()}/none")
    for asked in (store.read(one), store.write(one)):
        with pytest.raises(Problem, match=r"store\.away") as away:
            await asked
        assert (away.value.status, away.value.params) == (503, {"retry_after": 5})
    with pytest.raises(Problem, match=r"store\.away"):
        async with store.alone("erase"):
            pass
    await store.close()


async def test_a_line_that_is_cut_in_mid_unit_is_away_and_the_next_one_holds(
    two: tuple[Store, Store],
) -> None:
    store, other = two
    ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def slow(db: Connection) -> None:
        ready.set_result(db.scalar(text("SELECT pg_backend_pid()")) or 0)
        db.execute(text("SELECT pg_sleep(60)"))

    unit = asyncio.create_task(store.write(slow))
    pid = await ready
    await other.write(lambda db: db.execute(text(f"SELECT pg_terminate_backend({pid})")))
    with pytest.raises(Problem, match=r"store\.away"):
        await unit
    assert await store.read(one) == 1


def one(db: Connection) -> int | None:
    return db.scalar(text("SELECT 1"))


async def test_of_two_that_wait_for_each_other_one_is_asked_to_come_again(
    postgres_url: str,
) -> None:
    """Both have their first lock and wait at the gate before either reaches for the other's."""

    def crossing(db: Connection, first: int, then: int) -> None:
        for lock in ("pg_advisory_xact_lock({})", "pg_advisory_xact_lock_shared(3)"):
            db.execute(text("SELECT " + lock.format(first)))
        db.execute(text(f"SELECT pg_advisory_xact_lock({then})"))

    store = await Store.open(postgres_url)
    gate = await asyncpg.connect(postgres_url)
    await gate.execute("SELECT pg_advisory_lock(3)")
    both = [asyncio.create_task(store.write(crossing, *way)) for way in ((1, 2), (2, 1))]
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    while await gate.fetchval(waiting) < 2:  # noqa: ASYNC110  told by the database, not by us
        await asyncio.sleep(0)
    await gate.execute("SELECT pg_advisory_unlock(3)")
    done = await asyncio.gather(*both, return_exceptions=True)
    [told] = [one for one in done if one is not None]
    assert isinstance(told, Problem)
    assert (told.code, told.status) == ("store.busy", 503)
    await gate.close()
    await store.close()
