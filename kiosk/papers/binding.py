"""JPEG pages bound as a PDF that holds nothing else (ISO 32000-1, 7.5 and 8.9.5)."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sheet:
    """One page: an RGB JPEG, its size in pixels, the page's in points."""

    jpeg: bytes = field(repr=False)
    pixels: tuple[int, int]
    points: tuple[float, float]


def bound(sheets: Iterable[Sheet]) -> bytes:
    """No title, author, date or producer: nothing that tells who made it, when or on what."""
    objects = [b"", b""]
    kids = []
    for sheet in sheets:
        at = len(objects) + 1
        kids.append(f"{at} 0 R")
        objects += _page(at, sheet)
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return _file(objects)


def _page(at: int, sheet: Sheet) -> tuple[bytes, bytes, bytes]:
    """The page, what is drawn on it, and its picture: objects `at`, `at` + 1, `at` + 2."""
    width, height = (f"{max(side, 1):.2f}" for side in sheet.points)
    page = (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents {at + 1} 0 R"
        f"/Resources<</XObject<</P {at + 2} 0 R>>>>>>"
    )
    picture = (
        f"/Type/XObject/Subtype/Image/Width {sheet.pixels[0]}/Height {sheet.pixels[1]}"
        "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    )
    drawing = f"{width} 0 0 {height} 0 0 cm /P Do".encode()
    return page.encode(), _stream("", drawing), _stream(picture, sheet.jpeg)


def _stream(entries: str, data: bytes) -> bytes:
    return f"<<{entries}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)
