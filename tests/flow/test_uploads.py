"""Photographs on their way in: shown again, kept, replaced, taken out, and nobody else's."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.engine.fields.files import entries_in
from kiosk.flow import actions
from kiosk.flow.actions import DraftKey, Held
from kiosk.flow.cookies import decoded
from kiosk.flow.jobs import sweep_files
from kiosk.flow.node import Node
from kiosk.store.problems import no_room
from tests.flow.citizen import value_of
from tests.flow.photos import (
    HEIC,
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
def morning() -> FixedClock:
    return FixedClock(datetime(2026, 11, 22, 2, tzinfo=UTC))


@pytest.fixture
async def studio(tmp_path: Path, migrated: Path, morning: FixedClock) -> AsyncIterator[Litestar]:
    async with photo_station(photo_settings(tmp_path, migrated), morning) as app:
        yield app


@pytest.fixture
async def lan(studio: Litestar) -> AsyncIterator[Photographer]:
    """Lan has just begun."""
    async with browser_at(studio) as browser:
        citizen = Photographer(browser, node=studio.state.node)
        await citizen.begin()
        yield citizen


def key_of(lan: Photographer) -> DraftKey:
    secret = decoded(lan.browser.cookies[f"d_{lan.id}"])
    assert secret is not None
    return DraftKey(lan.id, secret)


async def held_by(lan: Photographer) -> Held:
    node: Node = lan.node
    opened = await node.store.read(actions.read_draft, node.guide, key_of(lan))
    return opened.held


def pages_on(html: str) -> list[str]:
    return re.findall(r'<img class="photo__small" src="([^"]+)"', html)


async def shown(lan: Photographer, page: str) -> list[bytes]:
    """The pictures on a page, in their order."""
    hrefs = pages_on((await lan.look(page)).text)
    return [(await lan.browser.get(href)).content for href in hrefs]


async def test_a_photo_comes_back_for_a_look_before_the_next_question(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    assert lan.at == f"{lan.base}/chung-sinh"
    page = await lan.look()
    assert value_of(page, "ten") == "Trần Gia Bảo"
    assert await shown(lan, "chung-sinh") == [ONE]
    await lan.send("chung-sinh", NAME)
    assert lan.at == f"{lan.base}/giay-khac"
    assert await shown(lan, "chung-sinh") == [ONE]


async def test_a_preview_is_private_and_cannot_run(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    answer = await lan.browser.get(f"{lan.base}/tep/0")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    lan.browser.cookies.clear()
    assert (await lan.browser.get(f"{lan.base}/tep/0")).status_code == 404


async def test_what_is_stored_is_sealed(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    folder = lan.node.settings.files_dir / lan.id
    assert all(b"one" not in file.read_bytes() for file in folder.iterdir())


async def test_an_unfinished_page_is_not_complained_of_when_a_photo_comes(
    lan: Photographer,
) -> None:
    await lan.bring("chung-sinh", {"ten": ""}, ("chung_sinh", ONE))
    assert 'class="error"' not in (await lan.look()).text
    await lan.send("chung-sinh", {"ten": ""})
    assert "Bạn chưa điền chỗ này." in (await lan.look()).text
    assert await shown(lan, "chung-sinh") == [ONE]


async def test_without_a_photo_the_page_asks_for_one(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME)
    assert "Bạn chưa gửi ảnh" in (await lan.look()).text


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "không có gì bên trong"), (HEIC, "HEIC"), (b"GIF89a", "không nhận loại tệp"),
     (b"\xff\xd8" + bytes(21 * 1024 * 1024), "Nhiều nhất 20 MB")],
    ids=["empty", "heic", "gif", "21_mb"],
)  # fmt: skip
async def test_a_bad_file_is_explained_and_the_rest_stays(
    lan: Photographer, data: bytes, said: str
) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    await lan.bring("chung-sinh", NAME, ("chung_sinh:0", data))
    page = await lan.look()
    assert said in page.text
    assert value_of(page, "ten") == "Trần Gia Bảo"
    assert await shown(lan, "chung-sinh") == [ONE]
    await lan.send("chung-sinh", NAME)
    assert lan.at == f"{lan.base}/giay-khac"


async def test_pages_keep_their_order_when_one_is_taken_again(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    await lan.bring("giay-khac", {}, ("giay_khac", ONE), ("giay_khac", TWO))
    await lan.bring("giay-khac", {}, ("giay_khac:1", THREE))
    assert await shown(lan, "giay-khac") == [THREE, TWO]
    assert len(await lan.stored()) == 3  # the page that was replaced is gone from the disk
    assert (await lan.browser.get(f"{lan.base}/tep/1")).status_code == 404


async def test_a_page_is_taken_out(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    await lan.bring("giay-khac", {}, ("giay_khac", ONE), ("giay_khac", TWO))
    await lan.bring("giay-khac", {"xoa": "giay_khac:1"})
    assert lan.at == f"{lan.base}/giay-khac"
    assert await shown(lan, "giay-khac") == [TWO]
    assert len(await lan.stored()) == 2
    assert 'class="error"' not in (await lan.look()).text


async def test_one_page_too_many_is_said_and_none_is_lost(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    await lan.bring("giay-khac", {}, *[("giay_khac", ONE)] * 4)
    page = await lan.look()
    assert "nhận nhiều nhất 3" in page.text
    assert len(pages_on(page.text)) == 4
    await lan.bring("giay-khac", {"xoa": "giay_khac:2"})
    await lan.send("giay-khac", {})
    assert lan.at == f"{lan.base}/chu-ky"


async def test_a_new_photo_takes_the_place_of_the_only_one(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    await lan.bring("chung-sinh", NAME, ("chung_sinh", TWO))
    assert await shown(lan, "chung-sinh") == [TWO]
    assert len(await lan.stored()) == 1


async def test_a_pdf_is_shown_by_its_name_and_pages(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    await lan.bring("giay-khac", {}, ("giay_khac", PDF))
    page = (await lan.look()).text
    assert "anh.jpg</a> (3 trang)" in page
    assert (await lan.browser.get(f"{lan.base}/tep/1")).headers["content-type"] == "application/pdf"


async def test_entries_that_a_browser_makes_up_change_nothing(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    before = entries_in((await held_by(lan)).answers["chung_sinh"])
    forged = json.dumps({**before[0], "slot": 5})
    await lan.send("chung-sinh", {**NAME, "chung_sinh": [forged, '{"error": "file.heic"}']})
    assert lan.at == f"{lan.base}/giay-khac"
    assert (await held_by(lan)).answers["chung_sinh"] == before


async def test_a_file_for_a_question_that_takes_none_is_dropped(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("ten", ONE), ("chu_ky", ONE), ("x:y", ONE))
    assert await lan.stored() == []
    assert (await held_by(lan)).slots == 0


async def test_two_tabs_that_send_at_once_never_share_a_slot(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    await asyncio.gather(
        lan.bring("giay-khac", {}, ("giay_khac", ONE)),
        lan.bring("giay-khac", {}, ("giay_khac", TWO)),
        lan.bring("giay-khac", {}, ("giay_khac", THREE)),
    )
    entries = (await held_by(lan)).answers["giay_khac"]
    assert sorted(one["slot"] for one in entries) == [1, 2, 3]
    assert sorted(await shown(lan, "giay-khac")) == sorted([ONE, TWO, THREE])


async def test_when_the_slots_are_used_up_no_key_is_used_twice(lan: Photographer) -> None:
    node, key = lan.node, key_of(lan)
    full = replace_slots(await held_by(lan), 65536)
    await node.store.write(actions.store, key, full, node.guide.clock.now())
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    assert "Máy đang bận" in (await lan.look()).text
    assert await lan.stored() == []


def replace_slots(held: Held, slots: int) -> Held:
    return Held(held.answers, held.typed, held.k, slots)


async def test_a_full_disk_turns_the_photo_down_and_nothing_else(
    lan: Photographer, studio: Litestar
) -> None:
    class Full:
        async def put(self, owner: str, name: str, data: bytes) -> None:
            raise no_room()

    studio.state.node = replace(lan.node, files=Full())
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    page = await lan.look()
    assert "Máy đang bận, chưa nhận được ảnh" in page.text
    assert value_of(page, "ten") == "Trần Gia Bảo"


async def test_saving_for_later_keeps_the_photo_that_was_just_chosen(lan: Photographer) -> None:
    answer = await lan.bring("luu", {"step": "chung-sinh"}, ("chung_sinh", ONE))
    assert answer.status_code == 200
    found = re.search(r'class="code[^>]*>(.*?)</p>', answer.text)
    assert found
    code = re.sub(r"<[^>]+>|\s", "", found[1])
    lan.browser.cookies.clear()
    back = await lan.browser.post("/lam-tiep", data={"code": code})
    assert back.headers["location"] == f"{lan.base}/chung-sinh"
    assert await shown(lan, "chung-sinh") == [ONE]


async def test_done_takes_the_files_along(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    await lan.send("xong", {})
    assert await lan.node.files.owners() == []


async def test_the_check_page_tells_how_many_pages_there_are(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    await lan.send("chung-sinh", NAME)
    await lan.bring("giay-khac", {}, ("giay_khac", ONE), ("giay_khac", PDF))
    await lan.send("giay-khac", {})
    await lan.bring("chu-ky", {}, ("chu_ky", TWO))
    await lan.send("chu-ky", {})
    page = (await lan.look("kiem-tra")).text
    assert ["1 trang" in page, "4 trang" in page, "Đã ký" in page] == [True, True, True]


async def test_correcting_from_the_check_page_leads_back_to_it(lan: Photographer) -> None:
    await lan.answer_all()
    await lan.bring("chung-sinh?sua=1", NAME, ("chung_sinh:0", THREE))
    assert lan.at == f"{lan.base}/chung-sinh?sua=1"
    await lan.send("chung-sinh?sua=1", NAME)
    assert lan.at == f"{lan.base}/kiem-tra"


async def test_htmx_gets_the_page_with_the_preview_at_once(lan: Photographer) -> None:
    lan.browser.headers["HX-Request"] = "true"
    answer = await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    assert answer.status_code == 200
    assert answer.headers["HX-Push-Url"] == f"{lan.base}/chung-sinh"
    assert pages_on(answer.text) == [f"{lan.base}/tep/0"]


async def test_a_stranger_sends_nothing_to_a_draft(lan: Photographer) -> None:
    lan.browser.cookies.clear()
    answer = await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    assert answer.status_code == 404
    assert await lan.node.files.owners() == []


async def test_a_damaged_file_is_a_page_and_not_a_crash(lan: Photographer) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    (name,) = await lan.stored()
    await lan.node.files.put(lan.id, name, b"something else")
    answer = await lan.browser.get(f"{lan.base}/tep/0")
    assert answer.status_code == 404
    assert "Không có ảnh này" in answer.text


async def test_files_of_a_draft_that_is_over_are_swept_after_a_day(
    lan: Photographer, morning: FixedClock
) -> None:
    await lan.bring("chung-sinh", NAME, ("chung_sinh", ONE))
    store, files = lan.node.store, lan.node.files
    assert await sweep_files(store, files, morning.now() + timedelta(days=2)) == 0
    await store.write(actions.sweep, morning.now() + timedelta(days=31))
    assert await sweep_files(store, files, morning.now()) == 0  # younger than a day: on its way in
    assert await sweep_files(store, files, morning.now() + timedelta(days=31)) == 1
    assert await files.owners() == []


async def test_files_that_were_handed_in_are_never_swept(
    lan: Photographer, morning: FixedClock
) -> None:
    await lan.answer_all()
    await lan.finish()
    await lan.send("xong", {})
    store, later = lan.node.store, morning.now() + timedelta(days=60)
    await store.write(actions.sweep, later)
    assert await sweep_files(store, lan.node.files, later) == 0
    assert len(await lan.stored()) == 2
