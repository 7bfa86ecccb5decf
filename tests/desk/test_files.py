"""What a citizen photographed reaches the officer of the commune, and nobody else."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from kiosk.clock import FixedClock
from kiosk.sync import envelope as envelopes
from kiosk.sync import inbox
from kiosk.sync.envelope import Envelope, Plaintext
from tests.desk.conftest import Office
from tests.flow.photos import (
    ONE,
    PDF,
    THREE,
    TWO,
    Photographer,
    browser_at,
    photo_settings,
    photo_station,
)

NAME = {"ten": "Trần Gia Bảo"}


@pytest.fixture
async def office(tmp_path: Path, migrated: Path, clock: FixedClock) -> AsyncIterator[Office]:
    async with (
        photo_station(photo_settings(tmp_path, migrated), clock) as app,
        AsyncExitStack() as browsers,
    ):
        yield Office(app.state.node, clock, browsers, app)


@pytest.fixture
async def lan(office: Office) -> AsyncIterator[Photographer]:
    """Lan has answered everything; the paper has two pages, the second was put first."""
    async with browser_at(office.app) as browser:
        citizen = Photographer(browser, node=office.node)
        await citizen.begin()
        await citizen.bring("chung-sinh", NAME, ("chung_sinh", ONE))
        await citizen.send("chung-sinh", NAME)
        await citizen.bring("giay-khac", {}, ("giay_khac", ONE), ("giay_khac", PDF))
        await citizen.bring("giay-khac", {}, ("giay_khac:1", THREE))
        await citizen.send("giay-khac", {})
        await citizen.bring("chu-ky", {}, ("chu_ky", TWO))
        await citizen.send("chu-ky", {})
        yield citizen


async def sent_by(lan: Photographer) -> tuple[Envelope, Plaintext]:
    found = await lan.node.store.read(inbox.envelope_by_id, lan.id)
    assert found is not None
    return found, envelopes.open(found, lan.node.inbox.ring.openers)


def looks(db: Connection, id: str) -> int:
    """How often anybody looked at the dossier."""
    found = db.execute(text("select count(*) from audit where dossier_id = :id"), {"id": id})
    return int(found.scalar_one())


async def test_the_envelope_declares_each_file_once(lan: Photographer) -> None:
    await lan.finish()
    envelope, plain = await sent_by(lan)
    assert [blob.slot for blob in envelope.header.blobs] == [0, 2, 3, 4]
    assert [(blob.field, blob.type) for blob in plain.blobs] == [
        ("chung_sinh", "image/jpeg"),
        ("giay_khac", "application/pdf"),
        ("giay_khac", "image/jpeg"),
        ("chu_ky", "image/jpeg"),
    ]
    assert sorted(blob.sha256 for blob in envelope.header.blobs) == await lan.stored()


async def test_a_second_hand_in_gives_the_same_receipt(lan: Photographer) -> None:
    code = await lan.finish()
    before = await sent_by(lan)
    assert await lan.finish() == code
    assert (await sent_by(lan))[0].body == before[0].body


async def test_pages_that_were_taken_out_are_not_handed_in(lan: Photographer) -> None:
    await lan.bring("giay-khac", {"xoa": ["giay_khac:2", "giay_khac:3"]})
    await lan.finish()
    envelope, _ = await sent_by(lan)
    assert len(envelope.header.blobs) == 2 == len(await lan.stored())


async def test_the_officer_sees_the_pages_in_their_order(lan: Photographer, office: Office) -> None:
    await lan.finish()
    minh = await office.at("minh")
    page = (await minh.get(f"/mot-cua/ho-so/{lan.id}")).text
    base = f"/mot-cua/ho-so/{lan.id}/tep"
    assert page.index(f'src="{base}/3"') < page.index(f'href="{base}/2"')
    assert (await minh.get(f"{base}/3")).content == THREE
    assert (await minh.get(f"{base}/2")).headers["content-type"] == "application/pdf"


async def test_a_page_is_looked_at_and_never_run_or_kept(lan: Photographer, office: Office) -> None:
    await lan.finish()
    minh = await office.at("minh")
    answer = await minh.get(f"/mot-cua/ho-so/{lan.id}/tep/0")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("inline")
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_each_look_leaves_a_line(lan: Photographer, office: Office) -> None:
    await lan.finish()
    minh = await office.at("minh")
    await minh.get(f"/mot-cua/ho-so/{lan.id}/tep/0")
    assert await office.node.store.read(looks, lan.id) == 1


async def test_nobody_else_sees_a_page(lan: Photographer, office: Office) -> None:
    await lan.finish()
    path = f"/mot-cua/ho-so/{lan.id}/tep/0"
    assert (await (await office.at("tam")).get(path)).status_code == 404
    assert (await (await office.at("hoa")).get(path)).status_code in (403, 303)
    assert (await (await office.browser()).get(path)).status_code in (303, 401)
    assert await office.node.store.read(looks, lan.id) == 0


@pytest.mark.parametrize("slot", ["1", "9", "65536", "99999999999999999999", "-1", "x"])
async def test_a_slot_that_was_not_handed_in_is_not_there(
    lan: Photographer, office: Office, slot: str
) -> None:
    await lan.finish()
    minh = await office.at("minh")
    assert (await minh.get(f"/mot-cua/ho-so/{lan.id}/tep/{slot}")).status_code == 404


async def test_a_file_that_the_store_lost_is_told(lan: Photographer, office: Office) -> None:
    await office.node.files.remove(lan.id, (await lan.stored())[0])
    for name in (await lan.stored())[1:]:
        await office.node.files.put(lan.id, name, b"bytes of a broken disk")
    await lan.finish()
    minh = await office.at("minh")
    answers = [await minh.get(f"/mot-cua/ho-so/{lan.id}/tep/{slot}") for slot in (0, 2, 3, 4)]
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404]
    assert "Không mở được tệp này" in max(answers, key=lambda one: one.status_code).text
    page = (await minh.get(f"/mot-cua/ho-so/{lan.id}")).text
    assert "Chưa nhận được ảnh hoặc tệp" in page
