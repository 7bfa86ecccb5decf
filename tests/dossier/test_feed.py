"""What stations are told: every event of their dossiers, none skipped, whoever commits when."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from itertools import count

import pytest
from sqlalchemy import Connection, delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from kiosk.content.library import Library
from kiosk.dossier import acts, feed
from kiosk.dossier.feed import Cursor
from kiosk.dossier.tables import Dossier, DossierEvent
from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.sync import inbox
from kiosk.sync.stations import Station
from kiosk.sync.tables import Carried, NodeFact

AT = 1_800_000_000_000
HERE, ELSEWHERE = "00070", "00091"
NOTHING = Library(())
DONG = Station(
    id="tram-dong", name="Thôn Đông", commune=HERE, state="active", public=None, key=None,
    invited_until=None, seen_at=None, clock_off=None, waiting=0, waiting_since=None,
)  # fmt: skip
START = Cursor("", 0)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Store]:
    opened = await Store.open(database_url)
    yield opened
    await opened.close()


def open_dossier(db: Connection, id: str, commune: str = HERE) -> None:
    db.execute(
        insert(Dossier).values(
            id=id, code=f"CODE{id}", follow=id, flow="khai-sinh", pack="ab" * 32, commune=commune,
            assist="none", state="submitted", received_at=AT, flags="[]", rev=0,
        )
    )  # fmt: skip
    acts.note(db, id, "submitted", AT)


def carry(db: Connection, dossier: str, envelope: str, station: str = DONG.id) -> None:
    """As `carrying.receive` does it for a dossier that was there before."""
    db.execute(insert(Carried).values(station=station, envelope=envelope, dossier=dossier))
    feed.tell_again(db, dossier)


@dataclass
class Reader:
    """A station that reads on from where it was, at a worker of the hub."""

    store: Store
    station: Station = DONG
    at: Cursor = START

    async def read(self) -> list[tuple[str, str]]:
        page = await feed.read_on(self.store, NOTHING, self.station, self.at)
        self.at = Cursor(page.epoch, page.next)
        return [(one["id"], one["kind"]) for one in page.events]


async def test_each_event_is_told_once(db: Store) -> None:
    dong = Reader(db)
    await db.write(open_dossier, "a")
    assert await dong.read() == [("a", "submitted")]
    assert await dong.read() == []
    await db.write(acts.note, "a", "accepted", AT, "minh")
    assert await dong.read() == [("a", "accepted")]


async def test_what_is_told_of_an_event(db: Store) -> None:
    await db.write(open_dossier, "a")
    await db.write(acts.note, "a", "extended", AT, "minh", "Chờ xác minh", "2026-12-24")
    page = await feed.read_on(db, NOTHING, DONG, START)
    assert page.events[1] == {
        "id": "a", "event": 2, "flow": "khai-sinh", "flow_version": None, "pack": "ab" * 32,
        "commune": HERE, "code": "CODEa", "kind": "extended", "state": "submitted",
        "at": "2027-01-15T08:00:00.000Z", "received_at": "2027-01-15T08:00:00.000Z",
        "due_on": None, "extended_to": "2026-12-24",
    }  # fmt: skip


async def test_what_citizens_are_not_told_stations_are_not_told(db: Store) -> None:
    await db.write(open_dossier, "a")
    await db.write(acts.note, "a", "assigned", AT, "minh", None, "mai")
    assert await Reader(db).read() == [("a", "submitted")]


async def test_only_its_commune_and_what_it_carried(db: Store) -> None:
    for id in ("carried", "other"):
        await db.write(open_dossier, id, ELSEWHERE)
    await db.write(open_dossier, "own")
    await db.write(carry, "carried", "e1")
    await db.write(carry, "other", "e2", "tram-doai")
    assert sorted(await Reader(db).read()) == [("carried", "submitted"), ("own", "submitted")]


async def test_what_happened_before_a_station_carried_is_told_to_it(db: Store) -> None:
    dong, doai = Reader(db), Reader(db, replace(DONG, id="tram-doai", commune=ELSEWHERE))
    await db.write(open_dossier, "a", ELSEWHERE)
    assert (await dong.read(), await doai.read()) == ([], [("a", "submitted")])
    await db.write(carry, "a", "e1")
    assert await dong.read() == [("a", "submitted")]
    # An event is known by its number: to others it comes once more.
    assert await doai.read() == [("a", "submitted")]
    assert await dong.read() == []


async def test_pages_follow_each_other(db: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "TOLD_AT_ONCE", 2)
    monkeypatch.setattr(feed, "NUMBERED_AT_ONCE", 2)
    for id in "abcde":
        await db.write(open_dossier, id)
    dong, more = Reader(db), True
    seen = []
    while more:
        page = await feed.read_on(db, NOTHING, DONG, dong.at)
        dong.at, more = Cursor(page.epoch, page.next), page.more
        seen.append([one["id"] for one in page.events])
    assert seen == [["a", "b"], ["c", "d"], ["e"]]


async def test_a_restored_hub_tells_all_again(db: Store) -> None:
    dong = Reader(db)
    await db.write(open_dossier, "a")
    await dong.read()
    await db.write(lambda on: on.execute(delete(NodeFact).where(NodeFact.name == "epoch")))
    with pytest.raises(Problem, match=r"sync\.other_epoch"):
        await dong.read()
    dong.at = START
    assert await dong.read() == [("a", "submitted")]


@pytest.mark.parametrize("text", ["x", ":", "e:", ":1", "e:-1", "e:1.5", "e:" + "9" * 16, "e:²"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(Problem, match=r"web\.malformed_request"):
        feed.cursor(text)


def test_a_cursor_is_read() -> None:
    assert feed.cursor("0a1b:17") == Cursor("0a1b", 17)
    assert feed.cursor("") == START


async def test_nothing_is_written_while_nothing_is_new(
    db: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await db.write(open_dossier, "a")
    dong = Reader(db)
    await dong.read()
    monkeypatch.delattr(feed, "number")
    assert await dong.read() == []


# Several workers, and transactions that commit out of order: PostgreSQL.


@pytest.fixture
async def workers(postgres_url: str) -> AsyncIterator[list[Store]]:
    opened = [await Store.open(postgres_url) for _ in range(3)]
    await opened[0].write(inbox.epoch)
    yield opened
    for one in opened:
        await one.close()


@pytest.fixture
async def slow(postgres_url: str) -> AsyncIterator[AsyncConnection]:
    """A transaction that is open for as long as the test wants."""
    engine = create_async_engine(postgres_url.replace("postgresql:", "postgresql+asyncpg:"))
    async with engine.connect() as opened:
        yield opened
    await engine.dispose()


async def test_what_commits_late_is_not_skipped(
    workers: list[Store], slow: AsyncConnection
) -> None:
    dong = Reader(workers[0])
    await slow.run_sync(open_dossier, "late")
    await workers[1].write(open_dossier, "early")
    assert await dong.read() == [("early", "submitted")]
    await slow.commit()
    assert await dong.read() == [("late", "submitted")]


async def test_what_is_taken_back_is_never_told(
    workers: list[Store], slow: AsyncConnection
) -> None:
    dong = Reader(workers[0])
    await slow.run_sync(open_dossier, "never")
    await slow.rollback()
    await workers[1].write(open_dossier, "a")
    assert await dong.read() == [("a", "submitted")]


async def test_an_event_that_is_being_changed_is_told_later(
    workers: list[Store], slow: AsyncConnection
) -> None:
    for id in ("a", "b"):
        await workers[0].write(open_dossier, id)
    await slow.execute(text("update dossier_event set reason = null where dossier = 'a'"))
    dong = Reader(workers[1])
    assert await dong.read() == [("b", "submitted")]
    await slow.commit()
    assert await dong.read() == [("a", "submitted")]


async def test_an_event_beside_a_slow_carrying_is_not_passed_by(
    workers: list[Store], slow: AsyncConnection
) -> None:
    """The station carries a supplement, not committed yet, while the officer acts and another
    station reads: numbering waits until it is known who follows."""
    dong, doai = Reader(workers[0]), Reader(workers[1], replace(DONG, id="d", commune=ELSEWHERE))
    await workers[0].write(open_dossier, "a", ELSEWHERE)
    assert await dong.read() == []
    await slow.run_sync(carry, "a", "e1")
    await workers[2].write(acts.note, "a", "accepted", AT, "minh")
    reading = [asyncio.create_task(one.read()) for one in (dong, doai)]
    while not all(one.done() for one in reading) and not await workers[2].read(waiting):
        pass
    await slow.commit()
    assert ("a", "accepted") in [*await reading[0], *await reading[1]]
    seen = {*reading[0].result(), *await dong.read()}
    assert seen == {("a", "submitted"), ("a", "accepted")}


def waiting(db: Connection) -> int:
    """How many wait for a row that somebody else holds."""
    held = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
    return int(db.execute(held).scalar_one())


async def test_many_writers_and_readers_at_once(workers: list[Store]) -> None:
    """Each writer holds its transaction open while others commit; each reader has read all of it
    in the end, and no number twice."""
    names, done = count(), asyncio.Event()
    readers = [Reader(store) for store in workers for _ in range(2)]
    seen: list[list[str]] = [[] for _ in readers]

    async def write(engine: Store, turns: int) -> None:
        for _ in range(turns):
            ids = [f"d{next(names)}" for _ in range(3)]
            await engine.write(open_three, ids)

    async def read(n: int) -> None:
        while not done.is_set():
            seen[n] += [id for id, _ in await readers[n].read()]

    reading = [asyncio.create_task(read(n)) for n in range(len(readers))]
    await asyncio.gather(*(write(store, 12) for store in workers for _ in range(3)))
    done.set()
    await asyncio.gather(*reading)
    for n, one in enumerate(readers):
        seen[n] += [id for id, _ in await one.read()]
    every = sorted(f"d{n}" for n in range(next(names)))
    assert [sorted(one) for one in seen] == [every] * len(readers)


def open_three(db: Connection, ids: list[str]) -> None:
    """Between its events the database does something else for a while."""
    for id in ids:
        open_dossier(db, id)
        db.execute(text("select pg_sleep(0.001 * (random() * 10))"))


async def test_several_workers_number_each_event_once(workers: list[Store]) -> None:
    for n in range(30):
        await workers[0].write(open_dossier, f"d{n}")
    await asyncio.gather(*(feed.catch_up(store) for store in workers for _ in range(3)))
    numbers = await workers[0].read(
        lambda db: db.scalars(select(DossierEvent.feed).order_by(DossierEvent.seq)).all()
    )
    assert numbers == list(range(1, 31))
