"""Stuck in a real step: a minute's practice, and back to the same field with nothing lost."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.walker import Walker
from tests.faults.offline.device import controlled, idb_keys, until_held

NAME = "tre-ten"
SOON = "document.querySelector('[data-practice]').dataset.practice = 0.05"
OFFERED = "() => (sessionStorage.luyen || '').trim().split(' ').filter(Boolean)"


def offer(page: Page) -> Locator:
    return page.locator("[data-offer] .notice")


def ask_for_practice(lan: Walker) -> None:
    """By the quiet button that stands on every such page."""
    lan.hand.press(lan.button("Luyện thử 1 phút rồi quay lại"))
    lan.page.wait_for_url("**/hoc/dien-to-khai?ve=**")


def come_back(lan: Walker) -> None:
    lan.hand.press(lan.link("Quay lại tờ khai"))
    lan.page.wait_for_url("**/to-khai/**")


def test_what_was_typed_and_the_place_survive_practice(lan: Walker) -> None:
    lan.leap_to(NAME)
    lan.field("tre_ho_ten").fill("Trần Gia")
    lan.field("tre_ngay_sinh.m").focus()
    ask_for_practice(lan)
    expect(lan.page.locator("link[href*='lesson.css']")).to_have_count(1)
    come_back(lan)
    expect(lan.field("tre_ngay_sinh.m")).to_be_focused()
    expect(lan.field("tre_ho_ten")).to_have_value("Trần Gia")
    expect(lan.page.locator("[data-wrong]")).to_have_count(0)
    lan.answer()
    lan.go_on()
    assert lan.step == "tre-gioi-tinh"


def test_without_javascript_it_is_the_same(plain: Page) -> None:
    lan = Walker(plain)
    lan.leap_to(NAME)
    lan.field("tre_ho_ten").fill("Trần Gia")
    lan.field("tre_ngay_sinh.d").fill("2")
    ask_for_practice(lan)
    come_back(lan)
    assert lan.page.url.endswith("/tre-ten#tre_ngay_sinh")
    expect(lan.field("tre_ho_ten")).to_have_value("Trần Gia")
    expect(lan.field("tre_ngay_sinh.d")).to_have_value("2")
    expect(offer(plain)).to_be_hidden()


def test_two_errors_offer_practice_beside_the_field(lan: Walker) -> None:
    lan.leap_to(NAME)
    lan.field("tre_ho_ten").fill("Trần Gia Bảo")
    lan.go_on()
    expect(offer(lan.page)).to_be_hidden()
    lan.go_on()
    expect(offer(lan.page)).to_be_visible()
    expect(lan.page.locator("[data-wrong]")).to_be_focused()
    expect(lan.page.locator("fieldset.field + [data-offer]")).to_have_attribute("role", "status")
    lan.button("Luyện 1 phút").last.click()
    lan.page.wait_for_url("**/hoc/dien-to-khai?ve=**")
    come_back(lan)
    expect(lan.field("tre_ngay_sinh.d")).to_be_focused()
    expect(lan.field("tre_ho_ten")).to_have_value("Trần Gia Bảo")


def test_silence_offers_it_without_moving_the_focus(lan: Walker) -> None:
    lan.leap_to(NAME)
    lan.page.evaluate(SOON)
    lan.field("tre_ngay_sinh.y").focus()
    expect(offer(lan.page)).to_be_visible()
    expect(lan.field("tre_ngay_sinh.y")).to_be_focused()
    lan.page.keyboard.type("2026")
    lan.page.keyboard.press("Enter")
    expect(lan.page.locator("[data-wrong]")).to_be_visible()
    assert lan.step == NAME


def test_going_back_and_forth_twice_offers_it(lan: Walker) -> None:
    lan.leap_to(NAME)
    lan.answer()
    for _ in range(2):
        expect(offer(lan.page)).to_be_hidden()
        lan.go_on()
        lan.press(lan.page.locator("main a.back"))
    expect(offer(lan.page)).to_be_visible()


def test_no_thanks_is_heard_once_and_for_all(lan: Walker) -> None:
    lan.leap_to(NAME)
    lan.page.evaluate(SOON)
    lan.field("tre_ho_ten").fill("Trần Gia Bảo")
    lan.button("Không, cảm ơn").click()
    expect(offer(lan.page)).to_be_hidden()
    expect(lan.field("tre_ho_ten")).to_be_focused()
    for _ in range(3):
        lan.go_on()
        expect(offer(lan.page)).to_be_hidden()
    assert [one.partition("/")[2] for one in lan.page.evaluate(OFFERED)] == [NAME]
    expect(lan.button("Luyện thử 1 phút rồi quay lại")).to_be_visible()


def test_the_next_citizen_at_the_same_tab_is_offered_it_too(lan: Walker) -> None:
    for _ in range(2):
        lan.leap_to(NAME)
        lan.page.evaluate(SOON)
        lan.field("tre_ho_ten").focus()
        expect(offer(lan.page)).to_be_visible()
        lan.page.context.clear_cookies()
    assert len(lan.page.evaluate(OFFERED)) == 2


def test_whoever_is_done_leaves_no_word_of_it(lan: Walker) -> None:
    lan.leap_to(NAME)
    lan.page.evaluate(SOON)
    lan.field("tre_ho_ten").focus()
    expect(offer(lan.page)).to_be_visible()
    lan.press(lan.button("Lưu và làm tiếp sau"))
    lan.press(lan.button("Xoá phần đang làm khỏi máy này"))
    assert lan.page.evaluate(OFFERED) == []


def test_a_member_of_a_group_comes_back_to_its_own_page(phone: NewPhone) -> None:
    lan = Walker(phone(), "một trang một bản", flow="chung-thuc-ban-sao")
    lan.begin()
    lan.walk_to("giay-to/1")
    lan.field("so_trang").fill("3")
    lan.hand.press(lan.button("Luyện thử 1 phút rồi quay lại"))
    lan.page.wait_for_url("**/hoc/go-chu-so?ve=**")
    come_back(lan)
    assert lan.page.url.endswith("/giay-to/1#so_trang")
    expect(lan.field("so_trang")).to_have_value("3")


def test_of_a_draft_that_the_device_keeps_nothing_is_lost_either(phone: NewPhone) -> None:
    lan = Walker(controlled(phone(service_workers="allow")))
    lan.page.goto("/thu-tuc/khai-sinh")
    until_held(lan.page, "khai-sinh")
    lan.press(lan.button("Bắt đầu"))
    lan.walk_to(NAME)
    lan.field("tre_ho_ten").fill("Trần Gia")
    ask_for_practice(lan)
    assert len(idb_keys(lan.page, "drafts")) == 1
    come_back(lan)
    expect(lan.field("tre_ho_ten")).to_be_focused()
    expect(lan.field("tre_ho_ten")).to_have_value("Trần Gia")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_minute_of_practice_ends_where_it_began(phone: NewPhone, javascript: bool) -> None:
    lan = Walker(phone(java_script_enabled=javascript))
    lan.leap_to(NAME)
    ask_for_practice(lan)
    lan.button("Bắt đầu").click()
    lan.page.wait_for_url("**/hoc/dien-to-khai/ten-ngay-sinh?**")
    practise_names(lan)
    practise_communes(lan)
    lan.page.wait_for_url("**/hoc/dien-to-khai/xong?**")
    come_back(lan)
    assert lan.step.startswith(NAME)


def practise_names(lan: Walker) -> None:
    lan.field("nyc_ho_ten").fill("Trần Thị Lan")
    for part, text in (("d", "5"), ("m", "3"), ("y", "1958")):
        lan.field(f"nyc_ngay_sinh.{part}").fill(text)
    lan.main_button.click()
    lan.page.wait_for_url("**/hoc/dien-to-khai/ten-xa-cu?**")


def practise_communes(lan: Walker) -> None:
    lan.field("noi_dang_ky.province").select_option("14")
    lan.field("noi_dang_ky.place").fill("hua la")
    lan.main_button.click()
