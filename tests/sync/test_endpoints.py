"""What a device hands over by the endpoints: taken once, receipted, seen by the officer."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from kiosk.app import content_stamp, create_app, read_library
from kiosk.clock import FixedClock
from kiosk.engine.pack import Pack
from kiosk.flow.node import Node
from kiosk.problem import Problem
from kiosk.settings import Bucket
from kiosk.store import objects
from kiosk.sync import codes, hello, inbox, keyfolder
from kiosk.sync.content_digest import content_digest
from kiosk.sync.jobs import tidy_up
from tests.desk.conftest import Office
from tests.flow.photos import browser_at, photo_settings, photo_station
from tests.papers.made import photo
from tests.sync.device import Device, Item, new_secret

BIRTH = ("chung_sinh", photo(320, 240))
HAND = ("chu_ky", photo(200, 100))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Path:
    """The flow with photographs, compiled once."""
    settings = photo_settings(tmp_path_factory.mktemp("shelf"), migrated)
    read_library(create_app(settings).state, settings, content_stamp(settings))
    return settings.packs_dir


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.long)])
async def office(
    tmp_path: Path, migrated: Path, clock: FixedClock, shelf: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Office]:
    """With files in either place."""
    settings = photo_settings(tmp_path, migrated)
    if request.param == "bucket":
        settings = replace(settings, bucket=request.getfixturevalue("s3").bucket("hub"))
    copytree(shelf, settings.packs_dir)
    async with (
        photo_station(settings, clock) as app,
        AsyncExitStack() as browsers,
    ):
        yield Office(app.state.node, clock, browsers, app)


@pytest.fixture
async def lan(office: Office) -> AsyncIterator[Device]:
    """Lan's telephone, which has met the node."""
    async with browser_at(office.app) as browser:
        device = Device(browser)
        await device.meet()
        yield device


@pytest.fixture
def pack(office: Office) -> Pack:
    return office.node.guide.library.flows["anh-giay"].pack("vi")


@pytest.fixture
def plain(lan: Device, pack: Pack) -> Item:
    return lan.seal(pack, {"ten": "TRẦN GIA BẢO", "cam_doan": True})


@pytest.fixture
def item(lan: Device, pack: Pack) -> Item:
    return sealed_with_photos(lan, pack)


def sealed_with_photos(lan: Device, pack: Pack) -> Item:
    return lan.seal(pack, {"ten": "TRẦN GIA BẢO", "cam_doan": True}, [BIRTH, HAND])


def count(db: Connection, table: str) -> int:
    return int(db.execute(text(f"select count(*) from {table}")).scalar_one())


async def rows(node: Node, table: str) -> int:
    return await node.store.read(count, table)


async def test_a_greeting_holds_and_names_the_keys(lan: Device, office: Office) -> None:
    ring = office.node.inbox.ring
    met = await lan.meet()
    assert (met.id, met.role, met.piece) == ("00070", "hub", 256 * 1024)
    assert met.sealing is not None
    assert met.sealing.id == ring.sealing.id
    assert [one.id for one in met.signing] == [ring.signing.id]
    assert met.time == "2026-11-22T02:00:00.000Z"


@pytest.mark.parametrize("nonce", ["", "short", "x" * 129, "with space and more", "ế" * 20])
async def test_a_greeting_needs_a_nonce(lan: Device, nonce: str) -> None:
    answer = await lan.browser.get("/sync/v1/hello", params={"nonce": nonce})
    assert (answer.status_code, answer.json()["type"]) == (
        400, "urn:tramso:problem:sync.malformed_nonce",
    )  # fmt: skip


async def test_a_new_key_is_vouched_for_by_the_one_that_is_pinned(
    lan: Device, office: Office
) -> None:
    folder, now = office.node.settings.keys_dir, 1_800_000_000_000
    ring, nonce = keyfolder.rotate(folder, "signing", now), secrets.token_urlsafe(16)
    box = office.node.inbox.__class__("00070", ring, {})
    token = hello.greet(box, "e", nonce, office.clock.now(), 1, lan.hub.signing[-1].id)
    known = {id: one.public for id, one in lan.hub.signers.items()}
    assert hello.verify(token, known, nonce).signing[-1].id == ring.signing.id
    with pytest.raises(Problem, match=r"sync\.unknown_signer"):
        hello.verify(hello.greet(box, "e", nonce, office.clock.now(), 1), known, nonce)


async def test_what_has_no_files_is_accepted_at_once(lan: Device, plain: Item) -> None:
    answer = await lan.put(plain)
    assert (answer.status_code, answer.json()["missing"]) == (201, [])
    assert lan.receipt(plain, answer, "received").seq == 1
    assert lan.receipt(plain, answer, "accepted").by == "00070"


async def test_the_same_bytes_again_get_the_same_answer(lan: Device, plain: Item) -> None:
    first, again = await lan.put(plain), await lan.put(plain)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.content == first.content


async def test_fifty_at_once_make_one(lan: Device, plain: Item, office: Office) -> None:
    answers = await asyncio.gather(*(lan.put(plain) for _ in range(50)))
    assert sorted(one.status_code for one in answers) == [200] * 49 + [201]
    assert len({one.content for one in answers}) == 1
    assert await rows(office.node, "dossier") == 1


async def test_other_bytes_under_the_id_are_refused(
    lan: Device, plain: Item, pack: Pack, office: Office
) -> None:
    first = await lan.put(plain)
    other = lan.seal(pack, {"ten": "TRẦN GIA BÌNH"}, id=plain.id)
    answer = await lan.put(other)
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert answer.json()["title"] == "Hồ sơ này đã gửi với nội dung khác"
    assert (await lan.put(plain)).content == first.content
    assert await rows(office.node, "envelope") == 1


async def test_a_submission_waits_for_its_files_and_is_safe_meanwhile(
    lan: Device, item: Item, office: Office
) -> None:
    answer = await lan.put(item)
    assert answer.status_code == 202
    assert {one["sha256"]: one["offset"] for one in answer.json()["missing"]} == {
        blob.name: 0 for blob in item.blobs
    }
    assert lan.receipt(item, answer, "received").blobs == ()
    assert "accepted" not in answer.json()["receipts"]
    assert (await rows(office.node, "envelope"), await rows(office.node, "dossier")) == (1, 0)
    await lan.upload(item, item.blobs[0])
    assert (await lan.put(item)).status_code == 202


async def test_with_its_last_file_it_is_accepted_and_the_officer_sees_the_photograph(
    lan: Device, item: Item, office: Office
) -> None:
    accepted = await lan.hand_over(item)
    assert accepted.blobs == tuple(blob.name for blob in item.blobs)
    minh = await office.at("minh")
    page = await minh.get(f"/mot-cua/ho-so/{item.id}")
    assert "TRẦN GIA BẢO" in page.text
    assert "Chưa nhận được ảnh" not in page.text
    assert (await minh.get(f"/mot-cua/ho-so/{item.id}/tep/0")).content == BIRTH[1]
    assert list(office.node.settings.pieces_dir.glob("*/*")) == []


async def test_only_what_an_envelope_declares_is_taken(
    lan: Device, item: Item, plain: Item
) -> None:
    blob = item.blobs[0]
    for sent in (item, plain):
        assert (await lan.browser.head(sent.blob_path(blob.name))).status_code == 404
        assert (await lan.add(sent, blob.name, 0, b"x")).status_code == 404
        await lan.put(plain)
    for path in ("/sync/v1/blobs/x", f"/sync/v1/blobs/{blob.name}?submission=x"):
        assert (await lan.browser.head(path)).status_code == 404


async def test_a_wrong_offset_is_answered_by_the_right_one(lan: Device, item: Item) -> None:
    await lan.put(item)
    name, data = item.blobs[0]
    assert (await lan.add(item, name, 0, data[:100])).headers["upload-offset"] == "100"
    for offset in (0, 99, 101, 5000):
        answer = await lan.add(item, name, offset, data[100:200])
        assert (answer.status_code, answer.headers["upload-offset"]) == (409, "100")
    assert await lan.offset(item, name) == 100


async def test_other_bytes_than_were_declared_begin_anew(
    lan: Device, item: Item, office: Office
) -> None:
    await lan.put(item)
    name, data = item.blobs[0]
    await lan.add(item, name, 0, data[:100])
    answer = await lan.add(item, name, 100, bytes(len(data) - 100))
    assert (answer.status_code, answer.headers["upload-offset"]) == (422, "0")
    assert await lan.offset(item, name) == 0
    assert not await office.node.files.has(item.id, name)
    await lan.upload(item, item.blobs[0])
    assert await office.node.files.get(item.id, name) == data


async def test_more_than_was_declared_is_not_taken(lan: Device, item: Item) -> None:
    await lan.put(item)
    name, data = item.blobs[0]
    assert (await lan.add(item, name, 0, data + b"x")).status_code == 400
    assert (await lan.add(item, name, 0, bytes(lan.hub.piece + 1))).status_code == 413
    assert await lan.offset(item, name) == 0


@pytest.mark.parametrize("offset", ["", "-1", "٣", "1.5", "9" * 11])
async def test_an_offset_is_a_number(lan: Device, item: Item, offset: str) -> None:
    await lan.put(item)
    answer = await lan.browser.patch(
        item.blob_path(item.blobs[0].name), content=b"x", headers={"Upload-Offset": offset.encode()}
    )
    assert answer.status_code == 400


async def test_two_tabs_send_one_file_and_it_is_whole(
    lan: Device, item: Item, office: Office
) -> None:
    await lan.put(item)
    name, data = item.blobs[0]

    async def tab(step: int) -> None:
        offset = await lan.offset(item, name)
        while offset < len(data):
            answer = await lan.add(item, name, offset, data[offset : offset + step])
            assert answer.status_code in (204, 409)
            offset = int(answer.headers["upload-offset"])

    await asyncio.gather(tab(700), tab(1100), tab(700), tab(2300))
    assert await office.node.files.get(item.id, name) == data
    assert (await lan.put(item)).status_code == 202


async def test_the_last_files_may_come_at_once(lan: Device, item: Item, office: Office) -> None:
    await lan.put(item)
    await asyncio.gather(*(lan.upload(item, blob) for blob in [*item.blobs, *item.blobs]))
    answer = await lan.put(item)
    assert answer.status_code == 200
    lan.receipt(item, answer, "accepted")
    assert await rows(office.node, "dossier") == 1


async def test_a_whole_file_may_be_sent_again(lan: Device, item: Item) -> None:
    await lan.hand_over(item)
    name, data = item.blobs[0]
    answer = await lan.add(item, name, 0, data[:100])
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(len(data)))
    assert answer.headers["upload-complete"] == "?1"


async def test_a_file_that_its_device_lost_is_asked_for_again(
    lan: Device, item: Item, office: Office
) -> None:
    lost = item.blobs[0].name
    await lan.put(item)
    await lan.upload(item, item.blobs[1])
    answer = await lan.put(item, **{"Sync-Lost": lost})
    assert answer.status_code == 200
    assert lan.receipt(item, answer, "accepted").blobs == (item.blobs[1].name,)
    page = await (await office.at("minh")).get(f"/mot-cua/ho-so/{item.id}")
    assert "Chưa nhận được ảnh" in page.text


async def test_who_waited_a_week_is_seen_without_the_file_and_it_is_taken_late(
    lan: Device, item: Item, office: Office
) -> None:
    await lan.put(item)
    await lan.upload(item, item.blobs[1])
    exchange = office.app.state.exchange
    await tidy_up(exchange, office.clock.now())
    assert await rows(office.node, "dossier") == 0
    office.clock.forward(days=7)
    await tidy_up(exchange, office.clock.now())
    minh = await office.at("minh")
    assert "Chưa nhận được ảnh" in (await minh.get(f"/mot-cua/ho-so/{item.id}")).text
    answer = await lan.put(item)
    assert (answer.status_code, len(answer.json()["missing"])) == (200, 1)
    await lan.upload(item, item.blobs[0])
    assert "Chưa nhận được ảnh" not in (await minh.get(f"/mot-cua/ho-so/{item.id}")).text
    assert (await minh.get(f"/mot-cua/ho-so/{item.id}/tep/0")).content == BIRTH[1]


async def test_half_a_file_is_swept_after_a_month_and_begins_anew(
    lan: Device, item: Item, office: Office
) -> None:
    await lan.put(item)
    name, data = item.blobs[0]
    await lan.add(item, name, 0, data[:100])
    pieces = office.app.state.exchange.pieces
    assert await pieces.sweep(0) == 0
    assert await pieces.sweep(float("inf")) == 1
    answer = await lan.add(item, name, 100, data[100:200])
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "0")
    await lan.upload(item, item.blobs[0])
    assert await office.node.files.get(item.id, name) == data


async def test_the_digest_must_be_that_of_the_body(lan: Device, plain: Item) -> None:
    for said in ("", "sha-256=:AAAA:", content_digest(plain.body + b" "), "sha-512=:AAAA:"):
        answer = await lan.put(plain, **{"Content-Digest": said})
        assert answer.json()["type"].endswith("sync.wrong_content_digest")
    many = f"sha-512=:AAAA:, {content_digest(plain.body)}, md5=:AA==:"
    assert (await lan.put(plain, **{"Content-Digest": many})).status_code == 201


async def test_what_cannot_be_acted_on_is_refused_and_not_kept(
    lan: Device, plain: Item, pack: Pack, office: Office
) -> None:
    flipped = plain.body.replace(b'"locale":"vi"', b'"locale":"en"')
    refused = {
        (400, "sync.malformed_envelope"): b"{}",
        (400, "sync.other_id"): lan.seal(pack, {}).body,
        (422, "sync.not_to_be_opened"): flipped,
        (422, "sync.unknown_kind"): lan.seal(pack, {}, id=plain.id, kind="practice").body,
    }
    for (status, code), body in refused.items():
        answer = await lan.put(Item(plain.id, body, ""))
        assert (answer.status_code, answer.json()["type"]) == (status, f"urn:tramso:problem:{code}")
        assert answer.json()["title"]
    assert await rows(office.node, "envelope") == 0


async def test_who_runs_the_hub_hears_of_a_refusal(lan: Device, plain: Item) -> None:
    flipped = plain.body.replace(b'"locale":"vi"', b'"locale":"en"')
    with capture_logs() as said:
        await lan.put(Item(plain.id, flipped, ""))
    [alarm] = [one for one in said if one["log_level"] == "error"]
    assert (alarm["event"], alarm["id"]) == ("submission refused", plain.id)
    assert alarm["why"] == "sync.not_to_be_opened"


async def test_too_long_an_envelope_is_refused(lan: Device, plain: Item) -> None:
    assert (await lan.put(Item(plain.id, bytes(256 * 1024 + 1), ""))).status_code == 413


WILD: list[dict[str, Any]] = [
    {"ten": 5}, {"ten": ["x"], "chung_sinh": "x"}, {"chung_sinh": [{"slot": "x"}]}, {"ten": {}},
    {"chung_sinh": [{"slot": 0, "sha256": 5, "size": "x", "type": [], "name": None}]},
    {"ten": "x" * 100_000}, {"": None}, {"__proto__": 1}, {"cam_doan": [[[]]]}, {"ten": 1.5},
    {"chu_ky": {"a": [1]}}, {"giay_khac": [None, 5]}, {"ten": "\x00"}, {"today": "x"},
]  # fmt: skip


@pytest.mark.parametrize("answers", WILD)
async def test_whatever_was_sealed_is_taken_and_can_be_looked_at(
    lan: Device, pack: Pack, office: Office, answers: dict[str, Any]
) -> None:
    sent = lan.seal(pack, answers)
    assert (await lan.put(sent)).status_code == 201
    page = await (await office.at("minh")).get(f"/mot-cua/ho-so/{sent.id}")
    assert page.status_code == 200


@pytest.mark.parametrize(
    "changes", [{"pack": "ab" * 32}, {"flow": "x"}, {"flow_version": "9"}, {"locale": "fr"}]
)
async def test_a_form_that_nobody_here_knows_is_taken_and_flagged(
    lan: Device, pack: Pack, office: Office, changes: dict[str, str]
) -> None:
    sent = lan.seal(pack, {"ten": "TRẦN GIA BẢO"}, **changes)
    assert (await lan.put(sent)).status_code == 201
    minh = await office.at("minh")
    assert (await minh.get(f"/mot-cua/ho-so/{sent.id}")).status_code == 200
    assert (await minh.get("/mot-cua")).status_code == 200
    assert (await lan.follow(sent.id, sent.secret)).status_code == 200


async def test_who_hands_in_under_anothers_follow_hash_takes_nothing_away(
    lan: Device, plain: Item, pack: Pack, office: Office
) -> None:
    await lan.put(plain)
    office.clock.forward(minutes=1)
    await lan.put(lan.seal(pack, {}, follow=codes.secret_hash(plain.secret)))
    page = await lan.browser.post("/ho-so", data={"code": plain.secret})
    assert page.status_code == 200
    assert codes.shown(codes.receipt_code(plain.id))[:4] in page.text


async def test_the_holder_of_the_secret_is_told_everything(
    lan: Device, plain: Item, office: Office
) -> None:
    await lan.put(plain)
    told = (await lan.follow(plain.id, plain.secret)).json()
    assert (told["state"], told["told"], told["redo"]) == ("submitted", "submitted", [])
    assert [one["kind"] for one in told["events"]] == ["submitted"]
    # Three working days from a Sunday.
    assert told["due_on"] == "2026-11-26"
    assert told["at"] == "2026-11-22T02:00:00.000Z"


async def test_what_is_to_be_redone_is_told(lan: Device, item: Item, office: Office) -> None:
    await lan.hand_over(item)
    minh = await office.at("minh")
    page = f"/mot-cua/ho-so/{item.id}/supplement"
    await minh.post(page, rev="0", buoc="chu-ky", ly_do="Bạn ký lại nhé.")
    told = (await lan.follow(item.id, item.secret)).json()
    said = told["told"], told["redo"], told["reason"], told["handler"]
    assert said == ("supplement", ["chu-ky"], "Bạn ký lại nhé.", "Trần Văn Minh")
    assert told["pack"] == office.node.guide.library.flows["anh-giay"].pack("vi").sha256
    assert told["due_on"] is None


async def test_a_wrong_secret_and_no_dossier_are_told_alike(
    lan: Device, plain: Item, item: Item
) -> None:
    await lan.put(plain)
    answers = [
        await lan.follow(plain.id, new_secret()),
        await lan.follow(plain.id, "x"),
        await lan.follow(item.id, item.secret),
        await lan.follow("x", plain.secret),
    ]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"id": 5, "secret": "x"}', b"\xff\xfe"])
async def test_what_is_no_question_is_refused(lan: Device, body: bytes) -> None:
    answer = await lan.browser.post("/sync/v1/follow", content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


async def test_nothing_is_for_other_origins_and_no_cookie_is_set(lan: Device, plain: Item) -> None:
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert (await lan.put(plain, **foreign)).status_code == 403
    answers = [await lan.put(plain), await lan.follow(plain.id, plain.secret)]
    answers.append(await lan.browser.options(plain.path, headers=foreign))
    for one in answers:
        assert not [name for name in one.headers if name.startswith("access-control")]
        assert "set-cookie" not in one.headers
        assert one.headers["cache-control"] == "no-store"


async def test_a_device_without_an_origin_is_let_in(lan: Device, plain: Item) -> None:
    del lan.browser.headers["origin"]
    assert (await lan.put(plain)).status_code == 201


async def test_what_was_erased_is_still_told_to_have_arrived(
    lan: Device, item: Item, office: Office
) -> None:
    before = await lan.put(item, **{"Sync-Lost": item.blobs[0].name})
    await lan.upload(item, item.blobs[1])
    await office.node.store.write(inbox.erase, item.id)
    answer = await lan.put(item)
    assert (answer.status_code, answer.json()["missing"]) == (200, [])
    assert answer.json()["receipts"]["received"] == before.json()["receipts"]["received"]
    assert (await lan.browser.head(item.blob_path(item.blobs[0].name))).status_code == 404


@pytest.fixture
def away(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever files stand, nobody answers there any more."""
    nowhere = Bucket("papers", "", "http://127.0.0.1:9", "us-east-1", "key", "secret")
    monkeypatch.setattr(objects, "BACKOFF", (timedelta(milliseconds=1), timedelta(milliseconds=1)))
    gone = objects.Objects(nowhere)
    object.__setattr__(office.node, "files", objects.ObjectFiles(gone))
    exchange = office.app.state.exchange
    object.__setattr__(exchange, "files", objects.ObjectFiles(gone))
    object.__setattr__(exchange, "pieces", objects.ObjectPieces(gone))


@pytest.mark.usefixtures("away")
async def test_while_the_place_of_files_is_away_devices_keep_them(
    lan: Device, item: Item, plain: Item, office: Office
) -> None:
    assert (await lan.put(plain)).status_code == 201
    assert (await lan.put(item)).status_code == 202
    name, data = item.blobs[0]
    answer = await lan.add(item, name, 0, data)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert answer.json()["type"] == "urn:tramso:problem:files.away"
    assert await lan.offset(item, name) == 0
