"""Rows 5, 26 to 30 and 3 of the failure catalogue, between a station and its hub: a bad line."""

import asyncio
import os
from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import text

from kiosk.engine.pack import Pack
from kiosk.sync import inbox
from kiosk.sync.envoy import RECONCILED_AT_ONCE
from tests.faults.offline.proxy import PORTAL
from tests.faults.persistent import Photographer
from tests.faults.stations.country import Country, Ground, Station, country
from tests.faults.stations.line import BLOB, EVENTS, HELLO, SUBMISSION
from tests.faults.stations.node import until
from tests.faults.stations.people import device_at, sealed
from tests.faults.stations.truth import backlog, check, facts, known, until_reconciled
from tests.sync.device import Device, Item

LIVES = int(os.environ.get("STATION_LIVES", "6"))
BIG = Random(28).randbytes(8 * 1024 * 1024)
MEGABYTE = Random(29).randbytes(1_000_000)


@pytest.fixture(scope="module")
def pair(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """A hub and a station that tries again every tenth of a second."""
    with country(ground, tmp_path_factory.mktemp("pair")) as land:
        land.settle(TEST_SECONDS="0.1", KIOSK_LOG_LEVEL="info")
        until_reconciled(land)
        yield land


@pytest.fixture
def below(pair: Country) -> Iterator[Station]:
    [one] = pair.stations
    one.line.heal()
    one.line.log.clear()
    yield one
    one.line.heal()


def has_accepted(one: Station, id: str) -> bool:
    return one.node.reads(lambda db: inbox.receipts_of(db, id)).accepted is not None


def test_row_5_an_answer_that_is_lost_five_times_makes_one_dossier_and_one_receipt(
    pair: Country, below: Station
) -> None:
    below.line.drop_response(SUBMISSION, times=5)
    id = below.crowd.file()
    hub = check(pair)
    assert below.line.answered(f"{SUBMISSION}/{id}") == [201, 200, 200, 200, 200, 200]
    assert list(hub.dossiers).count(id) == 1


def test_whatever_is_asked_twice_is_done_once(pair: Country, below: Station) -> None:
    below.line.double("PUT|PATCH|POST")
    ids = [below.crowd.file(), below.crowd.file(Photographer), below.crowd.send()]
    hub = check(pair)
    assert set(ids) <= set(hub.dossiers)
    assert {200, 202, 204} <= set(below.line.repeats)


@pytest.mark.parametrize("on", ["", "PUT|PATCH|POST|events|commune"])
def test_row_3_the_page_of_a_captive_portal_is_believed_in_nothing(
    pair: Country, below: Station, on: str
) -> None:
    below.line.answer(200, PORTAL, on=on)
    below.line.until_answered(EVENTS if on else HELLO, 2)  # what was on its way before is over
    before = facts(below)
    id = below.crowd.send()
    below.line.until_answered(SUBMISSION if on else HELLO, 3)
    assert not has_accepted(below, id)
    assert backlog(below).waiting == 1
    after = facts(below)
    assert (after.standing, after.epoch, after.after) == (
        before.standing, before.epoch, before.after
    )  # fmt: skip
    below.line.heal()
    assert id in check(pair).dossiers


def test_a_receipt_that_the_hub_has_not_signed_is_none(pair: Country, below: Station) -> None:
    lie = '{"receipts": {"accepted": "e30.e30.e30"}, "missing": []}'
    below.line.answer(200, lie, {"Content-Type": "application/json"}, on=SUBMISSION)
    id = below.crowd.file()
    below.line.until_answered(SUBMISSION, 2)
    assert not has_accepted(below, id)
    below.line.heal()
    assert id in check(pair).dossiers


def test_row_26_what_is_refused_or_fails_each_time_holds_up_nothing(
    pair: Country, below: Station
) -> None:
    below.line.refuse()
    refused, failing, *others = [below.crowd.file() for _ in range(6)]
    pair.refused.add(refused)
    asyncio.run(take_the_id(pair, refused))
    below.line.heal()
    below.line.answer(500, on=f"PUT .*{failing}")
    until(lambda: all(has_accepted(below, id) for id in others))
    until(lambda: {below.node.reads(known).dossiers[id][2] for id in others} == {"submitted"})
    until(lambda: (backlog(below).waiting, backlog(below).refused) == (1, 1))
    below.line.until_answered(failing, 3)
    below.line.heal()
    assert failing in check(pair).dossiers


async def take_the_id(pair: Country, id: str) -> None:
    """Somebody else was there first, with other bytes."""
    async with device_at(pair.hub.url) as device:
        await device.meet()
        assert (await device.put(sealed(device, pair.ground.form, id=id))).status_code == 201


def test_row_27_after_many_failed_rounds_it_goes_on_by_itself(
    pair: Country, below: Station
) -> None:
    pair.hub.die()
    ids = {below.crowd.file() for _ in range(3)}
    until(lambda: any(line.get("tries", 0) >= 20 for line in below.node.complaints))
    assert backlog(below).waiting == 3
    pair.hub.be_born()
    assert ids <= set(check(pair).dossiers)


def test_row_28_a_photo_cut_every_300_kb_costs_a_tenth_more_at_most(
    pair: Country, below: Station
) -> None:
    below.line.cut_every(300 * 1024, on="PATCH")
    id = below.crowd.send(BIG)
    hub = check(pair)
    passed = sum(one.up for one in below.line.seen("PATCH"))
    print(f"{passed / len(BIG):.3f} times its size in {below.line.cuts} cuts")  # noqa: T201
    assert below.line.cuts >= 27
    assert passed <= 1.1 * len(BIG)
    assert hub.blobs[id]
    assert list((pair.hub.folder / "files-partial").glob("*/*")) == []


def test_row_29_a_hub_that_falls_in_the_middle_of_pieces_spoils_no_file(
    pair: Country, below: Station
) -> None:
    chance = Random(29)
    for life in range(LIVES):
        if life % 2:
            enough = len(below.line.seen(BLOB)) + chance.randint(1, 6)
            below.crowd.send(MEGABYTE)
            below.line.until_seen(BLOB, enough)
        else:
            stuck = below.line.halves
            below.line.stick(BLOB)
            below.crowd.send(MEGABYTE)
            below.line.until(lambda stuck=stuck: below.line.halves > stuck)
        pair.hub.die()
        below.line.heal()
        pair.hub.be_born()
    check(pair)


def test_row_30_a_proxy_that_allows_100_kb_gets_smaller_pieces(
    pair: Country, below: Station
) -> None:
    below.line.allow(100 * 1024)
    first = below.crowd.send()
    assert check(pair).blobs[first]
    assert below.line.answered(BLOB)[:3] == [413, 413, 204]
    below.line.log.clear()
    second = below.crowd.send()
    assert check(pair).blobs[second]
    assert 413 not in below.line.answered(BLOB), "what is too much once is too much"


def test_what_two_senders_bring_at_once_arrives_once(pair: Country, below: Station) -> None:
    below.line.refuse()
    ids = {below.crowd.file(), below.crowd.file(Photographer), below.crowd.send()}
    below.line.heal()
    done = below.node.does("sync", "--once")
    assert done.code in (0, 1), done
    assert ids <= set(check(pair).dossiers)


def test_what_belongs_to_a_dossier_goes_in_its_order(pair: Country, below: Station) -> None:
    """A supplement, a withdrawal or a rating that came before its dossier would count for
    nothing."""
    below.line.refuse()
    ids = [asyncio.run(handed_in_withdrawn_and_rated(below)) for _ in range(3)]
    below.line.heal()
    hub = check(pair)
    assert [hub.dossiers[id][2] for id in ids] == ["withdrawn"] * 3
    rated = "SELECT dossier FROM dossier_rating"
    assert set(ids) <= set(pair.hub.reads(lambda db: db.execute(text(rated)).scalars().all()))


async def handed_in_withdrawn_and_rated(below: Station) -> str:
    async with device_at(below.node.url) as device:
        await device.meet()
        item = sealed(device, below.crowd.form, MEGABYTE)
        await device.put(item)
        for blob in item.blobs:
            await device.upload(item, blob)
        await act_on(device, item, "withdrawal", {}, below.crowd.form)
        await act_on(device, item, "rating", {"content": 5, "ease": 4}, below.crowd.form)
    return item.id


async def act_on(
    device: Device, item: Item, kind: str, answers: dict[str, int], form: Pack
) -> None:
    secret = {"secret": item.secret}
    after = device.seal(form, answers, kind=kind, parent=item.id, follow=None, plain=secret)
    assert (await device.put(after)).status_code == 201


def test_row_34_what_is_told_once_more_counts_once(pair: Country, below: Station) -> None:
    """Of a dossier that somebody handed in elsewhere, a station brings the withdrawal: from then on
    it follows it, and is told all of it, whatever it knows."""
    form = below.crowd.form
    item = asyncio.run(handed_in_at(pair, below.commune))
    until(lambda: item.id in below.node.reads(known).dossiers)

    async def withdraw() -> None:
        async with device_at(below.node.url) as device:
            await device.meet()
            await act_on(device, item, "withdrawal", {}, form)

    asyncio.run(withdraw())
    assert check(pair).dossiers[item.id][2] == "withdrawn"


async def handed_in_at(pair: Country, commune: str) -> Item:
    async with device_at(pair.hub.url) as device:
        await device.meet()
        item = sealed(device, pair.ground.form, commune=commune)
        assert (await device.put(item)).status_code == 201
        return item


def test_row_30_whatever_else_a_station_sends_is_smaller() -> None:
    item = len('["019c2b7e-6f00-7abc-8def-0123456789ab","') + 64 + len('"],')
    assert RECONCILED_AT_ONCE * item < 100 * 1024
