"""Rows 32, 33, 35 and 36 of the failure catalogue, and what else may happen to a hub or a station:
copied, restored, revoked, at a wrong time, with a flow that is gone, on a full disk."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx
import pytest
from sqlalchemy import Connection, text

from kiosk.clock import SystemClock, to_millis
from kiosk.people import actions as people
from kiosk.people import sessions
from kiosk.people.actions import NewPerson
from kiosk.sync.codes import receipt_code
from kiosk.sync.hello import Hello
from tests.faults import test_disk_full
from tests.faults.persistent import Photographer
from tests.faults.seeds import PASSWORD
from tests.faults.stations.country import COMMUNES, Country, Ground, Station, country
from tests.faults.stations.node import Node, until
from tests.faults.stations.officer import Officer
from tests.faults.stations.people import device_at, sealed
from tests.faults.stations.truth import (
    backlog,
    check,
    facts,
    kept,
    standing,
    until_delivered,
    until_reconciled,
)
from tests.sync.device import NOBODY

disk = test_disk_full.disk
DAY = 86_400_000


def test_row_32_a_copied_station_is_noticed_loses_nothing_and_works_again_under_a_new_name(
    land: Country,
) -> None:
    one = land.settle()
    one.crowd.file()
    check(land)
    known = asyncio.run(greeting(one, NOBODY))
    one.node.stop()
    two = land.copy(one)
    for each in (one, two):
        each.node.be_born()
        each.crowd.file(Photographer)
        each.crowd.file()
    until_delivered(land)
    for each in (one, two):
        until(lambda each=each: standing(each) == "copied")
    assert f"{one.name}\tcopied" in land.hub.does("stations", "list").out
    for each in (one, two):
        each.crowd.file()
        each.node.stop()
        land.enrol(each)
        each.node.be_born()
        each.crowd.file()
    assert len(check(land).dossiers) == 9
    for each in (one, two):
        assert standing(each) == "active"
        assert asyncio.run(greeting(each, known)).id == each.name


async def greeting(one: Station, known: Hello) -> Hello:
    """That of a device which trusts whom it knew before."""
    async with device_at(one.node.url) as device:
        device.hub = known
        return await device.meet()


# The same by pg_restore is in test_many_processes.py.
@pytest.mark.long
def test_row_33_a_hub_from_an_older_backup_is_told_again_what_it_lost(
    land: Country, tmp_path: Path
) -> None:
    minh = Officer(land.hub, land.ground.library, Random(33))
    ours, theirs = land.settle(), land.settle(COMMUNES[1])
    for one in (ours, theirs):
        one.crowd.file(Photographer)
        one.crowd.file()
    minh.work(2)
    early = check(land)
    restore = backup(land, tmp_path)
    for one in (ours, theirs):
        one.crowd.send()
        lost = one.crowd.file()
    until_delivered(land)
    minh.work(3)
    assert len(check(land).dossiers) == 8
    land.hub.die()
    ours.crowd.file()
    restore()
    assert land.hub.does("db", "new-epoch").code == 0
    assert set(land.hub.reads(kept).dossiers) == set(early.dossiers)
    theirs.line.answer(500, on=f"PUT .*{lost}")
    land.hub.be_born()
    until_reconciled(land)
    until(lambda: facts(theirs).after.startswith(facts(theirs).epoch))
    assert "Máy này đã nhận" in page_about(theirs, lost), "its citizen is told where it is"
    theirs.line.heal()
    assert len(check(land, restored=True).dossiers) == 9
    minh.work(4)
    check(land, restored=True)


def page_about(one: Station, id: str) -> str:
    """What whoever types the code from the receipt sees there."""
    answer = httpx.get(f"{one.node.url}/ho-so/{receipt_code(id)}", timeout=20)
    assert answer.status_code == 200
    return answer.text


def backup(land: Country, room: Path) -> Callable[[], None]:
    """Database and files as of now; called, they are back."""
    hub, copy = land.hub.folder, room / "backup.db"
    with closing(sqlite3.connect(hub / "kiosk.db")) as db, closing(sqlite3.connect(copy)) as to:
        db.backup(to)
    shutil.copytree(hub / "files", room / "files")

    def restore() -> None:
        for old in hub.glob("kiosk.db*"):
            old.unlink()
        shutil.rmtree(hub / "files")
        shutil.copytree(room / "files", hub / "files")
        shutil.copyfile(copy, hub / "kiosk.db")

    return restore


@pytest.mark.parametrize("days", [730, -730])
def test_row_35_a_station_two_years_off_loses_nothing_and_the_hubs_time_counts(
    land: Country, days: int
) -> None:
    one = land.settle(TEST_DAYS=str(days))
    one.crowd.send()
    one.crowd.file()
    check(land)
    since = to_millis(SystemClock().now()) - DAY
    received = "SELECT received_at FROM dossier"
    for node in (land.hub, one.node):
        times = node.reads(lambda db: db.execute(text(received)).scalars().all())
        assert len(times) == one.crowd.told.count
        assert all(since < time < since + 2 * DAY for time in times)
    assert "clock is off by" in one.node.does("sync", "--status").out
    assert "clock-off" in land.hub.does("stations", "list").out
    assert "Đồng hồ máy này sai" in page_of_staff(one.node, days)


def page_of_staff(at: Node, days: int) -> str:
    """What stands on the page about sending, for Minh, who runs the machine."""
    now = SystemClock().now() + timedelta(days=days)
    minh = NewPerson("minh", "Trần Văn Minh", "admin", "00074", PASSWORD, must_change=False)

    def sign_in(db: Connection) -> str:
        return sessions.open_session(db, people.add_person(db, minh, now), "", now)

    cookies = {"staff": at.writes(sign_in)}
    answer = httpx.get(f"{at.url}/mot-cua/gui-len", cookies=cookies, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_row_36_what_waits_of_a_flow_that_is_gone_at_the_hub_is_receipted(
    land: Country,
) -> None:
    one = land.settle()
    one.line.refuse()
    ids = {one.crowd.file() for _ in range(5)}
    unheard_of = asyncio.run(sent_of_another_pack(one))
    land.hub.stop()
    flows = land.folder / "later-flows"
    shutil.copytree(land.ground.flows / "anh-giay", flows / "anh-giay")
    land.hub.settings["KIOSK_FLOWS_DIR"] = str(flows)
    land.hub.be_born()
    one.line.heal()
    assert set(check(land).dossiers) == {*ids, unheard_of}
    flags = land.hub.reads(lambda db: db.execute(text("SELECT id, flags FROM dossier")).all())
    judged = {id: flag for id, flag in flags if id in ids}
    assert set(judged.values()) == {"[]"}, "as of the day on which it was filled in"
    assert dict(map(tuple, flags))[unheard_of] == '["unknown_pack"]'


async def sent_of_another_pack(one: Station) -> str:
    """A form that no hub knows. The id."""
    async with device_at(one.node.url) as device:
        await device.meet()
        item = sealed(device, one.crowd.form, pack="0" * 64)
        assert (await device.put(item)).status_code == 201
        return item.id


def test_a_revoked_station_brings_what_it_has_and_sends_its_citizens_elsewhere(
    land: Country,
) -> None:
    one = land.settle()
    one.line.refuse()
    ids = {one.crowd.file(), one.crowd.send()}
    assert land.hub.does("stations", "revoke", one.name).code == 0
    one.is_told = False
    one.line.heal()
    assert ids <= set(check(land).dossiers)
    until(lambda: standing(one) == "revoked")
    with httpx.Client(base_url=one.node.url, headers={"Origin": one.node.url}) as browser:
        answer = browser.post("/to-khai", data={"flow": "nha-toi"})
    assert answer.status_code == 403
    assert "Bạn đến bộ phận một cửa của xã" in answer.text


@pytest.fixture
def small_land(ground: Ground, disk: test_disk_full.Disk, tmp_path: Path) -> Iterator[Country]:
    """A hub on a disk of its own; stations are elsewhere."""
    with country(ground, disk.folder / "land") as land:
        land.folder = tmp_path
        yield land


def test_while_the_hubs_disk_is_full_the_station_keeps_what_it_has(
    small_land: Country, disk: test_disk_full.Disk
) -> None:
    one = small_land.settle()
    with disk.full():
        ids = {one.crowd.send(), one.crowd.file()}
        until(lambda: 507 in one.line.answered("PUT|PATCH"))
        assert backlog(one).waiting
    assert ids == set(check(small_land).dossiers)


@pytest.mark.parametrize(
    ("first", "then"), [("-730", "0"), pytest.param("0", "730", marks=pytest.mark.long)]
)
def test_row_35_a_clock_that_is_set_makes_nothing_a_month_old(
    land: Country, first: str, then: str
) -> None:
    """What the hub has accepted stays at the station for a month: a hub may come back from an
    older backup."""
    one = land.settle(TEST_DAYS=first)
    one.crowd.send()
    check(land)
    one.node.stop()
    one.node.settings["TEST_DAYS"] = then
    one.node.be_born()
    since = len(one.line.seen("GET /sync/v1/commune"))
    one.line.until_answered("GET /sync/v1/commune", since + 2)
    assert one.node.reads(kept).blobs
    check(land)
