"""A group: who is in it, their pictures, how far they have come, and that it can be closed."""

import csv
import io
import re

import httpx

from kiosk.clock import FixedClock
from kiosk.store import Store
from kiosk.tutor import actions
from tests.coach.conftest import GROUP, GROUP_PAGE, HOME, LAN, TU, Coach, new_id
from tests.coach.test_home import trail
from tests.tutor.conftest import Pupil

ADD, LEAVE = f"{GROUP_PAGE}/nguoi", f"{GROUP_PAGE}/nguoi/{TU}/roi-nhom"


async def test_who_is_added_gets_three_pictures_and_comes_in_with_them(
    hoa: Coach, group: str, clock: FixedClock, client: httpx.AsyncClient, held: Store
) -> None:
    id = new_id(clock)
    for _ in range(2):
        answer = await hoa.post(ADD, so=id, ten="Ông Páo", ho="nhà ông Páo")
        assert answer.headers["location"] == f"{GROUP_PAGE}?moi={id}"
    page = await hoa.get(answer.headers["location"])
    assert "Đã thêm Ông Páo." in page
    assert page.count('<li class="person">') == 3
    numbers = await pictures_of(held, id)
    await client.post(
        "/hoc/toi", data={"nhom": group, "chon": ".".join(numbers[:2]), "hinh": numbers[2]}
    )
    assert "Đang học: Ông Páo" in (await client.get("/hoc")).text
    assert await held.read(trail) == ["add_learner"]


async def test_a_name_may_be_left_out_and_is_no_number(hoa: Coach, group: str) -> None:
    wrong = {"001099012345": "Không ghi số căn cước", "x" * 31: "Nhiều nhất 30 chữ cái."}
    for name, said in wrong.items():
        answer = await hoa.post(ADD, 422, ten=name, ho=name)
        assert answer.text.count(said) == 4
        assert f'value="{name}"' in answer.text
    answer = await hoa.post(ADD)
    assert re.search(r"Đã thêm \w+", await hoa.get(answer.headers["location"]))


async def test_who_leaves_is_not_named_any_more_and_cannot_come_in(
    hoa: Coach, group: str, held: Store, client: httpx.AsyncClient
) -> None:
    await hoa.post(LEAVE)
    await hoa.post(LEAVE)
    page = await hoa.get(GROUP_PAGE)
    assert "Bà Lan" in page
    assert "Nhà, Cá, Gà" not in page
    answer = await client.post("/hoc/toi", data={"nhom": group, "chon": "1.2", "hinh": "3"})
    assert answer.status_code == 422
    assert await held.read(trail) == ["remove_learner"]


async def test_cards_of_all_or_of_one(hoa: Coach, group: str) -> None:
    page = await hoa.get(f"{GROUP_PAGE}/the")
    assert page.count('<section class="pass"') == 2
    page = await hoa.get(f"{GROUP_PAGE}/the?ai={LAN}")
    assert page.count('<section class="pass"') == 1
    assert all(one in page for one in ("Bà Lan", "1. Gà", "2. Diều", "3. Trăng"))


async def test_how_far_everybody_has_come(hoa: Coach, lan: Pupil) -> None:
    await lan.do(chu="1")
    await lan.do(chu="1")
    await lan.do(chu="482913")
    await lan.do(lam="doc-ma")
    page = await hoa.get(f"{GROUP_PAGE}/tien-bo")
    assert page.count("Chưa thử</span>") == 1
    assert "Có gợi ý</span>" in page
    assert "Sai 2 trong 3 lần làm" in page
    assert "Máy nhắc: Còn thiếu số. Mã có sáu số." in page


async def test_the_same_as_a_table_is_put_on_record(hoa: Coach, group: str, held: Store) -> None:
    answer = await hoa.browser.get(f"{GROUP_PAGE}/tien-bo.csv", headers=hoa.cookie)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Tên gọi", "Hộ", "Ba hình", "Mã OTP"]
    assert rows[1] == ["Bà Lan", "nhà bà Lan", "Gà, Diều, Trăng", "Chưa thử"]
    assert await held.read(trail) == ["export_practice"]


async def test_a_closed_group_is_gone(hoa: Coach, group: str, client: httpx.AsyncClient) -> None:
    answer = await hoa.post(f"{GROUP_PAGE}/dong")
    assert answer.headers["location"] == HOME
    assert "Ở xã này không có nhóm học đó" in await hoa.get(GROUP_PAGE, 404)
    assert "Thôn Đông" not in (await client.get("/hoc/toi")).text


async def pictures_of(held: Store, learner: str) -> list[str]:
    found = await held.read(actions.person, "00070", learner)
    assert found
    assert found.group_id == GROUP
    return found.pictures.split(".")
