import re

import pytest

from kiosk.sync import codes
from tests.desk.conftest import Desk, Office


def codes_on(page: str) -> list[str]:
    shown = re.findall(r'class="code-inline">([^<]+)<', page)
    return [code.replace(" ", "") for code in shown]


async def test_minh_sees_what_waits_in_his_commune(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    page = await minh.get("/mot-cua")
    assert page.status_code == 200
    assert "Phường Hoàn Kiếm" in page.text
    assert codes_on(page.text) == [codes.receipt_code(id)]
    for said in ("Đăng ký khai sinh", "09:00 22/11/2026", "24/11/2026", "Chưa giao"):
        assert said in page.text
    assert "NGUYỄN THỊ LAN" not in page.text.upper()


async def test_tam_of_the_next_commune_sees_nothing(office: Office, tam: Desk) -> None:
    await office.handed_in()
    page = (await tam.get("/mot-cua")).text
    assert codes_on(page) == []
    assert "Không có hồ sơ nào chờ tiếp nhận." in page


async def test_hoa_the_volunteer_has_no_business_here(office: Office) -> None:
    hoa = await office.at("hoa")
    assert (await hoa.get("/mot-cua")).status_code == 403


async def test_nobody_comes_in_without_signing_in(office: Office) -> None:
    page = await (await office.browser()).get("/mot-cua?muc=da-xong")
    assert page.headers["location"] == "/mot-cua/dang-nhap?ve=/mot-cua%3Fmuc%3Dda-xong"


async def test_the_soonest_due_comes_first_and_the_overdue_say_so(office: Office) -> None:
    first = await office.handed_in()
    office.clock.forward(days=4)
    second = await office.handed_in()
    minh = await office.at("minh")
    page = (await minh.get("/mot-cua")).text
    assert codes_on(page) == [codes.receipt_code(first), codes.receipt_code(second)]
    assert page.count("tag--bad") == 2  # its row, and how many there are
    assert "1 hồ sơ quá hạn" in page
    assert "Quá hạn</strong>" in page


async def test_what_is_due_today_says_so(office: Office) -> None:
    await office.handed_in()
    office.clock.forward(days=2)
    minh = await office.at("minh")
    assert "Hạn hôm nay" in (await minh.get("/mot-cua")).text


async def test_each_state_has_a_tab_with_its_count(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    await office.handed_in()
    await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    page = (await minh.get("/mot-cua?muc=dang-xu-ly")).text
    tabs = re.findall(r">([^<>]+)\n? <span class=\"tabs__count\">(\d+)<", page)
    names = ("Chờ tiếp nhận", "Của tôi", "Đang xử lý", "Đã xong", "Từ chối")
    assert tabs == list(zip(names, ("1", "0", "1", "0", "0"), strict=True))
    assert codes_on(page) == [codes.receipt_code(id)]


async def test_the_queue_says_that_somebody_helped(office: Office, minh: Desk) -> None:
    await office.handed_in(assist="typed")
    assert "Người khác gõ giúp" in (await minh.get("/mot-cua")).text


async def test_a_long_queue_has_pages(
    office: Office, minh: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.desk.actions.PAGE", 2)
    for _ in range(3):
        await office.handed_in()
    first = (await minh.get("/mot-cua")).text
    assert 'href="/mot-cua?trang=2"' in first
    assert "Trang trước" not in first
    last = (await minh.get("/mot-cua?trang=2")).text
    assert 'href="/mot-cua">Trang trước' in last
    assert len(codes_on(first) + codes_on(last)) == 3
    assert "Trang sau" not in last


@pytest.mark.parametrize("strange", ["?trang=-1", "?trang=x", "?muc=khong-co", "?trang=99999999"])
async def test_a_strange_address_is_the_first_page(
    office: Office, minh: Desk, strange: str
) -> None:
    await office.handed_in()
    assert len(codes_on((await minh.get(f"/mot-cua{strange}")).text)) == 1


async def test_the_lead_is_warned_until_the_keys_were_exported(office: Office, hung: Desk) -> None:
    from kiosk.sync import keyfolder

    assert "Chưa sao lưu khoá của máy này." in (await hung.get("/mot-cua")).text
    keyfolder.note_export(office.node.settings.keys_dir, office.node.inbox.ring)
    assert "Chưa sao lưu khoá" not in (await hung.get("/mot-cua")).text


async def test_an_officer_is_not_shouted_at_about_keys(minh: Desk) -> None:
    assert "Chưa sao lưu khoá" not in (await minh.get("/mot-cua")).text
