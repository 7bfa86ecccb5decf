"""Papers to photograph, and what an officer may see of the photograph."""

from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import FilePayload, Page

LINES = ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "GIẤY CHỨNG SINH", "Mẹ: Nguyễn Thị Lan") * 4
SIZES = {"4_megapixels": (1728, 2304), "12_megapixels": (3000, 4000)}
RED = (200, 20, 20)
Upload = FilePayload


@cache
def paper(width: int, height: int, lines: tuple[str, ...] = LINES) -> Upload:
    """Held sideways: the camera notes how to turn it (6), and where it was taken."""
    picture = Image.new("RGB", (width, height), "#f4f1e8")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(letters(), width // 24)
    for at, line in enumerate(lines):
        pen.text((width // 20, height // 10 + at * width // 14), line, fill="#222", font=font)
    pen.rectangle((0, 0, width // 8, height // 20), fill=RED)  # the upper left corner
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010F] = "Xiaomi"
    notes.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 40.0), 3: "E", 4: (105.0, 50.0, 10.0)})
    done = BytesIO()
    picture.transpose(Image.Transpose.ROTATE_90).save(done, "JPEG", exif=notes, quality=90)
    return upload("giay.jpg", "image/jpeg", done.getvalue())


def letters() -> str:
    folder = files("fontpkg_be_vietnam_pro").joinpath("files")
    return str(next(one for one in folder.iterdir() if "Regular" in one.name))


def upload(name: str, kind: str, data: bytes) -> Upload:
    return {"name": name, "mimeType": kind, "buffer": data}


def small_paper() -> Upload:
    return paper(600, 800)


def looked_at(page: Page, href: str) -> None:
    answer = page.request.get(href)
    assert answer.headers["content-type"] == "image/jpeg"
    picture = Image.open(BytesIO(answer.body()))
    assert max(picture.size) <= 2000
    assert picture.height > picture.width
    assert not picture.getexif()
    red, green, _ = picture.convert("RGB").getpixel((10, 10))  # type: ignore[misc]
    assert red > 150
    assert green < 90
