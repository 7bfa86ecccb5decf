"""Files made to harm, sent through the page as anybody can: refused with words, within bounds."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import httpx
import pytest

from kiosk.papers.limits import MEMORY
from tests.faults.station import Station
from tests.papers.made import bomb, photo, png_of, png_that_says

FORM = {"ten": "Trần Gia Bảo"}
# A bomb goes off in the child, whose own limits these are; the node only hands it over.
NODE_GROWS_BY = 100 * 1024 * 1024
# A second, and what a busy machine adds to it.
SECONDS = 6.0


def gif_and_page() -> bytes:
    return b"GIF89a/*\0*/=1;<html><script>alert(1)</script></html>" + bytes(2000)


def jpeg_and_zip() -> bytes:
    """A whole photograph with an archive and a page behind it."""
    return photo(320, 240) + b"PK\3\4" + b"<script>alert('EVIL')</script>" * 100


def jpeg_that_says(width: int, height: int) -> bytes:
    start = b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3)
    return start + b"\1\x11\0\2\x11\0\3\x11\0" + b"\xff\xd9"


HOSTILE = {
    "zip bomb": lambda: png_of(8000, 8000, bomb()),
    "huge dimensions": lambda: png_that_says(30_000, 30_000),
    "huge JPEG": lambda: jpeg_that_says(65_000, 65_000),
    "20 MB of nothing": lambda: bytes(20 * 1024 * 1024 - 1000),
    "20 MB behind a JPEG's first bytes": lambda: (
        b"\xff\xd8\xff\xe0\0\2" + bytes(20 * 1024 * 1024 - 1000)
    ),
    "21 MB": lambda: b"\xff\xd8\xff" + bytes(21 * 1024 * 1024),
    "image and page": gif_and_page,
    "program": lambda: b"MZ" + bytes(5000),
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "packed page": lambda: b"\x1f\x8b" + zlib.compress(bytes(10**6)),
    "nothing": lambda: b"",
}


@pytest.fixture
def lan(node: Station) -> Iterator[httpx.Client]:
    """Lan's browser, on the page of her draft that asks for a photograph."""
    with httpx.Client(base_url=node.url, headers={"Origin": node.url}, timeout=60) as browser:
        where = browser.post("/to-khai", data={"flow": "anh-giay"}).headers["location"]
        browser.base_url = f"{node.url}{where}"
        send(browser, photo(320, 240))  # the child is warm, as on any day
        browser.post("", data={**FORM, "xoa": "chung_sinh:0"})
        yield browser


def send(browser: httpx.Client, data: bytes) -> httpx.Response:
    return browser.post("", data=FORM, files={"chung_sinh": ("anh.jpg", data, "image/jpeg")})


def peak(pid: int | str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def forget_peaks(node: Station) -> None:
    for one in (node.pid, *children(node.pid)):
        Path(f"/proc/{one}/clear_refs").write_text("5")


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_with_words_and_within_bounds(
    node: Station, lan: httpx.Client, what: str
) -> None:
    data = HOSTILE[what]()
    forget_peaks(node)
    before, began = peak(node.pid), monotonic()
    answer = send(lan, data)
    took = monotonic() - began
    page = lan.get("")
    assert answer.status_code in (303, 413)
    assert answer.status_code == 413 or what == "nothing" or 'class="error"' in page.text
    assert "photo__small" not in page.text
    assert took < SECONDS
    assert peak(node.pid) - before < NODE_GROWS_BY
    assert all(peak(one) < MEMORY + 100 * 1024 * 1024 for one in children(node.pid))


def test_a_bomb_in_an_honest_frame_is_a_black_picture(node: Station, lan: httpx.Client) -> None:
    """200 MB behind a frame of 19 megapixels: what the frame does not need is never unpacked."""
    forget_peaks(node)
    assert send(lan, png_of(4400, 4400, bomb())).status_code == 303
    assert "photo__small" in lan.get("").text
    assert all(peak(one) < MEMORY for one in children(node.pid))


def test_what_hides_behind_a_photograph_is_not_kept(node: Station, lan: httpx.Client) -> None:
    send(lan, jpeg_and_zip())
    shown = lan.get(str(lan.base_url).replace("/chung-sinh", "") + "tep/1")
    assert shown.headers["content-type"] == "image/jpeg"
    assert b"EVIL" not in shown.content
    assert b"PK\3\4" not in shown.content


def test_the_node_has_not_grown_and_works(node: Station, lan: httpx.Client) -> None:
    assert send(lan, photo(640, 480)).status_code == 303
    assert "photo__small" in lan.get("").text
    assert peak(node.pid) < 400 * 1024 * 1024
