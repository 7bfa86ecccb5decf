"""Photographs in a draft that the device owns: made small beside the page, sealed, kept, sent."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Error, Page, expect

from kiosk.sync.codes import normalise
from tests.browser.conftest import NewPhone
from tests.browser.look import complaints
from tests.browser.officer import Officer
from tests.browser.papers import RED, SIZES, Upload, looked_at, paper, small_paper, upload
from tests.browser.photographer import FLOW, Photographer, bad_files, draw
from tests.browser.walker import LONGEST_UPLOAD_MS, next_page
from tests.faults.offline.device import (
    REGISTER,
    controlled,
    idb,
    idb_keys,
    until_held,
    until_item,
    until_owned,
)
from tests.papers import made

PIECE = 256 * 1024
LONGEST_HALT_MS = 200
WATCH = """() => {
  self.halts = [];
  new PerformanceObserver((list) => halts.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: "longtask" });
}"""
BYTES = "async (href) => [...new Uint8Array(await (await fetch(href)).arrayBuffer())]"
DRAWN = """() => [...document.querySelectorAll(".photo__small")]
  .every((one) => one.complete && one.naturalWidth)"""
SLOWLY = """() => {
  const soon = self.fetch;
  self.fetch = (...asked) =>
    new Promise((done) => setTimeout(done, 1500)).then(() => soon(...asked));
}"""


class Keeper(Photographer):
    """Somebody whose device keeps the draft."""

    def __init__(self, page: Page, answered: bool = True) -> None:
        super().__init__(controlled(page) if answered else page)
        self.multipart: list[str] = []
        page.on("request", self._note)

    def begin(self) -> None:
        """Once the device holds the flow, so that the draft is its own."""
        self.page.goto(f"/thu-tuc/{FLOW}")
        until_held(self.page, FLOW)
        super().begin()
        [draft] = idb(self.page, "drafts")
        assert f"/to-khai/{draft['id']}/" in self.page.url

    def lose_the_line(self, lost: bool = True) -> None:
        self.page.context.set_offline(lost)

    def see(self, count: int) -> None:
        super().see(count)
        self.page.wait_for_function(DRAWN, timeout=LONGEST_UPLOAD_MS)

    def choose_on_disk(self, name: str, folder: Path, sent: Upload) -> None:
        """Handed over by name: unpacked in the page, its bytes would halt it."""
        file = folder / sent["name"]
        file.write_bytes(sent["buffer"])
        self.field(name).set_input_files(file)

    def file(self, slot: int) -> bytes:
        """What a photograph shows."""
        [draft] = idb(self.page, "drafts")
        return bytes(self.page.evaluate(BYTES, f"/to-khai/{draft['id']}/tep/{slot}"))

    def slots(self) -> list[int]:
        """The slots of which something is kept on the device."""
        return sorted({slot for _, slot, _ in idb_keys(self.page, "pieces")})

    def _note(self, request: Any) -> None:
        if "multipart" in request.headers.get("content-type", ""):
            self.multipart.append(request.url)


@pytest.fixture
def phones(phone: NewPhone, station: str) -> Callable[[], Page]:
    """One more phone, at this node."""
    return lambda: phone(base_url=station, service_workers="allow")


@pytest.fixture
def lan(phones: Callable[[], Page]) -> Iterator[Keeper]:
    one = Keeper(phones())
    yield one
    assert one.multipart == []


ONE_FAILS = """() => {
  const soon = self.fetch;
  self.fetch = () => {
    self.fetch = soon;
    return Promise.reject(new TypeError("Failed to fetch"));
  };
}"""
# Forms get as far as the script that takes their files out, and no further.
NO_FORM = """() => document.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
}, true)"""


def test_without_a_line_a_photo_is_kept_small_sealed_and_without_its_place(
    lan: Keeper, tmp_path: Path
) -> None:
    lan.begin()
    lan.lose_the_line()
    lan.page.evaluate(WATCH)
    lan.choose_on_disk("chung_sinh", tmp_path, paper(*SIZES["12_megapixels"]))
    lan.see(1)
    assert lan.page.evaluate("Math.max(0, ...halts)") < LONGEST_HALT_MS
    expect(lan.field("ten")).to_have_value("Trần Gia Bảo")
    rows = idb(lan.page, "pieces")
    assert 0 < max(rows) <= PIECE
    assert sum(rows) < len(paper(*SIZES["12_megapixels"])["buffer"]) * 0.7
    assert_plain(lan.file(0))
    assert complaints(lan.page) == []


def assert_plain(data: bytes) -> None:
    """Upright, small, and no word of where and on what it was taken."""
    picture = Image.open(BytesIO(data))
    assert max(picture.size) <= 2000
    assert picture.height > picture.width
    assert not picture.getexif()
    assert b"Xiaomi" not in data
    pixel = picture.convert("RGB").getpixel((10, 10))
    assert isinstance(pixel, tuple)
    assert max(abs(one - other) for one, other in zip(pixel, RED, strict=True)) < 70


def test_it_reaches_the_officer_once_there_is_a_line(
    lan: Keeper, phones: Callable[[], Page]
) -> None:
    lan.begin()
    lan.lose_the_line()
    lan.choose("chung_sinh", paper(*SIZES["4_megapixels"]))
    lan.see(1)
    lan.go_on()
    lan.choose("giay_khac", small_paper(), upload("giay.pdf", "application/pdf", made.pdf(2)))
    expect(lan.page.locator(".photo")).to_have_count(2, timeout=LONGEST_UPLOAD_MS)
    lan.go_on()
    lan.choose("chu_ky", small_paper())
    lan.see(1)
    lan.go_on()
    expect(lan.page.locator("dl").first).to_contain_text("3 trang")
    lan.go_on()
    lan.field("cam_doan").check()
    lan.lose_the_line(lost=False)
    lan.go_on()
    code = lan.page.locator(".slip .code").inner_text()
    until_item(lan.page, normalise(code) or "", state="sent")
    minh = Officer(phones(), "minh")
    minh.sign_in()
    minh.open(code)
    looked_at(minh.page, minh.page.locator(".papers__page").first.get_attribute("href") or "")


ALSO_BAD = (
    (upload("a.png", "image/png", made.png_that_says(9, 9, b"torn")), "Không mở được"),
    (upload("a.pdf", "application/pdf", made.pdf()), "không nhận loại tệp"),
)


def test_a_bad_file_is_explained_where_it_was_chosen(lan: Keeper, tmp_path: Path) -> None:
    lan.begin()
    lan.lose_the_line()
    for bad, said in (*bad_files(tmp_path), *ALSO_BAD):
        with next_page(lan.page):
            lan.choose("chung_sinh", bad)
        expect(lan.error).to_have_count(1, timeout=LONGEST_UPLOAD_MS)
        expect(lan.error).to_contain_text(said)
        expect(lan.field("ten")).to_have_value("Trần Gia Bảo")
    lan.choose("chung_sinh", small_paper())
    lan.see(1)
    expect(lan.page.locator(".error")).to_have_count(0)
    assert lan.slots() == [0]


def test_pages_are_added_taken_again_and_taken_out(lan: Keeper) -> None:
    lan.begin()
    lan.lose_the_line()
    lan.choose("chung_sinh", small_paper())
    lan.see(1)
    lan.go_on()
    lan.choose("giay_khac", small_paper(), small_paper())
    lan.see(2)
    lan.choose("giay_khac:1", paper(*SIZES["4_megapixels"]))
    expect(lan.page.locator('.photo img[src$="/tep/3"]').first).to_be_visible()
    assert lan.slots() == [0, 2, 3]
    lan.press(lan.button("Xoá trang 1"))
    lan.see(1)
    assert lan.slots() == [0, 2]
    assert lan.step == "giay-khac"


def test_without_a_photo_one_goes_on_and_back(lan: Keeper) -> None:
    lan.begin()
    lan.go_on()
    assert lan.page.locator(".error").count()
    lan.choose("chung_sinh", small_paper())
    lan.see(1)
    lan.go_on()
    assert lan.step == "giay-khac"
    lan.press(lan.button("Lưu và làm tiếp sau"))
    assert lan.slots() == [0]


def test_the_button_pressed_meanwhile_loses_nothing(lan: Keeper) -> None:
    lan.begin()
    lan.page.evaluate(SLOWLY)
    lan.choose("chung_sinh", small_paper())
    lan.main_button.click()
    lan.main_button.click()
    expect(lan.page.get_by_text("Đang gửi ảnh…")).to_be_visible()
    lan.see(1)
    assert lan.step == "chung-sinh"
    assert lan.slots() == [0]


def test_a_worker_that_does_not_answer_loses_nothing(lan: Keeper) -> None:
    lan.begin()
    lan.page.evaluate(ONE_FAILS)
    lan.choose("chung_sinh", small_paper())
    expect(lan.page.get_by_text("Chưa gửi được ảnh.")).to_be_visible()
    expect(lan.field("ten")).to_have_value("Trần Gia Bảo")
    lan.press(lan.button("Gửi lại"))
    lan.see(1)
    assert lan.slots() == [0]


def test_two_tabs_never_share_a_slot(lan: Keeper) -> None:
    lan.begin()
    lan.choose("chung_sinh", small_paper())
    lan.see(1)
    lan.go_on()
    other = lan.page.context.new_page()
    other.goto(lan.page.url)
    lan.choose("giay_khac", small_paper())
    other.locator('main input[name="giay_khac"]').set_input_files([small_paper()])
    # Whoever comes second is shown both.
    expect(lan.photos).not_to_have_count(0, timeout=LONGEST_UPLOAD_MS)
    expect(other.locator(".photo").last).to_be_visible()
    lan.page.reload()
    lan.see(2)
    assert lan.slots() == [0, 1, 2]


def test_a_draft_that_came_to_the_device_meanwhile_takes_its_photos_there(
    phones: Callable[[], Page],
) -> None:
    """Begun at the server; the page stays open while a worker takes over."""
    lan = Keeper(phones(), answered=False)
    lan.page.goto(f"/thu-tuc/{FLOW}")
    lan.press(lan.button("Bắt đầu"))
    assert idb(lan.page, "drafts") == []
    lan.page.evaluate(REGISTER)
    until_owned(lan.page, lan.page.url.split("/")[4])
    lan.choose("chung_sinh", small_paper())
    lan.see(1)
    assert lan.slots() == [0]
    assert lan.multipart == []


def test_a_phone_that_throws_the_page_out_keeps_its_photos(lan: Keeper) -> None:
    """For the sake of its camera: after the photo was kept, before the form went off."""
    lan.begin()
    lan.lose_the_line()
    lan.page.evaluate(NO_FORM)
    lan.choose("chung_sinh", small_paper())
    lan.page.locator("main input[name='chung_sinh:moi']").wait_for(state="attached")
    lan.page = thrown_out(lan.page)
    lan.see(1)
    assert lan.slots() == [0]


def thrown_out(page: Page) -> Page:
    """As a system short of memory does; the browser shows the page again when one comes back."""
    here, again = page.url, page.context.new_page()
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    again.goto(here)
    return again


def test_a_signature_is_drawn_with_a_finger(lan: Keeper) -> None:
    lan.begin()
    lan.lose_the_line()
    lan.choose("chung_sinh", small_paper())
    lan.see(1)
    lan.go_on()
    lan.go_on()
    draw(lan.page)
    lan.go_on()
    lan.see(1)
    lan.press(lan.button("Xoá và ký lại"))
    expect(lan.page.locator("canvas")).to_be_visible()
    draw(lan.page)
    lan.go_on()
    lan.see(1)
    assert lan.slots() == [0, 2]
