"""The hand-in: once, whole, sealed, receipted, and the same however often it is sent."""

import asyncio
from typing import Any

import pytest
from litestar import Litestar
from sqlalchemy import Connection, text

from kiosk.content.yaml import load
from kiosk.dossier import actions as dossiers
from kiosk.flow.hand_in import CONTACT, plaintext_of
from kiosk.flow.node import Node
from kiosk.settings import ROOT
from kiosk.sync import codes, envelope, inbox, receipts
from kiosk.sync.envelope import Envelope
from kiosk.sync.inbox import Receipts
from tests.flow.citizen import AGREED, LAN, Citizen

TIMES = 50


def counted(db: Connection, table: str) -> int:
    return int(db.execute(text(f"select count(*) from {table}")).scalar_one())


def envelopes_of(db: Connection, id: str) -> list[bytes]:
    rows = db.execute(text("select body from envelope where id = :id"), {"id": id})
    return [row.body for row in rows]


async def taken(station: Litestar, citizen: Citizen) -> tuple[Envelope, Receipts]:
    """What the node keeps of a hand-in."""
    bodies = await station.state.store.read(envelopes_of, citizen.id)
    assert len(bodies) == 1
    given = await station.state.store.read(inbox.receipts_of, citizen.id)
    return envelope.read(bodies[0]), given


async def test_fifty_hand_ins_at_once_are_one_dossier_with_one_receipt(
    finished: Citizen, station: Litestar
) -> None:
    before = await station.state.store.read(counted, "dossier")
    answers = await asyncio.gather(
        *(finished.browser.post(f"{finished.base}/cam-doan", data=AGREED) for _ in range(TIMES))
    )
    code = codes.receipt_code(finished.id)
    assert {answer.headers["location"] for answer in answers} == {f"/bien-nhan/{code}"}
    await taken(station, finished)
    assert await station.state.store.read(counted, "dossier") == before + 1


async def test_fifty_receipts_are_equal_to_the_byte(finished: Citizen, station: Litestar) -> None:
    await finished.hand_in()
    given = await asyncio.gather(
        *(station.state.store.read(inbox.receipts_of, finished.id) for _ in range(TIMES))
    )
    pages = await asyncio.gather(*(finished.browser.get(finished.at) for _ in range(5)))
    assert len(set(given)) == 1
    assert {page.status_code for page in pages} == {200}
    assert len({page.content for page in pages}) == 1


@pytest.mark.parametrize("stage", ["received", "accepted"])
async def test_a_receipt_is_signed_for_what_was_handed_in(
    finished: Citizen, station: Litestar, stage: receipts.Stage
) -> None:
    await finished.hand_in()
    sent, given = await taken(station, finished)
    box = home(station).inbox
    signers = {box.ring.signing.id: receipts.Signer(box.name, "hub", box.ring.signing.public)}
    token = getattr(given, stage)
    held = receipts.verify(token, signers, stage=stage, id=finished.id, digest=sent.digest)
    assert held.at == "2026-11-22T02:00:00.000Z"


async def test_the_envelope_holds_the_answers_of_the_path_and_no_others(
    finished: Citizen, station: Litestar
) -> None:
    await finished.send("co-con", {"co_con": "no"})
    await finished.send("so", {"so": ""})
    await finished.send("ly-do", {"ly_do": "chưa có"})
    await finished.hand_in()
    sent, _ = await taken(station, finished)
    answers = opened(station, sent)
    assert set(answers) == {"ho_ten", "ngay_sinh", "co_con", "ly_do", "noi", "cam_doan"}
    assert answers["ho_ten"] == "Nguyễn Thị Lan"


async def test_members_of_a_group_are_handed_in_with_it(
    finished: Citizen, station: Litestar
) -> None:
    await finished.hand_in()
    sent, _ = await taken(station, finished)
    assert opened(station, sent)["con_em"] == [{"con_ten": "Trần Văn An", "con_sinh": "2015-05-05"}]
    record = await station.state.store.read(dossiers.record_of, finished.id, sent.header.commune)
    assert record.flags == ()


async def test_a_sealed_envelope_shows_nobody_on_the_way(
    finished: Citizen, station: Litestar
) -> None:
    await finished.hand_in()
    sent, _ = await taken(station, finished)
    on_disk = b"".join(
        file.read_bytes() for file in station.state.settings.data_dir.glob("kiosk.db*")
    )
    for word in ("Nguyễn Thị Lan", "001190004321", "Trần Văn An"):
        assert word.encode() not in sent.body
        assert word.encode() not in on_disk


async def test_the_follow_secret_is_kept_as_a_hash_alone(
    finished: Citizen, station: Litestar
) -> None:
    await finished.hand_in()
    sent, _ = await taken(station, finished)
    page = (await finished.browser.get(finished.at)).text
    groups = [part.split("<")[0] for part in page.split(">")]
    letters = "".join(one for one in groups if len(one) == 4 and set(one) <= set(codes.ALPHABET))
    secrets = [letters[at : at + 24] for at in range(len(letters) - 23)]
    assert sent.header.follow in {codes.secret_hash(secret) for secret in secrets}


async def test_an_unfinished_draft_is_led_to_what_is_missing(
    lan: Citizen, station: Litestar
) -> None:
    await lan.send("nguoi", LAN["nguoi"])
    answer = await lan.hand_in()
    assert answer.headers["location"] == f"{lan.base}/so"
    assert await station.state.store.read(envelopes_of, lan.id) == []


async def test_nothing_is_handed_in_without_the_declaration(
    finished: Citizen, station: Litestar
) -> None:
    answer = await finished.hand_in({"cam_doan": "no"})
    assert answer.status_code == 422
    assert "Bạn chưa đánh dấu ô này." in answer.text
    assert await station.state.store.read(envelopes_of, finished.id) == []


async def test_nobody_hands_in_for_another(finished: Citizen, station: Litestar) -> None:
    finished.browser.cookies.clear()
    assert (await finished.hand_in()).status_code == 404
    assert await station.state.store.read(envelopes_of, finished.id) == []


async def test_what_was_handed_in_is_not_changed_any_more(
    finished: Citizen, station: Litestar
) -> None:
    await finished.hand_in()
    receipt = finished.at
    for page in ("nguoi", "con-em", "cam-doan"):
        answer = await finished.browser.post(f"{finished.base}/{page}", data={"more": "yes"})
        assert answer.headers["location"] == receipt
    assert (await finished.look("nguoi")).headers["location"] == receipt


async def test_the_code_alone_shows_no_name(finished: Citizen) -> None:
    await finished.hand_in()
    receipt = finished.at
    assert (await finished.browser.get(receipt)).status_code == 200
    finished.browser.cookies.clear()
    answer = await finished.browser.get(receipt, follow_redirects=True)
    assert answer.status_code == 200
    assert "Lan" not in answer.text
    assert finished.browser.base_url.host in str(answer.url)


def home(station: Litestar) -> Node:
    found: Node = station.state.node
    return found


def opened(station: Litestar, sent: Envelope) -> dict[str, Any]:
    return dict(envelope.open(sent, home(station).inbox.ring.openers).answers)


def test_the_contact_that_travels_apart_is_what_the_shared_step_asks() -> None:
    shared = load(ROOT / "flows" / "_shared.yaml").data["steps"]["lien-he"]
    asked = {field["id"] for step in shared for field in step["fields"]}
    assert set(CONTACT) == asked


def test_contact_travels_apart_from_the_answers_as_well() -> None:
    sealed = plaintext_of(bytes(32), {"ho_ten": "Nguyễn Thị Lan", "nyc_dien_thoai": "0912345678"})
    assert dict(sealed.contact) == {"nyc_dien_thoai": "0912345678"}
    assert "nyc_dien_thoai" in sealed.answers
