"""When scripts do not arrive, or an answer does not: people still get on."""

import re

from playwright.sync_api import expect

from tests.browser.walker import CHECK, Walker


def test_without_its_script_the_page_works_as_without_javascript(lan: Walker) -> None:
    lan.page.route(re.compile(r"/app\.js$"), lambda route: route.abort())
    lan.leap_to("kenh-nhan")
    lan.walk_to(CHECK)
    lan.go_on()
    assert lan.step == "cam-doan"


def test_a_cut_network_loses_nothing_and_says_so(lan: Walker) -> None:
    lan.leap_to("tre-ten")
    lan.answer()
    lan.page.context.set_offline(True)
    lan.main_button.click()
    expect(lan.page.locator("[data-lost]")).to_be_visible()
    expect(lan.page.locator("[data-lost]")).to_contain_text("Chữ bạn gõ vẫn còn đây")
    expect(lan.field("tre_ho_ten")).to_have_value("Trần Gia Bảo")
    lan.page.context.set_offline(False)
    lan.go_on()
    assert lan.step == "tre-gioi-tinh"
    expect(lan.page.locator("[data-lost]")).to_be_hidden()


def test_a_failing_server_loses_nothing_and_says_so(lan: Walker) -> None:
    lan.leap_to("tre-ten")
    lan.answer()
    lan.page.route("**/tre-ten", lambda route: route.fulfill(status=502, body="Bad gateway"))
    lan.main_button.click()
    expect(lan.page.locator("[data-lost]")).to_be_visible()
    expect(lan.field("tre_ho_ten")).to_have_value("Trần Gia Bảo")
