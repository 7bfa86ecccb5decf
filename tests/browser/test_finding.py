"""Finding a procedure by typing what one wants, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.look import complaints

BOX = "Tìm thủ tục"


def found(page: Page) -> str:
    return page.locator("#found").inner_text()


def test_results_come_while_lan_types_and_her_place_is_kept(page: Page) -> None:
    page.goto("/thu-tuc")
    box = page.get_by_label(BOX)
    box.press_sequentially("giay khai sin", delay=20)
    expect(page.get_by_role("link", name="Đăng ký khai sinh")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("thủ tục")
    expect(box).to_be_focused()
    expect(box).to_have_value("giay khai sin")
    expect(page.locator("[data-lost]")).to_be_hidden()
    expect(page).to_have_url("/thu-tuc?tim=giay+khai+sin")
    page.reload()
    expect(box).to_have_value("giay khai sin")


def test_back_from_a_procedure_leads_to_what_was_found(page: Page) -> None:
    page.goto("/")
    page.get_by_label(BOX).fill("con tôi mới đẻ")
    page.get_by_role("button", name="Tìm", exact=True).click()
    # The first page has a link of that name too.
    expect(page.locator("#found")).to_be_visible()
    page.get_by_role("link", name="Đăng ký khai sinh").click()
    expect(page).to_have_url("/thu-tuc/khai-sinh")
    page.go_back()
    expect(page.get_by_label(BOX)).to_have_value("con tôi mới đẻ")
    expect(page.get_by_role("link", name="Đăng ký khai sinh")).to_be_visible()


def test_without_javascript_the_same_is_found(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_label(BOX).fill("dang ky tam tru")
    plain.get_by_role("button", name="Tìm", exact=True).click()
    assert "Trạm Số chưa hướng dẫn thủ tục này." in found(plain)
    assert "Công an cấp xã" in found(plain)
    plain.get_by_role("link", name="Xem tất cả thủ tục").click()
    expect(plain.get_by_role("link", name="Đăng ký khai sinh")).to_be_visible()


@pytest.mark.parametrize("question", ["khai sinh", "hộ nghèo", "mẹ đơn thân", "sửa xe máy"])
def test_what_was_found_can_be_seen_heard_and_hit(phone: NewPhone, question: str) -> None:
    screen = phone(is_mobile=False, has_touch=False)
    screen.goto("/thu-tuc")
    screen.get_by_label(BOX).fill(question)
    expect(screen.get_by_role("status")).not_to_be_empty()
    assert not complaints(screen)
