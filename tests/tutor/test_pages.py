"""A lesson is played by plain forms; what was done is kept once, what was typed never."""

import re
from html import unescape
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from kiosk.clock import FixedClock
from kiosk.people.assist import COOKIE, Signing, Visit
from kiosk.store import Store
from tests.tutor.conftest import SECRET, Pupil, rows

RUN = "019c2b7e-6f00-7abc-8def-000000000009"
BACK = "/to-khai/019c2b7e-6f00-7abc-8def-000000000001/ten"


async def test_a_lesson_is_played_to_its_end_without_a_script(pupil: Pupil) -> None:
    assert "Nhập mã sáu số vào ô." in await pupil.page()
    await pupil.do(chu="482913")
    assert pupil.scene == "cuoc-goi"
    assert "Đúng rồi. Mã đã vào ô." in await pupil.page()
    await pupil.do(lam="cup-may")
    assert pupil.scene == "xong"
    assert "Không đọc mã cho ai." in await pupil.page()


async def test_every_deed_is_one_row(pupil: Pupil, held: Store) -> None:
    await pupil.do(lam="goi-y")
    await pupil.do(chu="482913", giup="1")
    await pupil.do(lam="cup-may")
    told = [(one.n, one.scene, one.outcome, one.result) for one in await rows(held)]
    assert told == [
        (0, "nhap-ma", "bat-dau", "begun"),
        (0, "nhap-ma", "goi-y", "hint"),
        (1, "nhap-ma", "o-ma", "right"),
        (2, "cuoc-goi", "cup-may", "right"),
    ]
    helped = next(one for one in await rows(held) if one.outcome == "o-ma")
    assert (helped.touch, helped.hint, helped.skill) == ("coach", 1, "enter-otp")
    assert (helped.lesson, helped.version, helped.commune) == ("ma-otp", 2, "00070")


async def test_while_somebody_is_helped_every_deed_says_so(
    pupil: Pupil, held: Store, clock: FixedClock, app: Litestar
) -> None:
    signing = Signing.under(app.state.settings.secret())
    pupil.browser.cookies.set(COOKIE, signing.value(Visit(RUN, "helped", clock.now())))
    await pupil.do(chu="482913")
    pupil.browser.cookies.clear()
    await pupil.do(lam="cup-may")
    assert [one.touch for one in await rows(held)] == ["alone", "coach", "alone"]


async def test_a_double_tap_is_one_row_and_the_same_answer(pupil: Pupil, held: Store) -> None:
    at = pupil.at
    first = await pupil.browser.post(at, data={"chu": "482913"})
    second = await pupil.browser.post(at, data={"chu": "482913"})
    assert first.headers["location"] == second.headers["location"]
    assert len(await rows(held)) == 2


async def test_a_wrong_answer_stays_with_what_was_typed_in_its_box(pupil: Pupil) -> None:
    answer = await pupil.do(chu="48")
    assert answer.status_code == 422
    assert "Còn thiếu số. Mã có sáu số." in answer.text
    assert 'value="48"' in answer.text
    assert re.search(r'action="[^"]*n=1&amp;sai=1&amp;loi=nhap-ma\.thieu-so"', answer.text)


@pytest.mark.parametrize("by_htmx", [True, False])
async def test_a_hint_keeps_what_was_typed(pupil: Pupil, by_htmx: bool) -> None:
    if by_htmx:
        pupil.browser.headers["HX-Request"] = "true"
    answer = await pupil.do(chu="48", lam="goi-y")
    assert answer.status_code == 200
    assert "Nhìn dòng tin nhắn trên cùng." in answer.text
    assert 'value="48"' in answer.text
    assert pupil.query["goiy"] == "1"
    assert ("HX-Push-Url" in answer.headers) is by_htmx
    assert "48" not in answer.headers.get("HX-Push-Url", "").partition("goiy")[2]


async def test_to_begin_a_scene_again_drops_what_was_said(pupil: Pupil) -> None:
    answer = await pupil.do(chu="48")
    again = re.search(r'href="(/hoc/ma-otp/nhap-ma[^"]*)"[^>]*><svg', answer.text)
    assert again
    page = (await pupil.browser.get(unescape(again[1]))).text
    assert "Còn thiếu số." not in page
    assert 'value="48"' not in page


async def test_what_was_typed_is_nowhere(pupil: Pupil, held: Store, app: Litestar) -> None:
    with capture_logs() as logs:
        answer = await pupil.do(chu=SECRET)
        await pupil.do(lam=SECRET)
    assert SECRET in answer.text
    assert [one.outcome for one in await rows(held)] == ["bat-dau", "khac", "khac"]
    written = everything_in(app.state.settings.data_dir)
    for part in SECRET.split():
        assert part.encode() not in written
        assert part not in str(logs)


def everything_in(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


async def test_a_trap_leads_back_in_other_clothes(pupil: Pupil, held: Store) -> None:
    await pupil.do(chu="482913")
    before = voice_in(await pupil.page())
    assert "đọc mã" in before
    await pupil.do(lam="doc-ma")
    assert pupil.scene == "nhap-ma"
    assert "Ai xin mã là lừa đảo." in await pupil.page()
    await pupil.do(chu="482913")
    assert pupil.query["v"] == "1"
    assert voice_in(await pupil.page()) != before
    assert [one.fell for one in await rows(held)].count(True) == 1


def voice_in(page: str) -> str:
    """What the caller says."""
    return page.partition('<blockquote class="voice"')[2].partition("<p>")[2].partition("<")[0]


async def test_htmx_gets_the_next_scene_at_once(pupil: Pupil) -> None:
    pupil.browser.headers["HX-Request"] = "true"
    answer = await pupil.browser.post(pupil.at, data={"chu": "482913"})
    assert answer.status_code == 200
    assert answer.headers["HX-Push-Url"].startswith("/hoc/ma-otp/cuoc-goi?luot=")
    assert answer.text.startswith("<title>")
    assert "<html" not in answer.text
    begun = await pupil.browser.post("/hoc/ma-otp", data={})
    assert begun.headers["HX-Push-Url"].startswith("/hoc/ma-otp/nhap-ma?luot=")


@pytest.mark.parametrize(
    "path",
    [
        "/hoc/ma-otp/nhap-ma",
        "/hoc/ma-otp/nhap-ma?luot=x",
        "/hoc/ma-otp/khong-co?luot={run}",
        "/hoc/ma-otp/xong",
    ],
)
async def test_what_is_no_place_in_a_run_leads_to_the_first_page(pupil: Pupil, path: str) -> None:
    where = path.format(run=pupil.query["luot"])
    joined = f"{where}{'&' if '?' in where else '?'}ve={BACK}"
    for answer in (await pupil.browser.get(joined), await pupil.browser.post(joined, data={})):
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/hoc/ma-otp?ve={BACK}"


async def test_a_rehearsal_is_short_and_leads_back(pupil: Pupil, held: Store) -> None:
    page = (await pupil.browser.get(f"/hoc/ma-otp?ve={BACK}%23ten")).text
    assert f'href="{BACK}#ten"' in page
    await pupil.begin(f"?ve={BACK}%23ten")
    await pupil.do(chu="482913")
    assert pupil.scene == "xong"
    assert f'href="{BACK}#ten"' in await pupil.page()
    assert [one.rehearsal for one in await rows(held)].count(True) == 2


async def test_a_way_back_to_elsewhere_is_dropped(client: httpx.AsyncClient) -> None:
    for back in ("//evil.example", "https://evil.example/to-khai", "/mot-cua", "/to-khai/x/../.."):
        page = (await client.get(f"/hoc/ma-otp?ve={back}")).text
        assert back not in page.partition("<main")[2]


async def test_the_card_has_what_is_to_be_kept_in_mind(client: httpx.AsyncClient) -> None:
    answer = await client.get("/hoc/ma-otp/the")
    assert answer.status_code == 200
    assert "Mã chỉ gõ vào máy của mình." in answer.text


async def test_a_lesson_that_is_not_here(client: httpx.AsyncClient) -> None:
    for path in ("/hoc/khong-co", "/hoc/khong-co/x", "/hoc/khong-co/the"):
        answer = await client.get(path)
        assert answer.status_code == 404
        assert 'href="/hoc"' in answer.text
    assert (await client.post("/hoc/khong-co", data={})).status_code == 404


async def test_the_first_page_leads_to_the_lessons(client: httpx.AsyncClient) -> None:
    assert 'href="/hoc"' in (await client.get("/")).text
    page = (await client.get("/hoc")).text
    assert 'href="/hoc/ma-otp"' in page
    assert "5 phút" in page
    assert "Chưa thử" not in page


async def test_the_same_headers_as_everywhere(pupil: Pupil) -> None:
    flow = await pupil.browser.get("/thu-tuc/nha-toi")
    for path in ("/hoc", "/hoc/ma-otp", pupil.at, "/hoc/toi"):
        answer = await pupil.browser.get(path)
        for name in ("content-security-policy", "referrer-policy", "cache-control"):
            assert answer.headers[name] == flow.headers[name]


async def test_a_lesson_speaks_the_readers_language(pupil: Pupil, app: Litestar) -> None:
    english = await pupil.browser.get("/hoc", headers={"Cookie": "lang=en"})
    assert '<html lang="en"' in english.text


async def test_nothing_else_is_stored(pupil: Pupil, held: Store) -> None:
    def count(db: Connection) -> int:
        return int(db.scalar(text("SELECT count(*) FROM draft")) or 0)

    await pupil.do(chu="482913")
    assert await held.read(count) == 0
