"""Lan stands at the kiosk of Hoàn Kiếm and hands in for Ba Đình, or does not."""

import json
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, text

from kiosk.flow.receiving import Receiving
from kiosk.sync import envelope
from tests.flow.citizen import LAN, Citizen, heading, value_of

HERE, THERE, ELSEWHERE = "00070", "00004", "01477"
BUTTON = "Nộp cho xã, phường khác"
TO_BA_DINH = {"xa_nhan.place": "Ba Đình"}


@pytest.fixture
def desks(station: Litestar) -> Iterator[None]:
    """The hub has a desk in each of two communes."""
    receiving = station.state.node.guide.receiving
    before, receiving.codes = receiving.codes, frozenset({HERE, THERE})
    yield
    receiving.codes = before


@pytest.fixture
async def lan(tablet: httpx.AsyncClient, desks: None) -> Citizen:
    """Lan has said that it is for another commune."""
    citizen = Citizen(tablet)
    answer = await tablet.post("/to-khai", data={"flow": "nha-toi", "elsewhere": "1"})
    citizen.at = answer.headers["location"]
    citizen.id = citizen.at.split("/")[2]
    return citizen


def sent_to(db: Connection, id: str) -> tuple[str, str]:
    """The commune of a dossier, and the one that its envelope names."""
    of_dossier = db.scalar(text("select commune from dossier where id = :id"), {"id": id})
    body = db.scalar(text("select body from envelope where id = :id"), {"id": id})
    return of_dossier, envelope.read(body).header.commune


async def test_nobody_is_offered_what_nobody_receives(tablet: httpx.AsyncClient) -> None:
    assert BUTTON not in (await tablet.get("/thu-tuc/nha-toi")).text


@pytest.mark.parametrize(
    ("here", "desks"), [(HERE, {HERE, ELSEWHERE}), ("99999", {HERE, THERE}), (HERE, {HERE})]
)
async def test_nothing_leaves_the_province(station: Litestar, here: str, desks: set[str]) -> None:
    """Nor where nobody knows in which one the machine stands."""
    of_desks = Receiving(codes=frozenset(desks))
    guide = replace(station.state.node.guide, commune=here, receiving=of_desks)
    assert not guide.serves_others


async def test_who_only_begins_is_not_asked(tablet: httpx.AsyncClient, desks: None) -> None:
    assert BUTTON in (await tablet.get("/thu-tuc/nha-toi")).text
    citizen = Citizen(tablet)
    await citizen.begin()
    assert citizen.at == f"{citizen.base}/nguoi"


async def test_the_question_comes_first_and_leads_back_to_the_procedure(lan: Citizen) -> None:
    page = await lan.look()
    assert lan.at == f"{lan.base}/xa-nhan"
    assert heading(page) == "Gửi tới đâu?"
    assert 'href="/thu-tuc/nha-toi"' in page.text
    assert "Câu 1" in page.text
    assert 'name="xa_nhan.province"' not in page.text
    await lan.send("xa-nhan", TO_BA_DINH)
    assert lan.at == f"{lan.base}/nguoi"
    first = await lan.look()
    assert "Câu 2" in first.text
    assert f'href="{lan.base}/xa-nhan"' in first.text


async def test_it_goes_there(lan: Citizen, station: Litestar) -> None:
    await lan.send("xa-nhan", TO_BA_DINH)
    await lan.answer_all()
    check = await lan.look()
    assert "Phường Ba Đình" in check.text
    assert f'href="{lan.base}/xa-nhan?sua=1"' in check.text
    await lan.hand_in()
    assert await station.state.store.read(sent_to, lan.id) == (THERE, THERE)
    receipt = await lan.look()
    assert "Phường Ba Đình" in receipt.text
    assert "Hoàn Kiếm" not in receipt.text


async def test_it_may_stay_here_after_all(lan: Citizen, station: Litestar) -> None:
    await lan.send("xa-nhan", TO_BA_DINH)
    await lan.answer_all()
    await lan.send("xa-nhan?sua=1", {"xa_nhan.place": "Hoàn Kiếm"})
    assert lan.at == f"{lan.base}/kiem-tra"
    await lan.hand_in()
    assert await station.state.store.read(sent_to, lan.id) == (HERE, HERE)


async def test_who_leaves_the_question_open_hands_in_here(lan: Citizen, station: Litestar) -> None:
    """It was a slip of the finger: nothing holds her up, and nothing is sent astray."""
    lan.at = f"{lan.base}/nguoi"
    await lan.answer_all(LAN)
    await lan.hand_in()
    assert await station.state.store.read(sent_to, lan.id) == (HERE, HERE)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Tây Hồ", "Nơi này chưa nhận hồ sơ qua Trạm Số."),
        ("Xyzt Abcd", "Chưa tìm thấy nơi này trong tỉnh."),
        ("", "Bạn chưa điền chỗ này."),
    ],
)
async def test_where_nobody_would_read_it_nothing_is_sent(
    lan: Citizen, typed: str, said: str
) -> None:
    answer = await lan.send("xa-nhan", {"xa_nhan.place": typed})
    assert answer.status_code == 303
    page = await lan.look()
    assert lan.at == f"{lan.base}/xa-nhan"
    assert said in page.text
    assert value_of(page, "xa_nhan.place") == typed
    assert "Giữ tên tôi đã viết" not in page.text


async def test_a_similar_name_is_shown_before_it_is_believed(lan: Citizen) -> None:
    await lan.send("xa-nhan", {"xa_nhan.place": "Ba Đìnhh"})
    page = await lan.look()
    assert "Có phải nơi này không?" in page.text
    assert f'value="{THERE}"' in page.text
    await lan.send("xa-nhan", {"xa_nhan.place": "Ba Đìnhh", "xa_nhan.commune": THERE})
    assert lan.at == f"{lan.base}/nguoi"


async def test_devices_are_told_who_receives(tablet: httpx.AsyncClient, desks: None) -> None:
    told = json.loads((await tablet.get("/sync/v1/packs")).content)
    assert told["receiving"] == [THERE, HERE]
