"""The pictures of the README. `KIOSK_SCREENSHOTS=1` takes them anew; else they must be there."""

import os

from playwright.sync_api import Page, ViewportSize, expect

from kiosk.settings import ROOT
from tests.browser.conftest import NewPhone
from tests.browser.officer import Officer
from tests.browser.papers import Upload, paper
from tests.browser.walker import CHECK, Walker

FOLDER = ROOT / "docs" / "screenshots"
LARGEST = {"360": 80_000, "1280": 140_000}  # bytes, by the width in the name
FOR_A_FRIEND = "được bạn ủy quyền, việc hộ tịch khác"
TWO_PAGES = "căn cước hai trang, ba bản"
LETTER = ("", "GIẤY ỦY QUYỀN", "Tôi là: Phạm Thị Hòa", "Ủy quyền cho: Nguyễn Thị Lan")
DESK: ViewportSize = {"width": 1280, "height": 800}


def test_pictures_of_the_citizens_way(lan: Walker) -> None:
    lan.page.goto("/")
    picture(lan.page, "home-360")
    lan.leap_to("nguoi-khai")
    picture(lan.page, "question-360")
    lan.walk_to("tre-ten")
    lan.answer()
    lan.field("tre_ngay_sinh.m").fill("13")
    lan.go_on()
    picture(lan.page, "error-360")
    lan.leap_to(CHECK)
    picture(lan.page, "check-360")
    lan.hand_in()
    picture(lan.page, "receipt-360")
    lan.press(lan.link("Xem hồ sơ tới đâu"))
    picture(lan.page, "status-360")


def test_pictures_of_a_photograph_and_of_a_list_to_print(page: Page) -> None:
    lan = Walker(page, FOR_A_FRIEND, flow="ban-sao-trich-luc", files={"anh_uy_quyen": [letter()]})
    lan.leap_to("anh-uy-quyen")
    lan.answer()
    picture(page, "photo-360")
    lan = Walker(page, TWO_PAGES, flow="chung-thuc-ban-sao")
    page.goto("/thu-tuc/chung-thuc-ban-sao")
    lan.go_on()
    lan.walk_to("danh-sach")
    picture(page, "checklist-360")


def letter() -> Upload:
    return paper(600, 420, LETTER)


def test_pictures_of_the_desk(lan: Walker, phone: NewPhone, minh: str) -> None:
    lan.leap_to(CHECK)
    code = lan.hand_in()
    for page, name in (
        (phone(), "360"),
        (phone(viewport=DESK, is_mobile=False, has_touch=False), "1280"),
    ):
        officer = Officer(page, minh)
        officer.sign_in()
        picture(page, f"desk-queue-{name}")
        officer.open(code)
        expect(officer.main).to_contain_text("TRẦN GIA BẢO")
        picture(page, f"desk-dossier-{name}")


def picture(page: Page, name: str) -> None:
    """What the window shows."""
    file = FOLDER / f"{name}.png"
    if os.environ.get("KIOSK_SCREENSHOTS") == "1":
        FOLDER.mkdir(exist_ok=True)
        page.screenshot(path=file, animations="disabled", caret="hide")
    largest = LARGEST[name.rpartition("-")[2]]
    assert 0 < file.stat().st_size < largest, f"KIOSK_SCREENSHOTS=1 takes {file.name} anew"
