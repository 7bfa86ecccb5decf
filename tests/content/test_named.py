"""Which edition of a flow a station offers, in either database."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256

import msgspec
import pytest
from sqlalchemy import Connection, text

from kiosk.content.library import Edition, Library, keep_packs
from kiosk.content.named import (
    Named,
    flows_here,
    not_here,
    tables_here,
    tables_named,
    take_over,
)
from kiosk.content.reference.country import country_of, own_country
from kiosk.engine.shapes import flow_from
from kiosk.store import Store, migrate
from kiosk.store.migrate import on_connection
from tests.engine.conftest import TURNS, pack_for

HERE = "00070"


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Store]:
    store = await Store.open(database_url)
    yield store
    await store.close()


def flow(version: str, id: str = "nha-toi") -> bytes:
    return pack_for(flow_from(TURNS["flow"] | {"id": id, "version": version})).data


def newer(version: str) -> bytes:
    """Of a format that this program does not know."""
    return msgspec.json.encode(msgspec.json.decode(flow(version)) | {"format": 2})


def named(*packs: bytes, id: str = "nha-toi") -> Named:
    hashes = (sha256(one).hexdigest() for one in packs)
    return Named(id, dict(zip(("vi", "en"), hashes, strict=False)))


async def fetched(store: Store, pack: bytes, id: str = "nha-toi") -> None:
    one = named(pack, id=id)
    await store.write(keep_packs, "flow", id, one.edition or "", {"vi": pack})
    await store.write(take_over, "flow", [one], HERE)


async def offered(store: Store, own: Library | None = None) -> tuple[dict[str, str], int]:
    """Versions by flow, as after a start; and how many troubles there are."""

    def unit(db: Connection) -> tuple[dict[str, str], int]:
        found = flows_here(db, Library(()), own.flows if own else {})
        return {one.flow.id: one.flow.version for one in found.found}, len(found.troubles)

    return await store.read_long(unit)


async def test_the_last_that_could_be_read_is_offered(here: Store) -> None:
    for pack, version, troubles in [
        (flow("1"), "1", 0), (newer("2"), "1", 1), (b"{}", "1", 1), (flow("3"), "3", 0),
        (flow("4"), "4", 0), (newer("5"), "4", 1), (newer("5"), "4", 1), (flow("1"), "1", 0),
    ]:  # fmt: skip
        await fetched(here, pack)
        assert await offered(here) == ({"nha-toi": version}, troubles)


async def test_what_was_never_readable_is_as_the_station_has_it(here: Store) -> None:
    pack = pack_for(flow_from(TURNS["flow"]))
    await fetched(here, newer("2"))
    assert await offered(here, Library([Edition("own", {"vi": pack})])) == ({"nha-toi": "1"}, 1)
    assert await offered(here) == ({}, 1)


async def test_what_the_hub_cannot_read_itself_stays_as_it_was_in_silence(here: Store) -> None:
    await fetched(here, flow("1"))
    await here.write(take_over, "flow", [Named("nha-toi", {})], HERE)
    assert await offered(here) == ({"nha-toi": "1"}, 0)
    await here.write(take_over, "flow", [], HERE)
    assert await offered(here) == ({}, 0)


async def test_a_pack_of_another_flow_is_not_offered(here: Store) -> None:
    await fetched(here, flow("1", "nha-khac"))
    assert await offered(here) == ({}, 1)


async def test_only_what_is_not_here_is_fetched(here: Store) -> None:
    known, new = named(flow("1")), named(flow("1"), flow("2"))
    await fetched(here, flow("1"))
    assert await here.read(not_here, [known, new, Named("a", {})]) == [new]


async def test_two_that_take_over_at_once_leave_one_list(here: Store) -> None:
    packs = {id: flow("1", id) for id in ("a", "b", "c")}
    for id, pack in packs.items():
        await fetched(here, pack, id)
    lists = [[named(packs[id], id=id) for id in order] for order in ("abc", "cba", "bca")]
    await asyncio.gather(*(here.write(take_over, "flow", lists[at % 3], HERE) for at in range(30)))
    assert sorted((await offered(here))[0]) == ["a", "b", "c"]


def dated(since: str) -> bytes:
    """Tables that differ in nothing else."""
    body = msgspec.json.decode(own_country().whole())
    body["communes"][0]["since"] = since
    return msgspec.json.encode(body)


async def tables_fetched(store: Store, data: bytes) -> tuple[str, int]:
    """What is looked up in from then on, as after a start; and how many troubles there are."""
    one = tables_named(sha256(data).hexdigest())
    await store.write(keep_packs, "reference", one.name, one.edition or "", {"vi": data})
    await store.write(take_over, "reference", [one], HERE)
    own = own_country()
    found = await store.read_long(tables_here, own, own, HERE)
    return found.found[0].id, len(found.troubles)


async def test_the_last_tables_that_could_be_believed_are_looked_up_in(here: Store) -> None:
    first, second = dated("2027-01-01"), dated("2028-01-01")
    names = [country_of(data).id for data in (first, second)]
    assert await tables_fetched(here, b"{}") == ("", 1)
    assert await tables_fetched(here, first) == (names[0], 0)
    assert await tables_fetched(here, b"[]") == (names[0], 1)
    assert await tables_fetched(here, second) == (names[1], 0)


async def test_of_tables_only_today_and_the_last_before_are_kept(here: Store) -> None:
    await fetched(here, flow("1"))
    for year in (2027, 2028, 2029):
        await tables_fetched(here, dated(f"{year}-01-01"))
    await fetched(here, flow("2"))

    def counts(db: Connection) -> dict[str, int]:
        kinds = db.execute(text("SELECT kind, count(*) FROM pack GROUP BY kind"))
        return dict(kinds.all())

    assert await here.read(counts) == {"flow": 2, "reference": 2}


async def test_tables_that_are_open_are_not_opened_again(here: Store) -> None:
    data = dated("2027-01-01")
    await tables_fetched(here, data)
    now = country_of(data)
    found = await here.read_long(tables_here, now, own_country(), HERE)
    assert found.found == [now]
    assert found.found[0] is now


def test_what_a_station_had_is_there_after_the_migration_and_after_it_was_undone(
    database_url: str,
) -> None:
    def had(db: Connection) -> None:
        migrate.command.downgrade(migrate._config(db), "0011")
        for at, (name, edition) in enumerate([("b", "e1"), ("a", None)]):
            row = {"flow": name, "place": at, "edition": edition, "before": "e0"}
            db.execute(
                text("INSERT INTO named_flow VALUES (:flow, :place, :edition, :before)"), row
            )
        db.execute(text("INSERT INTO pack VALUES ('ab', 'e1', 'b', 'vi', :data)"), {"data": b"x"})
        migrate.upgrade_on(db)

    def seen(db: Connection) -> list[object]:
        named = "SELECT kind, name, edition, before FROM named_edition ORDER BY place"
        return [*db.execute(text(named)), *db.execute(text("SELECT kind, name, data FROM pack"))]

    def undone(db: Connection) -> list[object]:
        db.execute(text("UPDATE named_edition SET kind = 'lesson' WHERE name = 'a'"))
        migrate.command.downgrade(migrate._config(db), "0011")
        found = list(db.execute(text("SELECT * FROM named_flow")))
        return [*found, *db.execute(text("SELECT flow, data FROM pack"))]

    on_connection(database_url, had)
    assert on_connection(database_url, seen) == [
        ("flow", "b", "e1", "e0"), ("flow", "a", None, "e0"), ("flow", "b", b"x")
    ]  # fmt: skip
    assert on_connection(database_url, undone) == [("b", 0, "e1", "e0"), ("b", b"x")]
