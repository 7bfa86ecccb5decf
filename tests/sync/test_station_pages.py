"""What a station's signature opens, and what becomes of the envelopes that it brings."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import text
from structlog.testing import capture_logs

from kiosk.clock import FixedClock
from kiosk.commune.actions import CommuneSettings, add_reason, save_settings
from kiosk.dossier import acts
from kiosk.dossier.acts import Act
from kiosk.dossier.days_off import set_day_off
from kiosk.engine.pack import Pack
from kiosk.flow.node import Node
from kiosk.people.actions import NewPerson, add_person
from kiosk.sync import inbox, stations
from kiosk.sync.enrolment import Vault
from kiosk.sync.keys import new_key
from kiosk.sync.wire import instant
from tests.desk.conftest import PASSWORD, lans_answers
from tests.sync.device import Device, Item
from tests.sync.station import Station, code_of

EVENTS = "/sync/v1/events"
MOVES = {"paused": stations.pause, "revoked": stations.revoke, "copied": stations.note_copied}


@pytest.fixture
def node(app: Litestar, client: httpx.AsyncClient) -> Node:
    found: Node = app.state.node
    return found


@pytest.fixture
async def dong(node: Node, client: httpx.AsyncClient, clock: FixedClock) -> Station:
    return await station(node, client, clock, "00070")


@pytest.fixture
async def doai(node: Node, client: httpx.AsyncClient, clock: FixedClock) -> Station:
    """Of another commune."""
    return await station(node, client, clock, "00091")


@pytest.fixture
async def lan(client: httpx.AsyncClient) -> Device:
    device = Device(client)
    await device.meet()
    return device


@pytest.fixture
def pack(node: Node) -> Pack:
    return node.guide.library.flows["khai-sinh"].pack("vi")


@pytest.fixture
def item(lan: Device, pack: Pack) -> Item:
    return lan.seal(pack, lans_answers())


async def station(
    node: Node, client: httpx.AsyncClient, clock: FixedClock, commune: str
) -> Station:
    name, vault = f"Trạm {commune}", Vault.under(node.settings.secret())
    invited = await node.store.write(stations.invite, vault, name, commune, clock.now())
    enrolled = Station(client, clock)
    await enrolled.enrol(invited.code)
    return enrolled


async def kept(node: Node, id: str) -> stations.Station:
    return await node.store.read(stations.station_by_id, id)


async def carried(node: Node) -> list[Any]:
    rows = await node.store.read(
        lambda db: db.execute(text("select station, envelope, dossier from carried")).all()
    )
    return [tuple(row) for row in rows]


# Signed requests.


async def test_a_signed_question_is_answered(dong: Station) -> None:
    answer = await dong.get(f"{EVENTS}?after=")
    assert answer.status_code == 200
    assert answer.json()["events"] == []


async def test_nobody_else_is_told(dong: Station, client: httpx.AsyncClient) -> None:
    answer = await client.get(EVENTS)
    assert (answer.status_code, code_of(answer)) == (401, "sync.unsigned")


@pytest.mark.parametrize(
    "said",
    [
        {"by": "tram-0000000000"},
        {"method": "POST"},
        {"target": f"{EVENTS}?after=e:1"},
        {"digest": "ab" * 32},
    ],
)
async def test_a_signature_of_something_else_is_nobodys(dong: Station, said: Any) -> None:
    answer = await dong.get(EVENTS, **said)
    assert (answer.status_code, code_of(answer)) == (401, "sync.unknown_station")


async def test_another_key_is_nobodys(dong: Station) -> None:
    dong.key = new_key("signing", 2)
    assert code_of(await dong.get(EVENTS)) == "sync.unknown_station"


@pytest.mark.parametrize("header", ["", "x", "e30.e30.e30", "ế"])
async def test_what_is_no_token_is_nobodys(client: httpx.AsyncClient, header: str) -> None:
    answer = await client.get(EVENTS, headers={"Sync-Node": header.encode()})
    assert answer.status_code == 401


async def test_a_receipt_is_no_request(dong: Station, item: Item) -> None:
    answer = await dong.browser.get(EVENTS, headers={"Sync-Node": dong.receipt(item, 1)})
    assert code_of(answer) == "sync.unknown_station"


async def test_an_invitation_opens_nothing(
    node: Node, client: httpx.AsyncClient, clock: FixedClock
) -> None:
    vault = Vault.under(node.settings.secret())
    invited = await node.store.write(stations.invite, vault, "Trạm", "00070", clock.now())
    waiting = Station(client, clock, id=invited.station)
    assert code_of(await waiting.get(EVENTS)) == "sync.unknown_station"


async def test_a_request_is_good_for_five_minutes(dong: Station, clock: FixedClock) -> None:
    headers = dong.signed("GET", EVENTS)
    clock.forward(minutes=5)
    assert (await dong.browser.get(EVENTS, headers=headers)).status_code == 200
    clock.forward(seconds=1)
    late = await dong.browser.get(EVENTS, headers=headers)
    assert (late.status_code, code_of(late)) == (401, "sync.stale_request")
    assert late.json()["time"] == instant(clock.now())


@pytest.mark.parametrize("state", MOVES)
async def test_a_station_that_may_not_is_told_so(node: Node, dong: Station, state: str) -> None:
    await node.store.write(MOVES[state], dong.id)
    answer = await dong.get(EVENTS)
    assert (answer.status_code, code_of(answer)) == (403, f"sync.station_{state}")


async def test_what_a_station_says_of_itself_is_kept(
    node: Node, dong: Station, clock: FixedClock
) -> None:
    now = clock.now()
    fast, since = instant(now + timedelta(minutes=11)), instant(now - timedelta(hours=3))
    await dong.get(EVENTS, clock=fast, waiting=7, since=since)
    known = await kept(node, dong.id)
    assert (known.seen_at, known.clock_off, known.is_off) == (now, timedelta(minutes=11), True)
    assert (known.waiting, known.waiting_since) == (7, now - timedelta(hours=3))


async def test_nothing_new_is_written_once_a_minute(
    node: Node, dong: Station, clock: FixedClock
) -> None:
    first = clock.now()
    await dong.get(EVENTS)
    clock.forward(seconds=59)
    await dong.get(EVENTS)
    assert (await kept(node, dong.id)).seen_at == first
    await dong.get(EVENTS, waiting=1)
    assert (await kept(node, dong.id)).seen_at == clock.now()
    clock.forward(minutes=1)
    await dong.get(EVENTS, waiting=1)
    assert (await kept(node, dong.id)).seen_at == clock.now()


# Envelopes that a station brings.


async def test_who_brought_an_envelope_is_noted(node: Node, doai: Station, item: Item) -> None:
    answer = await doai.bring(item, 1)
    assert answer.status_code == 201
    assert "station" not in answer.json()
    assert (await doai.bring(item, 1)).status_code == 200
    assert await carried(node) == [(doai.id, item.id, item.id)]
    assert (await kept(node, doai.id)).state == "active"


async def test_a_wrong_signature_never_refuses_an_envelope(
    node: Node, dong: Station, item: Item
) -> None:
    dong.key = new_key("signing", 2)
    answer = await dong.bring(item, 1)
    assert (answer.status_code, answer.json()["station"]) == (201, "sync.unknown_station")
    assert await carried(node) == []


@pytest.mark.parametrize("state", MOVES)
async def test_a_station_that_may_not_ask_still_delivers(
    node: Node, dong: Station, item: Item, state: str
) -> None:
    await node.store.write(MOVES[state], dong.id)
    answer = await dong.bring(item, 1)
    assert (answer.status_code, answer.json()["station"]) == (201, f"sync.station_{state}")
    assert answer.json()["receipts"]["accepted"]
    # Of one that will be back it is known what it brought.
    assert bool(await carried(node)) == (state == "paused")


async def test_two_envelopes_under_one_number_are_two_stations(
    node: Node, dong: Station, lan: Device, pack: Pack, item: Item
) -> None:
    other = lan.seal(pack, lans_answers())
    assert "station" not in (await dong.bring(item, 5)).json()
    with capture_logs() as logs:
        answer = await dong.bring(other, 5)
    assert (answer.status_code, answer.json()["station"]) == (201, "sync.station_copied")
    assert {"event": "station copied", "station": dong.id, "log_level": "error"} in logs
    assert (await kept(node, dong.id)).state == "copied"
    assert code_of(await dong.get(EVENTS)) == "sync.station_copied"


async def test_the_same_one_many_times_at_once_is_one(
    node: Node, dong: Station, item: Item
) -> None:
    answers = await asyncio.gather(*(dong.bring(item, 5) for _ in range(10)))
    assert sorted(one.status_code for one in answers) == [200] * 9 + [201]
    assert await carried(node) == [(dong.id, item.id, item.id)]
    assert (await kept(node, dong.id)).state == "active"


async def test_two_at_once_under_one_number_are_found_out(
    node: Node, dong: Station, lan: Device, pack: Pack, item: Item
) -> None:
    other = lan.seal(pack, lans_answers())
    answers = await asyncio.gather(dong.bring(item, 5), dong.bring(other, 5))
    assert [one.status_code for one in answers] == [201, 201]
    assert sum("station" in one.json() for one in answers) == 1
    assert (await kept(node, dong.id)).state == "copied"


async def test_what_came_without_a_station_is_told_to_it_once_it_brings_it_too(
    doai: Station, lan: Device, item: Item
) -> None:
    await lan.put(item)
    first = await doai.events()
    assert first["events"] == []
    assert (await doai.bring(item, 1)).status_code == 200
    (event,) = (await doai.events(first["next"]))["events"]
    assert (event["id"], event["kind"], event["state"]) == (item.id, "submitted", "submitted")
    assert (event["flow"], event["flow_version"]) == ("khai-sinh", "2026.1")
    assert "Lan" not in str(event)


async def test_an_officers_reason_and_name_stay_at_the_hub(
    node: Node, dong: Station, lan: Device, item: Item
) -> None:
    await dong.bring(item, 1)
    minh = NewPerson("minh", "Trần Văn Minh", "officer", "00070", PASSWORD)
    staff = await node.store.write(add_person, minh, node.guide.clock.now())
    act = Act("refused", 0, staff.id, "Thiếu giấy chứng sinh của bé")
    await node.store.write(acts.move, node.guide.library, item.id, act, node.guide.clock.now())
    page = await dong.get(f"{EVENTS}?after=")
    assert [one["kind"] for one in page.json()["events"]] == ["submitted", "refused"]
    for private in ("Minh", "chứng sinh", staff.id):
        assert private not in page.text


@pytest.mark.parametrize("after", ["x", "x:", ":1", "00:00:1"])
async def test_what_is_no_cursor_is_refused(dong: Station, after: str) -> None:
    assert (await dong.get(f"{EVENTS}?after={after}")).status_code == 400


async def test_another_epoch_begins_anew(dong: Station) -> None:
    answer = await dong.get(f"{EVENTS}?after=00:1")
    assert (answer.status_code, code_of(answer)) == (410, "sync.other_epoch")


async def test_a_station_is_told_what_its_commune_set(
    node: Node, dong: Station, doai: Station
) -> None:
    given, now = CommuneSettings(office="Trung tâm Hoàn Kiếm"), node.guide.clock.now()
    await node.store.write(save_settings, "00070", given)
    await node.store.write(add_reason, "00070", "refusal", "Hồ sơ bị trùng.", now)
    await node.store.write(set_day_off, "2026-09-02", True, "Quốc khánh")
    answer = await dong.get("/sync/v1/commune")
    told = answer.json()
    assert (told["commune"], told["settings"]["office"]) == ("00070", "Trung tâm Hoàn Kiếm")
    assert [one["text"] for one in told["reasons"]] == ["Hồ sơ bị trùng."]
    assert told["days_off"] == {"2026-09-02": True}
    other = (await doai.get("/sync/v1/commune")).json()
    assert (other["commune"], other["settings"]["office"], other["reasons"]) == ("00091", "", [])
    headers = dong.signed("GET", "/sync/v1/commune") | {"If-None-Match": answer.headers["etag"]}
    assert (await dong.browser.get("/sync/v1/commune", headers=headers)).status_code == 304


async def test_a_station_is_told_which_communes_have_a_desk(
    node: Node, dong: Station, doai: Station
) -> None:
    first = await dong.get("/sync/v1/commune")
    assert first.json()["receiving"] == []
    for login, commune in (("tam", "00091"), ("minh", "00070"), ("mai", "00070")):
        person = NewPerson(login, "Trần Văn Minh", "officer", commune, PASSWORD)
        await node.store.write(add_person, person, node.guide.clock.now())
    for one in (dong, doai):
        assert (await one.get("/sync/v1/commune")).json()["receiving"] == ["00070", "00091"]
    headers = dong.signed("GET", "/sync/v1/commune") | {"If-None-Match": first.headers["etag"]}
    assert (await dong.browser.get("/sync/v1/commune", headers=headers)).status_code == 200


async def test_a_number_of_another_epoch_is_another_number(
    node: Node, dong: Station, lan: Device, pack: Pack, item: Item
) -> None:
    other = lan.seal(pack, lans_answers())
    await dong.bring(item, 5)
    await dong.bring(other, token=dong.receipt(other, 5, "e2"))
    assert (await kept(node, dong.id)).state == "active"


async def test_only_a_stations_own_receipt_counts(
    node: Node, dong: Station, doai: Station, lan: Device, pack: Pack, item: Item
) -> None:
    other = lan.seal(pack, lans_answers())
    await dong.bring(item, 5)
    forged = [
        doai.receipt(other, 5),
        doai.receipt(other, 5, by=dong.id),
        dong.receipt(item, 5),
        "x",
    ]
    for token in forged:
        assert (await dong.bring(other, token=token)).status_code in (200, 201)
    assert (await kept(node, dong.id)).state == "active"
    assert len(await carried(node)) == 2


async def test_an_envelope_that_is_none_is_refused_as_ever(dong: Station, item: Item) -> None:
    item.body = item.body[:-1]
    assert code_of(await dong.bring(item, 1)) == "sync.malformed_envelope"


# What the hub lacks.


async def test_the_hub_says_what_it_lacks(
    lan: Device, item: Item, node: Node, client: httpx.AsyncClient
) -> None:
    other = lan.seal(node.guide.library.flows["khai-sinh"].pack("vi"), lans_answers())
    await lan.put(item)
    asked = [[item.id, item.digest], [other.id, other.digest]]
    answer = await client.post("/sync/v1/reconcile", json={"items": asked})
    assert (answer.status_code, answer.json()) == (200, {"lacking": [other.id]})
    changed = await client.post("/sync/v1/reconcile", json={"items": [[item.id, "ab" * 32]]})
    assert changed.json() == {"lacking": [item.id]}
    await node.store.write(inbox.erase, item.id)
    erased = await client.post("/sync/v1/reconcile", json={"items": asked[:1]})
    assert erased.json() == {"lacking": []}


@pytest.mark.parametrize("count", [1000, 1001])
async def test_a_thousand_items_at_most(lan: Device, item: Item, count: int) -> None:
    asked = {"items": [[item.id, item.digest]] * count}
    answer = await lan.browser.post("/sync/v1/reconcile", json=asked)
    assert answer.status_code == (200 if count == 1000 else 400)


# Following by the secret alone.


async def test_a_secret_alone_finds_its_dossier(lan: Device, item: Item) -> None:
    await lan.put(item)
    answer = await lan.browser.post("/sync/v1/follow", json={"secret": item.secret.lower()})
    assert (answer.status_code, answer.json()["id"]) == (200, item.id)
    for wrong in ("3" * 24, "no secret", ""):
        answer = await lan.browser.post("/sync/v1/follow", json={"secret": wrong})
        assert code_of(answer) == "dossier.no_such_dossier"
