"""A procedure in which nothing is handed in ends with a list to print."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile, copytree

import httpx
import pytest
from litestar import Litestar

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.flow import hand_in, problems
from kiosk.flow.actions import DraftKey
from kiosk.flow.cookies import decoded
from kiosk.problem import Problem
from kiosk.settings import ROOT, Settings
from tests.conftest import HERE
from tests.flow.citizen import Citizen, heading

FLOW = "chung-thuc-ban-sao"
ANSWERS = {
    "ban-chinh": {"co_ban_chinh": "yes"},
    "hong": {"loi": []},
    "vneid": {"tren_vneid": "mot_so"},
    "noi-nhan": {"bat_buoc": "co"},
    "giay-to/1": {"loai_giay": "bang_cap", "noi_cap": "viet_nam", "so_trang": "4", "so_ban": "3"},
    "giay-to": {"more": "no"},
}


@pytest.fixture(scope="module")
async def station(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path, shelf: Path
) -> AsyncIterator[Litestar]:
    """A node with the real procedures."""
    folder = tmp_path_factory.mktemp("node")
    copyfile(migrated, folder / "kiosk.db")
    settings = Settings(
        data_dir=folder, database_url=f"sqlite:///{folder}/kiosk.db", public_url=HERE,
        flows_dir=ROOT / "flows", rate_address=100_000, rate_all=100_000,
        given_secret=b"a secret for tests, 32 bytes long",
    )  # fmt: skip
    copytree(shelf, settings.packs_dir)
    app = create_app(settings, FixedClock(datetime(2026, 11, 22, 2, tzinfo=UTC)))
    async with app.lifespan():
        yield app


@pytest.fixture
async def lan(tablet: httpx.AsyncClient) -> Citizen:
    """Lan has answered everything and looks at the check page."""
    citizen = Citizen(tablet)
    await citizen.begin(FLOW)
    await citizen.answer_all(ANSWERS)
    return citizen


async def test_the_check_page_leads_to_the_list(lan: Citizen) -> None:
    page = (await lan.look()).text
    assert f'href="{lan.base}/danh-sach"' in page
    assert "cam-doan" not in page
    assert "Nộp tờ khai" not in page


async def test_the_list_says_what_to_bring_how_much_and_where(lan: Citizen) -> None:
    answer = await lan.look("danh-sach")
    assert heading(answer) == "Giấy tờ cần mang"
    for words in (
        "Bản chính của từng giấy", "Bằng tốt nghiệp", "18.000 đ", "Ủy ban nhân dân xã",
        "không nộp qua mạng", "Trong ngày làm việc", "Không cần mang: Giấy đã có trên VNeID",
    ):  # fmt: skip
        assert words in answer.text
    assert "tờ khai" not in answer.text.lower()


async def test_the_list_comes_alone_for_a_script(lan: Citizen) -> None:
    page = await lan.browser.get(f"{lan.base}/danh-sach", headers={"HX-Request": "true"})
    assert page.text.startswith("<title>")
    assert "<html" not in page.text


async def test_changing_the_language_stays_on_the_list(lan: Citizen) -> None:
    page = (await lan.look("danh-sach")).text
    assert f'name="back" value="{lan.base}/danh-sach"' in page


async def test_everybody_can_have_it_as_a_pdf(lan: Citizen) -> None:
    answer = await lan.look("danh-sach.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.content.startswith(b"%PDF-")
    assert answer.content == (await lan.look("danh-sach.pdf")).content


@pytest.mark.parametrize("page", ["danh-sach", "danh-sach.pdf"])
async def test_before_the_end_the_open_question_comes(tablet: httpx.AsyncClient, page: str) -> None:
    lan = Citizen(tablet)
    await lan.begin(FLOW)
    answer = await lan.look(page)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{lan.base}/ban-chinh")


async def test_nothing_can_be_handed_in(lan: Citizen, station: Litestar) -> None:
    for answer in (await lan.look("cam-doan"), await lan.hand_in()):
        assert (answer.status_code, answer.headers["location"]) == (303, f"{lan.base}/kiem-tra")
    node = station.state.node
    key = DraftKey(lan.id, decoded(lan.browser.cookies[f"d_{lan.id}"]))
    with pytest.raises(Problem) as refused:
        await node.store.write(hand_in.hand_in, node.guide, node.inbox, key, "vi", {})
    assert refused.value.kind == problems.not_finished


async def test_done_forgets_the_answers(lan: Citizen) -> None:
    assert f'action="{lan.base}/xong"' in (await lan.look("danh-sach")).text
    await lan.browser.post(f"{lan.base}/xong")
    assert (await lan.look("danh-sach")).status_code == 404


@pytest.mark.parametrize("page", ["danh-sach", "danh-sach.pdf"])
async def test_tam_without_the_key_sees_nothing(lan: Citizen, page: str) -> None:
    lan.browser.cookies.clear()
    answer = await lan.look(page)
    assert answer.status_code == 404
    assert "Bằng tốt nghiệp" not in answer.text


async def test_a_procedure_that_is_handed_in_has_no_list(tablet: httpx.AsyncClient) -> None:
    lan = Citizen(tablet)
    await lan.begin("khai-sinh")
    assert (await lan.look("danh-sach")).headers["location"] == f"{lan.base}/truong-hop"


async def test_the_first_page_promises_no_form(tablet: httpx.AsyncClient) -> None:
    page = (await tablet.get(f"/thu-tuc/{FLOW}")).text
    assert "không có tờ khai" in page
    assert "Nộp tờ khai" not in page
    assert 'href="/thu-tuc/ban-sao-trich-luc"' in page
