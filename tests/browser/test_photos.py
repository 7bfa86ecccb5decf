"""A paper photographed on a phone: shrunk, sent, looked at, handed in, and seen by the officer."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPhone
from tests.browser.look import complaints
from tests.browser.noises import Noises
from tests.browser.officer import Officer
from tests.browser.papers import SIZES, Upload, looked_at, paper, small_paper
from tests.browser.photographer import Photographer, bad_files, draw
from tests.browser.walker import LONGEST_UPLOAD_MS

SENT = "Đang gửi ảnh…"


class Sender(Photographer):
    """`scripted` when the browser runs scripts."""

    def __init__(self, page: Page, scripted: bool = True):
        super().__init__(page)
        self.scripted = scripted

    def choose(self, name: str, *sent: Upload | Path) -> None:
        """With a script that is all; without one the page's button sends."""
        super().choose(name, *sent)
        if not self.scripted:
            self.main_button.click()

    def to_the_end(self) -> str:
        """From the first question, its photograph sent, to the receipt; its code."""
        self.go_on()
        self.choose("giay_khac", small_paper(), small_paper())
        self.see(2)
        self.go_on()
        self.choose("chu_ky", small_paper())
        self.see(1)
        self.go_on()
        expect(self.page.locator("dl").first).to_contain_text("2 trang")
        self.go_on()
        self.field("cam_doan").check()
        self.go_on()
        return self.page.locator(".slip .code").inner_text()


@pytest.fixture
def near(phone: NewPhone, station: str) -> NewPhone:
    """`near()` is one more phone, at this node."""
    return lambda **but: phone(base_url=station, **but)


@pytest.fixture(params=[True, False], ids=["with_javascript", "without_javascript"])
def anyone(near: NewPhone, request: pytest.FixtureRequest) -> Sender:
    return Sender(near(java_script_enabled=request.param), request.param)


@pytest.fixture
def lan(near: NewPhone) -> Sender:
    return Sender(near())


@pytest.mark.parametrize(
    "size",
    [pytest.param(SIZES["4_megapixels"], marks=pytest.mark.long), SIZES["12_megapixels"]],
    ids=SIZES,
)
def test_a_photo_reaches_the_officer_upright_small_and_without_a_place(
    anyone: Sender, near: NewPhone, size: tuple[int, int]
) -> None:
    anyone.begin()
    anyone.choose("chung_sinh", paper(*size))
    anyone.see(1)
    expect(anyone.field("ten")).to_have_value("Trần Gia Bảo")
    code = anyone.to_the_end()
    minh = Officer(near(), "minh")
    minh.sign_in()
    minh.open(code)
    expect(minh.page.locator(".papers__page img")).to_have_count(4)
    looked_at(minh.page, minh.page.locator(".papers__page").first.get_attribute("href") or "")
    assert complaints(minh.page) == []


def test_what_is_sent_was_made_small_on_the_phone(lan: Sender) -> None:
    sent: list[int] = []
    lan.begin()
    lan.page.on("request", lambda one: sent.append(len(one.post_data_buffer or b"")))
    lan.choose("chung_sinh", paper(*SIZES["12_megapixels"]))
    lan.see(1)
    assert max(sent) < len(paper(*SIZES["12_megapixels"])["buffer"]) * 0.7


def test_a_bad_file_is_explained_where_it_was_chosen(anyone: Sender, tmp_path: Path) -> None:
    anyone.begin()
    for bad, said in bad_files(tmp_path):
        anyone.choose("chung_sinh", bad)
        expect(anyone.error).to_contain_text(said, timeout=LONGEST_UPLOAD_MS)
        expect(anyone.field("ten")).to_have_value("Trần Gia Bảo")

    anyone.choose("chung_sinh", small_paper())
    anyone.see(1)
    expect(anyone.page.locator(".error")).to_have_count(0)


def test_pages_are_added_taken_again_and_taken_out(anyone: Sender) -> None:
    anyone.begin()
    anyone.choose("chung_sinh", small_paper())
    anyone.see(1)
    anyone.go_on()
    anyone.choose("giay_khac", small_paper())
    anyone.see(1)
    anyone.choose("giay_khac", small_paper())
    anyone.see(2)
    anyone.choose("giay_khac:1", paper(*SIZES["4_megapixels"]))
    expect(anyone.page.locator('.photo img[src$="/tep/3"]').first).to_be_visible()
    anyone.press(anyone.button("Xoá trang 1"))
    anyone.see(1)
    expect(anyone.page.locator('.photo img[src$="/tep/2"]').first).to_be_visible()


def test_a_page_is_seen_in_full(anyone: Sender) -> None:
    anyone.begin()
    anyone.choose("chung_sinh", paper(*SIZES["4_megapixels"]))
    anyone.see(1)
    anyone.page.locator(".photo summary").click()
    full = anyone.page.locator(".photo__full img")
    expect(full).to_be_visible()
    box = full.bounding_box()
    assert box
    assert box["width"] > 600


def test_a_line_that_breaks_keeps_the_photo_and_what_was_typed(lan: Sender) -> None:
    lan.begin()
    lan.page.route("**/chung-sinh", lambda route: route.abort())
    lan.choose("chung_sinh", small_paper())
    expect(lan.page.get_by_text("Chưa gửi được ảnh.")).to_be_visible()
    expect(lan.field("ten")).to_have_value("Trần Gia Bảo")
    assert complaints(lan.page) == []
    lan.page.unroute("**/chung-sinh")
    lan.press(lan.button("Gửi lại"))
    lan.see(1)
    expect(lan.field("ten")).to_have_value("Trần Gia Bảo")


def test_while_it_is_sent_the_page_says_so(lan: Sender) -> None:
    lan.begin()
    held: list[Route] = []
    lan.page.route("**/chung-sinh", lambda route: held.extend([route]))
    lan.choose("chung_sinh", small_paper())
    expect(lan.page.get_by_text(SENT)).to_be_visible()
    while not held:
        lan.page.wait_for_timeout(50)
    held[0].continue_()
    lan.see(1)
    expect(lan.page.get_by_text(SENT)).to_be_hidden()


def test_a_signature_is_drawn_with_a_finger(lan: Sender) -> None:
    lan.begin()
    lan.choose("chung_sinh", small_paper())
    lan.see(1)
    lan.go_on()
    lan.go_on()
    assert complaints(lan.page) == []
    draw(lan.page)
    lan.go_on()
    lan.see(1)
    expect(lan.page.get_by_alt_text("Chữ ký của bạn")).to_be_visible()
    lan.press(lan.button("Xoá và ký lại"))
    expect(lan.page.locator("canvas")).to_be_visible()
    draw(lan.page)
    lan.page.get_by_role("button", name="Xoá và ký lại").click()
    lan.go_on()
    expect(lan.page.locator(".field .error")).to_have_text(re.compile("Bạn chưa ký tên"))


def test_without_its_own_script_the_page_works_as_without_javascript(lan: Sender) -> None:
    lan.page.route(re.compile(r"/photo\.js$"), lambda route: route.abort())
    lan.begin()
    lan.choose("chung_sinh", small_paper())
    lan.main_button.click()
    lan.see(1)
    assert lan.step == "chung-sinh"


def test_pages_with_photos_are_fit_for_everybody(lan: Sender) -> None:
    noises = Noises(lan.page)
    lan.begin()
    lan.choose("chung_sinh", small_paper())
    lan.see(1)
    lan.go_on()
    lan.choose("giay_khac", small_paper(), small_paper())
    lan.see(2)
    lan.page.locator(".photo summary").first.click()
    assert noises.said == []
    assert complaints(lan.page) == []
