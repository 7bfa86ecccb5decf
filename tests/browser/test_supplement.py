"""After the hand-in: something is asked for again, taken back, and rated, in real browsers."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NewPhone
from tests.browser.look import complaints
from tests.browser.noises import Noises
from tests.browser.officer import Officer
from tests.browser.walker import CHECK, Walker

WHY = "Tên trẻ khác giấy chứng sinh. Bạn xem lại giấy rồi ghi lại tên."
NEW_NAME = "Trần Gia Bình"
DESK: ViewportSize = {"width": 1280, "height": 800}


class Case:
    """Lan's dossier, her phone and her secret; what was wrong with a page comes out at the end."""

    def __init__(self, page: Page, scripts: bool = True):
        self.lan = Walker(page)
        self.scripts = scripts
        self.noises = Noises(page)
        self.found: list[str] = []
        self.code = self.secret = ""

    @property
    def page(self) -> Page:
        return self.lan.page

    def hand_in(self) -> None:
        self.lan.leap_to(CHECK)
        self.code = self.lan.hand_in()
        self.secret = self.page.locator(".code--small").first.text_content() or ""

    def look(self, name: str) -> None:
        """Its complaints, and its picture where a folder is named for it. axe needs a script."""
        if not self.scripts:
            return
        self.found += [f"{name}: {one}" for one in complaints(self.page)]
        if folder := os.environ.get("KIOSK_LOOK_AT"):
            width = (self.page.viewport_size or DESK)["width"]
            self.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    def follow(self) -> None:
        """Opens the dossier with the scanned QR, or without a script by typing the long code."""
        if self.scripts:
            self.page.goto("about:blank")
            self.page.goto(f"/ho-so#{self.secret.replace(' ', '')}")
            expect(self.lan.heading).to_have_text("Hồ sơ tới đâu rồi")
            assert "#" not in self.page.url
            return
        self.page.goto("/ho-so")
        self.lan.field("code").fill(self.secret)
        self.lan.go_on()


@pytest.fixture(params=["phone", "no script", pytest.param("kiosk", marks=pytest.mark.long)])
def case(request: pytest.FixtureRequest, phone: NewPhone) -> Case:
    """Lan with a phone, with one that has no JavaScript, and at the kiosk."""
    if request.param == "no script":
        return Case(phone(java_script_enabled=False), scripts=False)
    if request.param == "kiosk":
        return Case(phone(viewport=DESK, is_mobile=False, has_touch=False))
    return Case(phone(is_mobile=False, has_touch=False))


def officer_at(case: Case, phone: NewPhone, login: str) -> Officer:
    officer = Officer(phone(viewport=DESK, is_mobile=False, has_touch=False), login)
    officer.sign_in()
    officer.open(case.code)
    return officer


def asks(officer: Officer, *steps: str) -> None:
    officer.press(officer.link("Yêu cầu bổ sung"))
    for step in steps:
        officer.page.locator(f'[name="buoc"][value="{step}"]').check()
    officer.field("ly_do").fill(WHY)
    officer.go_on()
    officer.go_on()


def test_what_was_asked_for_is_done_again_and_read_by_the_officer(
    case: Case, phone: NewPhone, minh: str
) -> None:
    case.hand_in()
    officer = officer_at(case, phone, minh)
    asks(officer, "tre-ten", "tre-gioi-tinh")
    case.follow()
    expect(case.lan.main).to_contain_text(WHY)
    expect(case.lan.main).to_contain_text("Trẻ tên gì, sinh ngày nào?")
    case.look("status-asked")
    again = Walker(case.page, tre_ho_ten=NEW_NAME)
    again.press(again.button("Bổ sung ngay"))
    assert again.step == "tre-ten"
    assert again.field("tre_ho_ten").input_value() == ""
    case.look("question-again")
    again.walk_to(CHECK)
    expect(again.main).to_contain_text(NEW_NAME)
    expect(again.main).not_to_contain_text("Lệ phí")
    expect(again.main).not_to_contain_text("Lan")
    case.look("check-again")
    assert_sent(case, again)
    officer.page.reload()
    expect(officer.main).to_contain_text(NEW_NAME.upper())
    expect(officer.main).to_contain_text("NGUYỄN THỊ LAN")
    assert not case.found
    assert not case.noises.said


def assert_sent(case: Case, again: Walker) -> None:
    again.go_on()
    case.look("declaration-again")
    again.answer()
    again.go_on()
    expect(again.heading).to_have_text("Đã gửi phần bổ sung")
    expect(again.main).to_contain_text(case.code.replace("\n", " ").strip())
    case.look("receipt-again")
    again.press(again.button("Xem hồ sơ tới đâu"))
    expect(again.main).to_contain_text("Đã gửi phần bổ sung")
    expect(again.main).not_to_contain_text("Bổ sung ngay")
    case.look("status-supplemented")


def test_a_dossier_is_taken_back_after_one_more_question(case: Case) -> None:
    case.hand_in()
    case.follow()
    case.lan.press(case.lan.button("Rút hồ sơ"))
    case.look("withdrawal")
    case.lan.press(case.lan.button("Không rút, quay lại"))
    expect(case.lan.main).to_contain_text("Đã nộp, chờ tiếp nhận")
    case.lan.press(case.lan.button("Rút hồ sơ"))
    case.lan.press(case.lan.button("Rút hồ sơ"))
    expect(case.lan.main).to_contain_text("Đã rút hồ sơ")
    expect(case.lan.button("Rút hồ sơ")).to_have_count(0)
    case.look("status-withdrawn")
    assert not case.found
    assert not case.noises.said


def test_how_it_went_is_asked_once(case: Case) -> None:
    case.hand_in()
    case.follow()
    case.lan.press(case.lan.button("Rút hồ sơ"))
    case.lan.press(case.lan.button("Rút hồ sơ"))
    case.lan.press(case.lan.button("Đánh giá việc giải quyết"))
    case.look("rating")
    case.lan.page.locator('[name="content"][value="4"]').check()
    case.lan.go_on()
    expect(case.lan.main).to_contain_text("Bạn chọn mức dễ hay khó nhé.")
    expect(case.lan.page.locator('[name="content"][value="4"]')).to_be_checked()
    case.look("rating-error")
    case.lan.page.locator('[name="ease"][value="5"]').check()
    case.lan.go_on()
    expect(case.lan.main).to_contain_text("Cảm ơn bạn đã đánh giá.")
    case.follow()
    expect(case.lan.main).to_contain_text("Cảm ơn bạn đã đánh giá.")
    expect(case.lan.button("Đánh giá việc giải quyết")).to_have_count(0)
    assert not case.found
    assert not case.noises.said
