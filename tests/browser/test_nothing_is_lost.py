"""Going back, reloading, two tabs, a double tap: answers stay, and each counts once."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import NewPhone
from tests.browser.walker import CHECK, Walker, next_page

NAME = "Trần Gia Bảo"


@pytest.fixture(params=[True, False], ids=["with_javascript", "without_javascript"])
def anyone(phone: NewPhone, request: pytest.FixtureRequest) -> Walker:
    return Walker(phone(java_script_enabled=request.param))


def test_the_back_link_keeps_answers(anyone: Walker) -> None:
    anyone.leap_to("tre-ten")
    anyone.answer()
    anyone.go_on()
    anyone.press(anyone.link("Quay lại"))
    expect(anyone.field("tre_ho_ten")).to_have_value(NAME)
    expect(anyone.field("tre_ngay_sinh.y")).to_have_value("2026")


def test_the_browsers_back_keeps_answers_and_a_reload_too(anyone: Walker) -> None:
    anyone.leap_to("tre-ten")
    anyone.walk_to("noi-sinh")
    anyone.page.go_back()
    expect(anyone.heading).to_have_text("Trẻ là nam hay nữ?")
    expect(anyone.page.get_by_label("Nam", exact=True)).to_be_checked()
    anyone.page.go_back()
    expect(anyone.field("tre_ho_ten")).to_have_value(NAME)
    anyone.page.reload()
    expect(anyone.field("tre_ho_ten")).to_have_value(NAME)


def test_a_wrong_answer_is_not_one_more_page_to_go_back_through(lan: Walker) -> None:
    lan.leap_to("nguoi-khai")
    lan.walk_to("tre-ten")
    lan.go_on()
    expect(lan.page.locator("[data-wrong]")).to_be_focused()
    lan.page.go_back()
    expect(lan.heading).to_have_text("Bạn là ai đối với trẻ?")


def test_two_tabs_of_one_draft_keep_the_answers_of_both(lan: Walker) -> None:
    lan.leap_to("me-dan-toc")
    other = Walker(lan.page.context.new_page(), tre_ho_ten="Trần Gia Bình")
    other.page.goto(lan.page.url.replace("me-dan-toc", "tre-ten"))
    other.answer()
    other.go_on()
    lan.page.bring_to_front()
    lan.walk_to(CHECK)
    expect(lan.page.locator("dl").first).to_contain_text("Trần Gia Bình")
    expect(lan.page.locator("dl").first).to_contain_text("Kinh")


def test_a_double_tap_is_one_turn(lan: Walker) -> None:
    lan.leap_to("tre-ten")
    lan.answer()
    sent: list[Request] = []
    lan.page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
    with next_page(lan.page):
        lan.main_button.dblclick()
    expect(lan.heading).to_have_text("Trẻ là nam hay nữ?")
    assert len(sent) == 1


def test_without_javascript_a_double_tap_goes_one_page_on(plain: Page) -> None:
    lan = Walker(plain)
    lan.leap_to("tre-ten")
    lan.answer()
    with next_page(plain):
        lan.main_button.dblclick()
    expect(lan.heading).to_have_text("Trẻ là nam hay nữ?")


def test_another_language_in_the_middle_keeps_answers(anyone: Walker) -> None:
    anyone.leap_to("tre-ten")
    anyone.answer()
    anyone.go_on()
    anyone.press(anyone.button("English"))
    expect(anyone.page.locator("html")).to_have_attribute("lang", "en")
    assert anyone.step == "tre-gioi-tinh"
    anyone.press(anyone.page.locator("a.back"))
    expect(anyone.field("tre_ho_ten")).to_have_value(NAME)
