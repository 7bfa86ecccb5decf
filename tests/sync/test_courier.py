"""What a station hands on, and what comes back: two nodes and the line between them."""

import os
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
import structlog
from litestar import Litestar
from sqlalchemy import Connection, Row, select

from kiosk.app import create_app
from kiosk.clock import FixedClock, to_millis
from kiosk.commune.actions import CommuneSettings, save_settings, settings_of
from kiosk.dossier import actions, acts, days_off, station_pages
from kiosk.dossier.acts import Act
from kiosk.flow.receiving import Receiving
from kiosk.people import actions as people
from kiosk.people.actions import NewPerson
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.sync import codes, inbox, jobs, keyfolder, outgoing, stations
from kiosk.sync.inbox import Receipts
from kiosk.sync.tables import GivenReceipt, TakenEnvelope
from kiosk.sync.upstream import NoLine, Upstream
from kiosk.web.log import with_request
from tests.flow.citizen import LAN, Citizen
from tests.flow.conftest import settings_in
from tests.stations import Station, started
from tests.sync.device import Device, Item


async def file(citizen: Citizen) -> str:
    """Hands a form in at the station. Its id."""
    await citizen.begin()
    await citizen.answer_all()
    await citizen.hand_in()
    assert citizen.at.startswith("/bien-nhan/")
    return citizen.id


def secret_of(citizen: Citizen) -> str:
    """The long code on the receipt, made of the draft's key in the browser."""
    key = urlsafe_b64decode(citizen.browser.cookies[f"d_{citizen.id}"] + "=")
    return codes.follow_secret(key, citizen.id)


async def receipts_at(app: Litestar, id: str) -> Receipts:
    return await app.state.store.read(inbox.receipts_of, id)


async def bodies(app: Litestar) -> dict[str, bytes]:
    def unit(db: Connection) -> Sequence[Row[str, bytes]]:
        return db.execute(select(TakenEnvelope.id, TakenEnvelope.body)).all()

    return {row.id: row.body for row in await app.state.store.read(unit)}


async def officer_at(centre: Litestar, login: str, commune: str) -> None:
    person = NewPerson(login, "Lê Thị Tâm", "officer", commune, "con trâu là đầu cơ nghiệp")
    await centre.state.store.write(people.add_person, person, centre.state.clock.now())


async def desks_known(app: Litestar) -> frozenset[str]:
    """Once the node has looked, as it does again and again."""
    known: Receiving = app.state.node.guide.receiving
    await known.look(app.state.store)
    return known.codes


async def act(centre: Litestar, id: str, kind: str, rev: int, **more: str) -> None:
    """What an officer does at the hub."""
    store, library, clock = centre.state.store, centre.state.library, centre.state.clock
    await store.write(acts.move, library, id, Act(kind, rev, "staff", **more), clock.now())


async def test_a_form_goes_on_byte_for_byte_and_its_citizen_sees_that_it_arrived(
    centre: Litestar, pair: Station, citizen: Citizen
) -> None:
    id = await file(citizen)
    assert "Phiếu chờ gửi" in (await citizen.look()).text
    assert (await receipts_at(pair.app, id)).accepted is None
    await pair.courier.once()
    assert await bodies(centre) == await bodies(pair.app)
    assert await receipts_at(pair.app, id) == replace(
        await receipts_at(centre, id), received=(await receipts_at(pair.app, id)).received
    )
    assert "Phiếu chờ gửi" not in (await citizen.look()).text
    assert (await pair.app.state.store.read(outgoing.backlog)).waiting == 0


async def test_both_logs_name_what_is_sent_alike(pair: Station, citizen: Citizen) -> None:
    id = await file(citizen)
    with structlog.testing.capture_logs(processors=[with_request]) as lines:
        await pair.courier.once()
    [sent] = [line for line in lines if line["event"] == "accepted by the hub"]
    [taken] = [line for line in lines if line.get("method") == "PUT"]
    assert sent["id"] == id
    assert sent["request"] == taken["request"] != ""


async def test_the_station_cannot_open_what_it_hands_on(
    centre: Litestar, pair: Station, citizen: Citizen
) -> None:
    id = await file(citizen)
    held = await pair.app.state.store.read(inbox.envelope_by_id, id)
    ring = pair.app.state.node.inbox.ring
    assert held is not None
    assert held.header.key == centre.state.node.inbox.ring.sealing.id
    assert ring.openers == {}
    assert [path.name.split("-")[0] for path in pair.app.state.settings.keys_dir.glob("*.pem")] == [
        "signing"
    ]


async def test_a_line_that_is_down_costs_nothing(pair: Station, citizen: Citizen) -> None:
    pair.line.is_cut = True
    id = await file(citizen)
    with pytest.raises(NoLine):
        await pair.courier.once()
    assert (await pair.app.state.store.read(outgoing.backlog)).waiting == 1
    pair.line.is_cut = False
    await pair.courier.once()
    assert (await receipts_at(pair.app, id)).accepted


async def test_an_answer_that_gets_lost_makes_no_second_dossier(
    centre: Litestar, pair: Station, citizen: Citizen
) -> None:
    id = await file(citizen)
    pair.line.lose = {"PUT"}
    for _ in range(5):
        with pytest.raises(NoLine):
            await pair.courier.once()
    pair.line.lose = set()
    await pair.courier.once()
    assert list(await bodies(centre)) == [id]
    assert (await receipts_at(pair.app, id)).accepted == (await receipts_at(centre, id)).accepted


async def test_what_the_officer_did_comes_back(
    centre: Litestar, pair: Station, citizen: Citizen
) -> None:
    id = await file(citizen)
    code = citizen.at.removeprefix("/bien-nhan/")
    await pair.courier.once()
    await act(centre, id, "accepted", 0)
    await pair.courier.once()
    page = (await citizen.browser.get(f"/ho-so/{code}")).text
    assert "Đã tiếp nhận, đang xử lý" in page
    assert "Máy này đã nhận" not in page


async def test_the_secret_opens_the_reason_and_the_supplement_goes_up_as_well(
    centre: Litestar, pair: Station, citizen: Citizen
) -> None:
    id = await file(citizen)
    secret = secret_of(citizen)
    await pair.courier.once()
    pair.app.state.courier = pair.courier
    await act(centre, id, "supplement", 0, reason="Thiếu ảnh chụp giấy.", steps=("nguoi",))
    page = await citizen.browser.post("/ho-so", data={"code": secret})
    assert "Thiếu ảnh chụp giấy." in page.text
    begun = await citizen.browser.post("/ho-so/bo-sung", data={"code": secret})
    citizen.id = begun.headers["location"].split("/")[2]
    await citizen.send("nguoi", LAN["nguoi"])
    await citizen.hand_in()
    await pair.courier.once()
    row = await centre.state.store.read(actions.record_of, id, "00074")
    assert row is not None
    assert (row.state, row.asked) == ("submitted", ())
    page = await citizen.browser.post("/ho-so", data={"code": secret})
    assert "Đã gửi phần bổ sung" in page.text


async def test_without_a_line_the_secret_tells_what_was_heard_last(
    pair: Station, citizen: Citizen
) -> None:
    await file(citizen)
    secret = secret_of(citizen)
    await pair.courier.once()
    pair.app.state.courier = pair.courier
    pair.line.is_cut = True
    page = await citizen.browser.post("/ho-so", data={"code": secret})
    assert page.status_code == 200
    assert "Đã nộp, chờ tiếp nhận" in page.text
    answer = await citizen.browser.post("/ho-so/rut-ho-so", data={"code": secret})
    assert answer.status_code == 503
    assert "mất mạng" in answer.text


async def test_a_hub_with_a_new_key_is_believed_by_the_old_one(
    centre: Litestar, above: Settings, pair: Station, citizen: Citizen
) -> None:
    id = await file(citizen)
    ring = centre.state.node.inbox.ring
    for purpose in ("sealing", "signing"):
        ring = keyfolder.rotate(above.keys_dir, purpose, 2_000_000_000_000)
    object.__setattr__(centre.state.node.inbox, "ring", ring)
    object.__setattr__(centre.state.exchange.inbox, "ring", ring)
    await pair.courier.once()
    assert (await receipts_at(pair.app, id)).accepted
    other = Citizen(citizen.browser)
    later = await file(other)
    sealed = await pair.app.state.store.read(inbox.envelope_by_id, later)
    assert sealed is not None
    assert sealed.header.key == ring.sealing.id


async def test_somebody_else_at_the_hubs_address_is_no_line(
    above: Settings, pair: Station, citizen: Citizen, tmp_path: Path, migrated: Path,
    clock: FixedClock,
) -> None:  # fmt: skip
    await file(citizen)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    stranger = create_app(settings_in(elsewhere, migrated), clock)
    async with stranger.lifespan():
        pair.line.app = stranger  # type: ignore[assignment]
        with pytest.raises(NoLine):
            await pair.courier.once()
        assert await bodies(stranger) == {}
    assert (await pair.app.state.store.read(outgoing.backlog)).waiting == 1


async def test_what_the_hub_will_not_take_is_kept_and_holds_up_nothing(
    centre: Litestar, pair: Station, citizen: Citizen
) -> None:
    first = await file(citizen)
    await pair.courier.once()
    again = Citizen(citizen.browser)
    second = await file(again)
    third = await file(Citizen(citizen.browser))

    def spoil(db: Connection) -> None:
        """As if another machine had used the id."""
        body = db.scalar(select(TakenEnvelope.body).where(TakenEnvelope.id == first))
        db.execute(
            TakenEnvelope.__table__.insert().values(
                id=second, digest="00" * 32, kind="submission", commune="00070", parent=None,
                body=body, taken_at=0,
            )
        )  # fmt: skip
        db.execute(
            GivenReceipt.__table__.insert().values(id=second, stage="received", token="", at=0)
        )

    await centre.state.store.write(spoil)
    await pair.courier.once()
    store: Store = pair.app.state.store
    assert (await receipts_at(pair.app, third)).accepted
    left = await store.read(outgoing.backlog)
    assert (left.waiting, left.refused) == (0, 1)
    assert [(one.id, one.why) for one in await store.read(outgoing.refused)] == [
        (second, "sync.other_digest")
    ]


async def test_a_hub_from_an_older_backup_gets_what_it_lacks(
    centre: Litestar, pair: Station, citizen: Citizen
) -> None:
    id = await file(citizen)
    await pair.courier.once()

    def back(db: Connection) -> None:
        """The evening before: another epoch, no envelope, no dossier."""
        for name in ("envelope", "receipt", "dossier", "dossier_event", "carried", "awaited_blob"):
            db.exec_driver_sql(f"DELETE FROM {name}")
        inbox.begin_epoch(db)

    await centre.state.store.write(back)
    await pair.courier.once()
    assert await bodies(centre) == await bodies(pair.app)
    assert (await receipts_at(centre, id)).accepted


async def test_what_the_commune_set_at_the_hub_comes_down(centre: Litestar, pair: Station) -> None:
    wanted = CommuneSettings(office="Bộ phận một cửa xã Nà Phòn", phone="024 3333 4444")
    await centre.state.store.write(save_settings, "00074", wanted)
    await centre.state.store.write(days_off.set_day_off, "2026-12-31", True, "Tết Dương lịch")
    await pair.courier.once()
    store: Store = pair.app.state.store
    assert await store.read(settings_of, "00074") == wanted
    assert [one.day for one in await store.read(days_off.days_off)] == ["2026-12-31"]
    await pair.courier.once()
    assert "GET /sync/v1/commune 304" in pair.line.heard


async def test_which_communes_have_a_desk_comes_down(
    centre: Litestar, pair: Station, clock: FixedClock
) -> None:
    await officer_at(centre, "minh", "00074")
    await officer_at(centre, "tam", "00091")
    assert await desks_known(pair.app) == frozenset()
    await pair.courier.once()
    assert await desks_known(pair.app) == {"00074", "00091"}
    await centre.state.store.write(people.disable, "tam", clock.now())
    await pair.courier.once()
    assert await desks_known(pair.app) == await desks_known(centre) == {"00074"}


async def test_a_node_knows_at_its_start_which_communes_have_a_desk(
    centre: Litestar, pair: Station, two: tuple[Settings, Settings], clock: FixedClock
) -> None:
    await officer_at(centre, "tam", "00091")
    await pair.courier.once()
    for settings in two:
        async with started(settings, clock) as app:
            assert app.state.node.guide.receiving.codes == {"00091"}


async def test_an_older_hub_names_no_commune_that_has_a_desk(
    centre: Litestar, pair: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    await officer_at(centre, "tam", "00091")
    told = station_pages.set_by

    def untold(db: Connection, commune: str) -> dict[str, Any]:
        return {name: said for name, said in told(db, commune).items() if name != "receiving"}

    monkeypatch.setattr(station_pages, "set_by", untold)
    await pair.courier.once()
    assert "GET /sync/v1/commune 200" in pair.line.heard
    assert await desks_known(pair.app) == frozenset()


async def test_a_month_after_it_was_accepted_the_station_forgets_what_it_said(
    pair: Station, citizen: Citizen, clock: FixedClock
) -> None:
    id = await file(citizen)
    exchange = pair.app.state.exchange
    clock.forward(days=40)
    await jobs.forget_sent(exchange, clock.now())
    assert (await bodies(pair.app))[id], "what the hub has not got stays"
    await pair.courier.once()
    clock.forward(days=29)
    await jobs.forget_sent(exchange, clock.now())
    assert (await bodies(pair.app))[id]
    clock.forward(days=2)
    await jobs.forget_sent(exchange, clock.now())
    assert (await bodies(pair.app))[id], "somebody may have set the clock"
    await pair.courier.once()
    await jobs.forget_sent(exchange, clock.now())
    assert await bodies(pair.app) == {id: b""}
    assert (await receipts_at(pair.app, id)).accepted


async def test_a_revoked_station_still_delivers_and_tells_its_citizens_where_to_go(
    centre: Litestar, pair: Station, citizen: Citizen
) -> None:
    id = await file(citizen)
    late = Citizen(citizen.browser)
    await late.begin()
    await late.answer_all()
    await centre.state.store.write(stations.revoke, pair.courier.envoy.upstream.facts.station)
    await pair.courier.once()
    assert (await receipts_at(centre, id)).accepted
    assert pair.courier.envoy.upstream.facts.standing == "revoked"
    for answer in (
        await late.hand_in(),
        await citizen.browser.post("/to-khai", data={"flow": "nha-toi"}),
    ):
        assert answer.status_code == 403
        assert "Bạn đến bộ phận một cửa của xã" in answer.text
    assert (await late.look()).status_code == 200, "what was typed is still there"


async def test_a_pause_is_over_when_the_hub_says_so(
    centre: Litestar, pair: Station, citizen: Citizen
) -> None:
    id, facts = await file(citizen), pair.courier.envoy.upstream.facts
    await centre.state.store.write(stations.pause, facts.station)
    await pair.courier.once()
    assert pair.courier.envoy.upstream.facts.standing == "paused"
    assert (await receipts_at(pair.app, id)).accepted, "what citizens handed in goes all the same"
    await centre.state.store.write(stations.resume, facts.station)
    await pair.courier.once()
    assert pair.courier.envoy.upstream.facts.standing == "active"


async def test_a_code_tells_that_it_waits_and_whom_to_ask_should_the_hub_not_take_it(
    pair: Station, citizen: Citizen
) -> None:
    id = await file(citizen)
    where = citizen.at.replace("/bien-nhan/", "/ho-so/")
    assert "Máy này đã nhận, đang chờ gửi" in (await citizen.browser.get(where)).text
    await pair.app.state.store.write(outgoing.refuse, id, "sync.other_digest")
    assert "Cần liên hệ cán bộ" in (await citizen.browser.get(where)).text


async def test_a_wrong_clock_is_noticed_and_refused_nothing(
    centre: Litestar, pair: Station, citizen: Citizen, clock: FixedClock
) -> None:
    id = await file(citizen)
    wrong = FixedClock(clock.now().replace(year=2024))
    envoy = pair.courier.envoy
    for one in (envoy, envoy.link):
        object.__setattr__(one, "clock" if one is envoy else "_clock", wrong)
    await pair.courier.once()
    assert envoy.upstream.is_off
    assert (await receipts_at(pair.app, id)).accepted
    assert envoy.upstream.facts.standing == "active"


async def test_law_is_dated_by_the_hubs_day(pair: Station, clock: FixedClock) -> None:
    """A battery is empty: nothing was in force yet in the year in which the clock begins."""
    await pair.courier.once()
    guide, slow = pair.app.state.node.guide, FixedClock(clock.now().replace(year=2024))
    there = replace(guide, clock=slow)
    assert not there.offered(), "before the hub has told the time anew"
    pair.courier.envoy.upstream.become(told_the_time(pair, slow, clock))
    assert there.offered().keys() == guide.offered().keys() != set()
    assert there.context("vi").today == clock.today().isoformat()


def told_the_time(pair: Station, slow: FixedClock, clock: FixedClock) -> Upstream:
    known = pair.courier.envoy.upstream
    offset = to_millis(clock.now()) - to_millis(slow.now())
    met = msgspec.structs.replace(known.facts, offset_ms=offset, met_at=to_millis(slow.now()))
    return Upstream(met, known.keys)


@pytest.fixture
async def phone(pair: Station, citizen: Citizen) -> Device:
    """One that hands over to the station what it has sealed itself."""
    device = Device(citizen.browser)
    await device.meet()
    return device


@pytest.fixture
def item(phone: Device, pair: Station) -> Item:
    """A form with a photograph of three pieces."""
    pack = pair.app.state.library.flows["nha-toi"].pack("vi")
    return phone.seal(pack, {"ho_ten": "Lan"}, [("anh", os.urandom(600_000))], commune="00074")


async def files_at(app: Litestar, item: Item) -> list[bytes | None]:
    return [await app.state.node.files.get(item.id, one.name) for one in item.blobs]


async def test_a_telephone_knows_from_the_station_whom_it_seals_to(
    centre: Litestar, pair: Station, phone: Device
) -> None:
    keys = centre.state.node.inbox.ring
    assert phone.hub.role == "node"
    assert phone.hub.sealing is not None
    assert phone.hub.sealing.id == keys.sealing.id
    theirs, ours = phone.hub.signing
    assert (theirs.id, theirs.role, ours.role) == (keys.signing.id, "hub", "node")


async def test_the_text_goes_first_and_the_photograph_when_it_is_here(
    centre: Litestar, pair: Station, phone: Device, item: Item, clock: FixedClock
) -> None:
    await phone.put(item)
    await pair.courier.once()
    assert item.id in await bodies(centre)
    assert (await receipts_at(centre, item.id)).accepted is None
    await phone.upload(item, item.blobs[0])
    await pair.courier.once()
    assert await files_at(centre, item) == [one.ciphertext for one in item.blobs]
    receipt = phone.receipt(item, await phone.put(item), "accepted")
    assert receipt.blobs == (item.blobs[0].name,)


async def test_a_photograph_that_is_lost_is_not_waited_for_and_taken_should_it_come(
    centre: Litestar, pair: Station, phone: Device, item: Item
) -> None:
    name = item.blobs[0].name
    await phone.put(item, **{"Sync-Lost": name})
    await pair.courier.once()
    assert (await receipts_at(pair.app, item.id)).accepted
    row = await centre.state.store.read(actions.record_of, item.id, "00074")
    assert row is not None
    assert "blob_missing:anh" in row.flags
    await phone.upload(item, item.blobs[0])
    await pair.courier.once()
    assert await files_at(centre, item) == [one.ciphertext for one in item.blobs]
    row = await centre.state.store.read(actions.record_of, item.id, "00074")
    assert row is not None
    assert "blob_missing:anh" not in row.flags


async def test_what_a_disk_has_spoilt_is_told_as_lost(
    centre: Litestar, pair: Station, phone: Device, item: Item
) -> None:
    await phone.put(item)
    await phone.upload(item, item.blobs[0])
    await pair.app.state.node.files.put(item.id, item.blobs[0].name, b"rust")
    await pair.courier.once()
    row = await centre.state.store.read(actions.record_of, item.id, "00074")
    assert row is not None
    assert "blob_missing:anh" in row.flags


async def test_pieces_grow_smaller_where_somebody_on_the_way_takes_no_more(
    centre: Litestar, pair: Station, phone: Device, item: Item
) -> None:
    await phone.put(item)
    await phone.upload(item, item.blobs[0])
    pair.line.most_bytes = 100_000
    await pair.courier.once()
    assert await files_at(centre, item) == [one.ciphertext for one in item.blobs]
