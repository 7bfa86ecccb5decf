"""Wrong input, doubts, names that may be several places, and corrections from the check page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.walker import CHECK, MOTHER, Walker

OLD_NAME = {"province": "01", "commune": "00175", "place": "Trung Hòa"}


def test_wrong_input_stays_as_typed_and_is_read_out_first(lan: Walker) -> None:
    lan.leap_to("tre-ten")
    lan.answer()
    lan.field("tre_ngay_sinh.m").fill("13")
    lan.go_on()
    expect(lan.page.locator("[data-wrong]")).to_be_focused()
    expect(lan.page).to_have_title(re.compile("^Cần sửa:"))
    expect(lan.field("tre_ngay_sinh.m")).to_have_value("13")
    expect(lan.field("tre_ho_ten")).to_have_value("Trần Gia Bảo")
    lan.page.locator("[data-wrong] a").click()
    expect(lan.field("tre_ngay_sinh.d")).to_be_focused()


def test_without_javascript_wrong_input_stays_as_typed(plain: Page) -> None:
    lan = Walker(plain)
    lan.leap_to("tre-ten")
    lan.field("tre_ho_ten").fill("B4o")
    lan.go_on()
    expect(plain).to_have_title(re.compile("^Cần sửa:"))
    expect(plain.locator("[data-wrong] a")).to_have_count(2)
    plain.reload()
    expect(lan.field("tre_ho_ten")).to_have_value("B4o")


def test_a_doubt_is_said_once_and_can_be_passed(lan: Walker) -> None:
    odd = Walker(lan.page, ma_chung_sinh="GCS 56")
    odd.leap_to("ma-chung-sinh")
    odd.answer()
    odd.go_on()
    expect(lan.page.locator(".doubt")).to_contain_text("chưa giống dạng")
    expect(lan.main_button).to_have_text("Đúng rồi, tiếp tục")
    odd.go_on()
    assert odd.step == "so-ban-sao"
    odd.walk_to(CHECK)
    expect(lan.page.locator(".doubt")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_old_name_of_several_communes_is_settled_on_a_second_screen(
    phone: NewPhone, scripts: bool
) -> None:
    lan = Walker(phone(java_script_enabled=scripts), que_quan=OLD_NAME)
    lan.leap_to("que-quan")
    lan.answer()
    lan.go_on()
    expect(lan.field("que_quan.commune")).to_have_count(5)
    lan.answer()
    lan.go_on()
    assert lan.step == "giay-chung-sinh"
    lan.press(lan.link("Quay lại"))
    expect(lan.field("que_quan.place")).to_have_value("Trung Hòa")


def test_a_correction_returns_to_the_check_page(lan: Walker) -> None:
    lan.leap_to(CHECK)
    lan.press(lan.link("Sửa Họ, chữ đệm, tên của trẻ"))
    expect(lan.page).to_have_url(re.compile(r"/tre-ten\?sua=1$"))
    lan.field("tre_ho_ten").fill("Trần Gia Bình")
    lan.go_on()
    assert lan.step == CHECK
    expect(lan.page.locator("main")).to_contain_text("Trần Gia Bình")


def test_a_correction_asks_only_what_newly_became_necessary(lan: Walker) -> None:
    post = Walker(lan.page, MOTHER, kenh_nhan_ket_qua="buu_chinh", nhan_tai_nha=True)
    lan.leap_to(CHECK)
    lan.press(lan.link("Sửa Cách nhận kết quả"))
    post.answer()
    post.go_on()
    assert post.step == "nhan-tai-nha"
    post.answer()
    post.go_on()
    assert post.step == CHECK


def test_back_from_a_correction_leads_to_the_check_page(lan: Walker) -> None:
    lan.leap_to(CHECK)
    lan.press(lan.link("Sửa Giới tính của trẻ"))
    lan.press(lan.link("Quay lại"))
    assert lan.step == CHECK


def test_who_does_not_declare_is_asked_to(lan: Walker) -> None:
    lan.leap_to(CHECK)
    lan.go_on()
    lan.go_on()
    expect(lan.page.locator("[data-wrong] a")).to_have_count(2)
    expect(lan.page.locator("[data-wrong]")).to_be_focused()


def test_errors_of_a_form_that_navigates_are_read_out_first_too(lan: Walker) -> None:
    lan.page.goto("/mot-cua/dang-nhap")
    lan.go_on()
    expect(lan.page.locator("[data-wrong]")).to_be_focused()
