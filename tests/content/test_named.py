"""Which edition of a flow a station offers, in either database."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256

import msgspec
import pytest
from sqlalchemy import Connection

from kiosk.content.library import Edition, Library, keep_packs
from kiosk.content.named import Named, named_here, not_here, take_over
from kiosk.engine.shapes import flow_from
from kiosk.store import Store
from tests.engine.conftest import TURNS, pack_for


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
    await store.write(keep_packs, one.edition or "", id, {"vi": pack})
    await store.write(take_over, [one])


async def offered(store: Store, own: Library | None = None) -> tuple[dict[str, str], int]:
    """Versions by flow, as after a start; and how many troubles there are."""

    def unit(db: Connection) -> tuple[dict[str, str], int]:
        editions, troubles = named_here(db, Library(()), own.flows if own else {})
        return {one.flow.id: one.flow.version for one in editions}, len(troubles)

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
    await here.write(take_over, [Named("nha-toi", {})])
    assert await offered(here) == ({"nha-toi": "1"}, 0)
    await here.write(take_over, [])
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
    await asyncio.gather(*(here.write(take_over, lists[at % 3]) for at in range(30)))
    assert sorted((await offered(here))[0]) == ["a", "b", "c"]
