"""Rows 6, 33 and 34 of the failure catalogue, at a hub of four processes on PostgreSQL."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from random import Random
from threading import Event, Thread

import httpx
import pytest

from kiosk.problem import Problem
from tests.faults.persistent import Photographer
from tests.faults.stations.country import COMMUNES, Country, Ground, country
from tests.faults.stations.node import until
from tests.faults.stations.officer import Officer
from tests.faults.stations.people import device_at, sealed
from tests.faults.stations.truth import check, kept, known, until_delivered, until_reconciled
from tests.postgres import Postgres
from tests.sync.device import Item

OFFICERS, ACTS = 3, 40


@pytest.fixture
def land(
    ground: Ground, postgres: Postgres, postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Country]:
    four = {"KIOSK_DATABASE_URL": postgres_url, "KIOSK_PROCESSES": "4"}
    with country(ground, tmp_path_factory.mktemp("land"), **four) as one:
        yield one


def test_row_6_fifty_equal_hand_ins_at_once_make_one_dossier(land: Country) -> None:
    item, got = asyncio.run(fifty_at_once(land))
    assert Counter(one.status_code for one in got) == {201: 1, 200: 49}
    assert len({one.content for one in got}) == 1
    assert list(land.hub.reads(kept).dossiers) == [item.id]


async def fifty_at_once(land: Country) -> tuple[Item, list[httpx.Response]]:
    async with device_at(land.hub.url) as device:
        await device.meet()
        item = sealed(device, land.ground.form)
        return item, await asyncio.gather(*(device.put(item) for _ in range(50)))


class Desk(Thread):
    """An officer who decides until it is over; another may have been faster."""

    def __init__(self, land: Country, over: Event, seed: int) -> None:
        super().__init__(daemon=True)
        self.officer = Officer(land.hub, land.ground.library, Random(seed))
        self.over = over

    def run(self) -> None:
        while not self.over.is_set():
            with suppress(Problem):
                self.officer.work(2)


# What it rests on is in tests/dossier/test_feed.py.
@pytest.mark.long
def test_row_34_two_stations_that_follow_a_busy_hub_end_with_the_same_events(
    land: Country,
) -> None:
    here, there = land.settle("00070"), land.settle("00070")  # where the telephones are, too
    over = Event()
    desks = [Desk(land, over, seed) for seed in range(OFFICERS)]
    for crowd in (here.crowd, there.crowd):
        crowd.come(citizens=2, photographers=1, telephones=1)
    for one in desks:
        one.start()
    until(lambda: sum(one.officer.acts for one in desks) >= ACTS)
    for crowd in (here.crowd, there.crowd):
        crowd.go()
    over.set()
    for one in desks:
        one.join(30)
    check(land)
    events = [Counter(one.node.reads(known).events) for one in (here, there)]
    assert events[0] == events[1]
    assert len(events[0]) > ACTS


def test_row_33_a_hub_that_comes_back_by_pg_restore_is_told_again_what_it_lost(
    land: Country, postgres: Postgres
) -> None:
    minh = Officer(land.hub, land.ground.library, Random(33))
    ours, theirs = land.settle(), land.settle(COMMUNES[1])
    for one in (ours, theirs):
        one.crowd.file(Photographer)
        one.crowd.file()
    early = check(land)
    with ExitStack() as stack:
        url = stack.enter_context(postgres.database(is_empty=True))
        stack.callback(land.hub.die)
        postgres.dump_and_restore(land.hub.database, into=url)
        shutil.copytree(land.hub.folder / "files", land.hub.folder / "files-then")
        for one in (ours, theirs):
            one.crowd.send()
            one.crowd.file()
        until_delivered(land)
        minh.work(4)
        check(land)
        land.hub.die()
        shutil.rmtree(land.hub.folder / "files")
        (land.hub.folder / "files-then").rename(land.hub.folder / "files")
        land.hub.settings["KIOSK_DATABASE_URL"] = url
        assert land.hub.does("db", "upgrade").code == 0
        assert land.hub.does("db", "new-epoch").code == 0
        assert set(land.hub.reads(kept).dossiers) == set(early.dossiers)
        land.hub.be_born()
        minh.work(4)
        until_reconciled(land)
        assert len(check(land, restored=True).dossiers) == 8
