"""Khai sinh from the first page to the officer's answer: with JavaScript, without, by keyboard."""

from collections.abc import Callable, Sequence
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.hands import Finger, Hand, Keys
from tests.browser.noises import Noises
from tests.browser.officer import Officer
from tests.browser.papers import paper
from tests.browser.sight import Sight
from tests.browser.walker import CHECK, Walker

REASON = "Tên mẹ khác giấy chứng sinh. Bạn xem lại rồi nộp lần nữa."
WITH_PHOTO = "chụp giấy chứng sinh gửi kèm"
PHOTO_STEP = "anh-giay-to"
BLURRED = "Ảnh mờ, không đọc được số. Bạn chụp lại ở chỗ sáng nhé."
TOO_LATE = "Quá hạn bổ sung."
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


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.long)])
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


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.long)])
def test_a_blurred_photo_is_asked_for_again_and_the_new_one_counts(
    phone: NewPhone, minh: str, scripts: bool
) -> None:
    page = phone(is_mobile=False, has_touch=False, java_script_enabled=scripts)
    sight, heard = Sight(scripts), Noises(page)
    lan = with_photo(page, 600)
    lan.leap_to("giay-chung-sinh")
    lan.walk_to(CHECK)
    expect(lan.main).to_contain_text("1 trang")
    code = lan.hand_in()
    secret = lan.page.locator(".code--small").first.text_content() or ""
    officer = Officer(phone(is_mobile=False, has_touch=False), minh)
    officer.sign_in()
    officer.open(code)
    shows_photo(officer, 600)
    ask_for_photo(officer)
    again = begun_again(page, secret, 750)
    sight.at(page, "photo-again")
    sent_again(again)
    officer.page.reload()
    expect(officer.main).to_contain_text("Có bổ sung mới")
    shows_photo(officer, 750)
    assert widths_in_archive(officer.page) == [750]
    ask_for_photo(officer)
    too_late = begun_again(page, secret, 900)
    stop(officer)
    sent_again(too_late)
    expect(too_late.heading).to_have_text("Phần bổ sung đến muộn")
    officer.page.reload()
    shows_photo(officer, 750)
    shows_photo(officer, 900, "Ảnh đến muộn, chưa tính vào hồ sơ")
    sight.at(officer.page, "photo-too-late")
    assert not heard.said
    assert not sight.found


def with_photo(page: Page, width: int) -> Walker:
    files: dict[str, Sequence[FilePayload]] = {"anh_giay_to": [paper(width, width * 4 // 3)]}
    return Walker(page, WITH_PHOTO, files=files)


def shows_photo(officer: Officer, width: int, title: str = "Ảnh và giấy tờ gửi kèm") -> None:
    """One, in this section of the page."""
    section = officer.page.locator("section", has=officer.page.get_by_role("heading", name=title))
    shown = section.locator(".papers__page img")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", width)


def ask_for_photo(officer: Officer) -> None:
    officer.press(officer.link("Yêu cầu bổ sung"))
    officer.hand.tick(officer.page.locator(f'[name="buoc"][value="{PHOTO_STEP}"]'))
    officer.hand.write(officer.field("ly_do"), BLURRED)
    officer.go_on()
    officer.go_on()


def begun_again(page: Page, secret: str, width: int) -> Walker:
    """To the check page of the supplement, by way of the photograph and nothing else."""
    page.goto("/ho-so")
    lan = with_photo(page, width)
    lan.hand.write(lan.field("code"), secret)
    lan.go_on()
    expect(lan.main).to_contain_text(BLURRED)
    lan.press(lan.button("Bổ sung ngay"))
    assert lan.step == PHOTO_STEP
    expect(lan.photos).to_have_count(0)
    lan.answer()
    return lan


def sent_again(lan: Walker) -> None:
    lan.go_on()
    assert lan.step == CHECK
    lan.go_on()
    lan.answer()
    lan.go_on()


def stop(officer: Officer) -> None:
    officer.hand.press(officer.page.locator("summary", has_text="Dừng giải quyết"))
    officer.hand.write(officer.field("ly_do_dung"), TOO_LATE)
    officer.press(officer.button("Dừng và gửi lý do"))


def widths_in_archive(page: Page) -> list[int]:
    href = page.get_by_role("link", name="Xuất cả hồ sơ (ZIP)").get_attribute("href") or ""
    with ZipFile(BytesIO(page.request.get(href).body())) as archive:
        photos = [archive.read(name) for name in archive.namelist() if name.endswith(".jpg")]
    return [Image.open(BytesIO(one)).width for one in photos]
