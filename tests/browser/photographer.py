"""Somebody who answers the flow with photographs, and the files that are turned down there."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.papers import Upload, upload
from tests.browser.walker import LONGEST_UPLOAD_MS, Visitor

FLOW = "anh-giay"
BAD = (
    (upload("a.heic", "image/heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "HEIC"),
    (upload("a.jpg", "image/jpeg", b""), "không có gì bên trong"),
    (
        upload("a.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes(21 << 20)),
        "nặng quá. Nhiều nhất 20 MB",
    ),
    (upload("a.gif", "image/gif", b"GIF89a\1\0\1\0\0\0\0;"), "không nhận loại tệp"),
    (upload("a.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 torn"), "Không mở được ảnh hoặc tệp này"),
)


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

    def choose(self, name: str, *sent: Upload) -> None:
        self.field(name).set_input_files(list(sent))

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
