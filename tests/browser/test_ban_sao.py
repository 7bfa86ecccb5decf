"""Bản sao trích lục, found by everyday words: answered, a paper photographed, handed in, seen."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.hands import Finger, Hand, Keys
from tests.browser.noises import Noises
from tests.browser.officer import Officer
from tests.browser.papers import SIZES, looked_at, paper, small_paper
from tests.browser.sight import Sight
from tests.browser.walker import CHECK, Walker

FLOW = "ban-sao-trich-luc"
FOR_A_FRIEND = "được bạn ủy quyền, việc hộ tịch khác"
PHOTO_STEP, PHOTO_FIELD = "anh-uy-quyen", "anh_uy_quyen"
FRIEND = "Phạm Thị Hòa"


class Way(NamedTuple):
    page: Page
    hand: Hand
    is_looked_at: bool = False


NewWay = Callable[[NewPhone], Way]


def with_javascript(phone: NewPhone) -> Way:
    # A window that does not zoom by itself, so that it can be measured.
    return Way(phone(is_mobile=False, has_touch=False), Finger(), is_looked_at=True)


def without_javascript(phone: NewPhone) -> Way:
    return Way(phone(java_script_enabled=False), Finger())


def by_keyboard(phone: NewPhone) -> Way:
    return Way(phone(is_mobile=False, has_touch=False), Keys())


def hoas_friend(page: Page, hand: Hand, *sent: FilePayload) -> Walker:
    files: dict[str, Sequence[FilePayload]] = {PHOTO_FIELD: sent}
    return Walker(page, FOR_A_FRIEND, hand, flow=FLOW, files=files)


# The registration of a birth goes all three ways in the short run.
OTHERS = [pytest.param(one, marks=pytest.mark.long) for one in (without_javascript, by_keyboard)]


@pytest.mark.parametrize("new_way", [with_javascript, *OTHERS])
def test_a_copy_is_asked_for_with_a_photographed_paper(
    new_way: NewWay, phone: NewPhone, minh: str
) -> None:
    way = new_way(phone)
    sight = Sight(way.is_looked_at)
    lan, heard = hoas_friend(way.page, way.hand, paper(*SIZES["12_megapixels"])), Noises(way.page)
    lan.find("làm mất giấy khai sinh")
    sight.at(lan.page, "copy-start")
    lan.press(lan.button("Bắt đầu"))
    lan.walk_to(PHOTO_STEP)
    sight.at(lan.page, "copy-photo")
    lan.answer()
    sight.at(lan.page, "copy-photo-sent")
    lan.walk_to(CHECK)
    for said in (FRIEND, "1 trang", "Giấy ủy quyền đã chứng thực", "8.000"):
        expect(lan.main).to_contain_text(said)
    sight.at(lan.page, "copy-check")
    code = lan.hand_in()
    sight.at(lan.page, "copy-receipt")
    lan.press(lan.link("Xem hồ sơ tới đâu"))
    expect(lan.main).to_contain_text("Đã nộp, chờ tiếp nhận")
    desk = new_way(phone)
    seen_by_the_officer(Officer(desk.page, minh, desk.hand), code, sight)
    lan.page.reload()
    expect(lan.main).to_contain_text("Đã tiếp nhận, đang xử lý")
    sight.at(lan.page, "copy-status")
    assert not heard.said
    assert not sight.found


def seen_by_the_officer(officer: Officer, code: str, sight: Sight) -> None:
    officer.sign_in()
    officer.open(code)
    expect(officer.main).to_contain_text(FRIEND.upper())
    shown = officer.page.locator(".papers__page")
    shown.scroll_into_view_if_needed()
    expect(shown.locator("img")).to_have_js_property("naturalWidth", 1500)
    looked_at(officer.page, shown.get_attribute("href") or "")
    sight.at(officer.page, "copy-dossier")
    officer.accept()


def test_another_language_in_the_middle_keeps_everything(phone: NewPhone, minh: str) -> None:
    lan = hoas_friend(phone(), Finger(), small_paper())
    lan.leap_to(PHOTO_STEP)
    lan.answer()
    lan.press(lan.button("English"))
    expect(lan.photos).to_have_count(1)
    expect(lan.main_button).to_have_text("Continue")
    lan.walk_to(CHECK)
    expect(lan.main).to_contain_text(FRIEND)
    lan.press(lan.button("Tiếng Việt"))
    lan.press(lan.link("Sửa Ảnh giấy ủy quyền"))
    expect(lan.photos).to_have_count(1)
    lan.press(lan.button("English"))
    lan.go_on()
    assert lan.step == CHECK
    code = lan.hand_in()
    expect(lan.page.locator("html")).to_have_attribute("lang", "en")
    officer = Officer(phone(), minh)
    officer.sign_in()
    officer.open(code)
    expect(officer.page.locator(".papers__page img")).to_have_count(1)
