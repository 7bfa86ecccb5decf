"""Khai sinh from the first page to the officer's answer: with JavaScript, without, by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.hands import Finger, Hand, Keys
from tests.browser.noises import Noises
from tests.browser.officer import Officer
from tests.browser.walker import CHECK, Walker

REASON = "Tên mẹ khác giấy chứng sinh. Bạn xem lại rồi nộp lần nữa."
Way = Callable[[NewPhone], tuple[Page, Hand]]


def with_javascript(phone: NewPhone) -> tuple[Page, Hand]:
    return phone(), Finger()


def without_javascript(phone: NewPhone) -> tuple[Page, Hand]:
    return phone(java_script_enabled=False), Finger()


def by_keyboard(phone: NewPhone) -> tuple[Page, Hand]:
    return phone(is_mobile=False, has_touch=False), Keys()


@pytest.mark.parametrize("way", [with_javascript, without_javascript, by_keyboard])
def test_a_birth_is_registered_and_the_officers_answer_read(
    way: Way, phone: NewPhone, minh: str
) -> None:
    page, hand = way(phone)
    lan, heard = Walker(page, hand=hand), Noises(page)
    lan.begin()
    lan.walk_to(CHECK)
    expect(lan.main).to_contain_text("Trần Gia Bảo")
    code = lan.hand_in()
    expect(lan.heading).to_have_text("Đã gửi hồ sơ")
    lan.press(lan.link("Xem hồ sơ tới đâu"))
    expect(lan.main).to_contain_text("Đã nộp, chờ tiếp nhận")
    page, hand = way(phone)
    officer = Officer(page, minh, hand)
    heard.listen(page)
    officer.sign_in()
    officer.open(code)
    expect(officer.main).to_contain_text("NGUYỄN THỊ LAN")
    officer.accept()
    lan.page.reload()
    expect(lan.main).to_contain_text("Đã tiếp nhận, đang xử lý")
    assert not heard.said


@pytest.mark.parametrize("scripts", [True, False])
def test_only_who_holds_the_secret_reads_why_it_was_refused(
    phone: NewPhone, minh: str, scripts: bool
) -> None:
    lan = Walker(phone(java_script_enabled=scripts))
    lan.leap_to(CHECK)
    code = lan.hand_in()
    secret = lan.page.locator(".code--small").first.text_content() or ""
    officer = Officer(phone(java_script_enabled=scripts), minh)
    officer.sign_in()
    officer.open(code)
    officer.refuse(REASON)
    lan.page.goto("/ho-so")
    for typed, reasons in ((code, 0), (secret, 1)):
        lan.page.goto("/ho-so")
        lan.field("code").fill(typed)
        lan.go_on()
        expect(lan.heading).to_have_text("Hồ sơ tới đâu rồi")
        expect(lan.page.get_by_text(REASON)).to_have_count(reasons)


def test_the_scanned_qr_leads_to_the_dossier_and_leaves_no_secret_behind(lan: Walker) -> None:
    lan.leap_to(CHECK)
    lan.hand_in()
    secret = lan.page.locator(".code--small").first.text_content() or ""
    lan.page.goto(f"/ho-so#{secret.replace(' ', '')}")
    expect(lan.heading).to_have_text("Hồ sơ tới đâu rồi")
    expect(lan.main).to_contain_text("Đăng ký khai sinh")
    assert "#" not in lan.page.url
    lan.page.go_back()
    assert "#" not in lan.page.url


def test_the_second_of_two_officers_is_told_and_overwrites_nothing(
    lan: Walker, phone: NewPhone, minh: str
) -> None:
    lan.leap_to(CHECK)
    code = lan.hand_in()
    first, second = Officer(phone(), minh), Officer(phone(), minh)
    for officer in (first, second):
        officer.sign_in()
        officer.open(code)
    first.accept()
    second.refuse(REASON)
    expect(second.heading).to_have_text("Hồ sơ vừa được thay đổi")
    expect(second.main).to_contain_text(REASON)
