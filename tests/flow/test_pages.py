"""The pages of a procedure, one question each, from the first to the receipt."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from litestar import Litestar
from structlog.testing import capture_logs

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.content.cases import Case, read_cases
from kiosk.content.flows import read_flow
from kiosk.settings import Settings
from kiosk.sync import codes
from tests.flow.citizen import LAN, Citizen, Form, forms_of, heading, value_of
from tests.flows.conftest import FLOWS

Running = Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]]
AGREED = {"cam_doan": "yes", "dong_y_du_lieu": "yes"}
HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def birth() -> tuple[Case, dict[str, Form]]:
    """The first worked case of the birth flow, and what its mother types."""
    case = read_cases(FLOWS / "khai-sinh" / "cases.yaml")[0]
    assert isinstance(case.expect.path, list)
    flow = read_flow(FLOWS / "khai-sinh").flow
    return case, forms_of(flow, case.answers, case.expect.path)


@pytest.fixture
async def mother(stocked: Settings, clock: FixedClock, running: Running) -> AsyncIterator[Citizen]:
    async with running(create_app(replace(stocked, rate_address=100_000), clock)) as browser:
        yield Citizen(browser)


async def test_a_birth_is_registered_from_the_first_question_to_the_receipt(
    mother: Citizen, birth: tuple[Case, dict[str, Form]]
) -> None:
    _, forms = birth
    await mother.begin("khai-sinh")
    await mother.answer_all(forms)
    check = await mother.look()
    for shown in ("Trần Gia Bảo", "02/11/2026", "929 La Thành, Phường Đống Đa", "0912345678"):
        assert shown in check.text
    await mother.hand_in(AGREED)
    assert mother.at == f"/bien-nhan/{codes.receipt_code(mother.id)}"
    assert (await mother.look()).status_code == 200


async def test_logs_name_nobody(
    mother: Citizen, birth: tuple[Case, dict[str, Form]], caplog: pytest.LogCaptureFixture
) -> None:
    case, forms = birth
    caplog.set_level(logging.DEBUG)
    with capture_logs() as events:
        await journey_with_mishaps(mother, forms)
    ours = [one.getMessage() for one in caplog.records if one.name != "httpx"]
    logged = repr(events) + repr(ours)
    key = mother.browser.cookies[f"d_{mother.id}"]
    told = [*personal(case.answers), mother.id, key, codes.receipt_code(mother.id)]
    assert len(events) > len(forms)
    assert [one for one in told if one in logged] == []


async def journey_with_mishaps(mother: Citizen, forms: dict[str, Form]) -> None:
    """Everything that a day can bring: doubts, wrong codes, lost keys, and a hand-in."""
    await mother.begin("khai-sinh")
    await mother.send("truong-hop", {"truong_hop": "Trần Gia Bảo"})
    await mother.answer_all(forms)
    await mother.send("luu", {})
    for code in ("Trần Gia Bảo", mother.id, codes.receipt_code(mother.id)):
        await mother.browser.post("/lam-tiep", data={"code": code})
        await mother.browser.post("/ho-so", data={"code": code})
    await mother.hand_in(AGREED)
    await mother.look()
    await mother.browser.get(f"/ho-so/{codes.receipt_code(mother.id)}")
    await mother.browser.get("/to-khai/Trần Gia Bảo/001197004321")


def personal(answers: Any) -> list[str]:
    """Names, places, numbers and days among the answers; not the options of a choice."""
    if isinstance(answers, dict):
        return [text for one in answers.values() for text in personal(one)]
    told = isinstance(answers, str) and len(answers) > 4
    return [answers] if told and not answers.replace("_", "").isalpha() else []


async def test_a_wrong_answer_keeps_the_place_and_what_was_typed(lan: Citizen) -> None:
    await lan.send("nguoi", {"ho_ten": "Lan 2", "ngay_sinh.d": "32", "ngay_sinh.m": "1"})
    page = await lan.look()
    assert lan.at.endswith("/nguoi")
    assert (value_of(page, "ho_ten"), value_of(page, "ngay_sinh.d")) == ("Lan 2", "32")
    assert 'href="#ho_ten"' in page.text
    assert "Còn thiếu năm." in page.text


async def test_what_is_typed_is_never_markup(lan: Citizen) -> None:
    await lan.send("nguoi", {"ho_ten": '<script>alert(1)</script>"{{base}}'})
    page = await lan.look()
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;{{base}}" in page.text


async def test_a_page_ahead_leads_to_the_one_that_is_due(lan: Citizen) -> None:
    for page in ("noi", "kiem-tra", "cam-doan", "con-em/1", "con-em/0", "ly-do", "nobody"):
        assert (await lan.look(page)).headers["location"] == f"{lan.base}/nguoi"


async def test_a_correction_returns_to_the_check_page(finished: Citizen) -> None:
    page = await finished.look("nguoi?sua=1")
    assert f'action="{finished.base}/nguoi?sua=1"' in page.text
    assert f'href="{finished.base}/kiem-tra"' in page.text
    await finished.send("nguoi?sua=1", {"ho_ten": "Lê Thị Lan", "ngay_sinh.d": "1/3/1990"})
    assert finished.at == f"{finished.base}/kiem-tra"


async def test_a_correction_asks_only_what_newly_became_necessary(finished: Citizen) -> None:
    await finished.send("so?sua=1", {"so": ""})
    await finished.send("co-con?sua=1", {"co_con": "no"})
    assert finished.at == f"{finished.base}/ly-do?sua=1"
    await finished.send("ly-do?sua=1", {"ly_do": "chưa có"})
    check = await finished.look()
    assert finished.at == f"{finished.base}/kiem-tra"
    assert "chưa có" in check.text
    assert "Trần Văn An" not in check.text


async def test_a_warning_is_shown_once_and_let_pass(lan: Citizen) -> None:
    await lan.send("nguoi", LAN["nguoi"])
    await lan.send("so", {"so": "001195004321"})
    page = await lan.look()
    assert "Số này không khớp năm sinh 1990" in page.text
    await lan.send("so", {"so": "001195004321", "seen": value_of(page, "seen")})
    assert lan.at == f"{lan.base}/co-con"


async def test_a_similar_commune_is_picked_on_a_second_screen(finished: Citizen) -> None:
    place = {"noi.province": "01", "noi.place": "Ba Đìnhh"}
    await finished.send("noi", place)
    page = await finished.look()
    assert "Có phải nơi này không?" in page.text
    assert 'name="noi.commune" value="00004"' in page.text
    await finished.send("noi", {**place, "noi.commune": "00004"})
    assert "Phường Ba Đình" in (await finished.look("kiem-tra")).text


async def test_members_are_added_and_taken_out(finished: Citizen) -> None:
    await finished.send("con-em", {"more": "yes"})
    await finished.send("con-em/2", {"con_ten": "Trần Thị Bình", "con_sinh.d": "8/8/2018"})
    assert (await finished.look("con-em")).text.count('class="member"') == 2
    await finished.send("con-em", {"remove": "1"})
    page = await finished.look("con-em")
    assert "Trần Thị Bình" in page.text
    assert "Trần Văn An" not in page.text


async def test_a_stop_has_its_reason_and_no_way_on(lan: Citizen) -> None:
    for page in ("nguoi", "so"):
        await lan.send(page, {**LAN[page], "so": ""})
    await lan.send("co-con", {"co_con": "no"})
    await lan.send("ly-do", {"ly_do": "dừng"})
    shown = await lan.look()
    assert "Dừng ở đây." in shown.text
    assert f'action="{lan.base}/dung"' not in shown.text


async def test_htmx_gets_the_next_page_at_once_with_its_address(lan: Citizen) -> None:
    answer = await lan.browser.post(f"{lan.base}/nguoi", data=LAN["nguoi"], headers=HTMX)
    assert answer.status_code == 200
    assert answer.headers["hx-push-url"] == f"{lan.base}/so"
    assert answer.text.startswith("<title>")
    assert "<html" not in answer.text
    assert heading(answer) == heading(await lan.look("so"))


async def test_a_fragment_is_the_middle_of_the_page(lan: Citizen) -> None:
    whole = (await lan.look()).text
    part = (await lan.browser.get(lan.at, headers=HTMX)).text
    title, main = part.split("\n", 1)
    assert title in whole
    assert main in whole


@pytest.mark.parametrize("path", ["/to-khai/nobody/nguoi", "/thu-tuc/nobody", "/bien-nhan/nobody"])
async def test_what_is_not_there_is_a_page_in_the_readers_language(
    tablet: httpx.AsyncClient, path: str
) -> None:
    for lang in ("vi", "en"):
        answer = await tablet.get(path, headers={"Accept-Language": lang})
        assert answer.status_code == 404
        assert f'<html lang="{lang}"' in answer.text
