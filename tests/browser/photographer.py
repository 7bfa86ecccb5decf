"""Somebody who answers the flow with photographs, and the files that are turned down there."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from playwright.sync_api import Locator, Page, expect

from tests.browser.papers import Upload, upload
from tests.browser.walker import LONGEST_UPLOAD_MS, Visitor

FLOW = "anh-giay"


def bad_files(folder: Path) -> Iterator[tuple[Upload | Path, str]]:
    """Each with what is said of it. The heavy one stands in the folder: from there a browser takes
    it by itself, and nobody has to spell twenty million bytes to it."""
    heavy = folder / "a.jpg"
    heavy.write_bytes(b"\xff\xd8\xff" + bytes(21 << 20))
    yield upload("a.heic", "image/heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "HEIC"
    yield upload("a.jpg", "image/jpeg", b""), "không có gì bên trong"
    yield heavy, "nặng quá. Nhiều nhất 20 MB"
    yield upload("a.gif", "image/gif", b"GIF89a\1\0\1\0\0\0\0;"), "không nhận loại tệp"
    yield upload("a.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 torn"), "Không mở được ảnh hoặc tệp này"


class Photographer(Visitor):
    """To pictures a page has more patience than to anything else."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        page.set_default_timeout(LONGEST_UPLOAD_MS)

    def begin(self) -> None:
        """To the first question, with the name filled in."""
        self.page.goto(f"/thu-tuc/{FLOW}")
        self.press(self.button("Bắt đầu"))
        self.field("ten").fill("Trần Gia Bảo")

    def choose(self, name: str, *sent: Upload | Path) -> None:
        """Files of one kind: Playwright takes no list of both."""
        self.field(name).set_input_files(cast(list[Upload], list(sent)))

    def see(self, count: int) -> None:
        expect(self.photos).to_have_count(count, timeout=LONGEST_UPLOAD_MS)

    @property
    def error(self) -> Locator:
        return self.page.locator(".field .error")


def draw(page: Page) -> None:
    """A signature, with a finger."""
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for at in range(1, 12):
        page.mouse.move(box["x"] + 40 + at * 15, box["y"] + 60 + at % 4 * 12)
    page.mouse.up()
