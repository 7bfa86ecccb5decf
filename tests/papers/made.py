"""Photographs and papers as people send them, and as nobody should."""

import re
import struct
import zlib
from contextlib import suppress
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

LINES = (
    "Họ, chữ đệm, tên người được khai sinh: NGUYỄN THỊ LAN",
    "Nơi sinh: Trạm Y tế phường Tây Hồ, thành phố Hà Nội",
    "Đặng Thuỳ Trâm, quốc lộ 1A, số 135/17/43 Nguyễn Hữu Cảnh",
)
PAPER, INK = (226, 221, 210), (25, 25, 45)
GPS_DEGREES = (21.0, 4.0, 7.123)
SECRET_MODEL = "Phone Of Lan 0912345678"


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    found = files("fontpkg_be_vietnam_pro") / "files" / "BeVietnamPro-Regular.ttf"
    return ImageFont.truetype(str(found), size)


@cache
def paper(width: int, height: int) -> Image.Image:
    """A sheet full of lines in 10-point type, photographed."""
    image = Image.new("RGB", (width, height), PAPER)
    size = max(4, round(max(width, height) * 10 / 72 / 11.7))
    draw = ImageDraw.Draw(image)
    for number, top in enumerate(range(size * 2, height - size * 2, size * 2)):
        draw.text((size * 2, top), LINES[number % 3], INK, font(size))
    return image


def photo(width: int = 1600, height: int = 1200, **options: Any) -> bytes:
    return as_bytes(paper(width, height), "JPEG", quality=90, **options)


def as_bytes(image: Image.Image, format: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def betraying(image: Image.Image, orientation: int = 1) -> bytes:
    """A JPEG with everything a telephone writes: where, when, on what, a thumbnail, a comment."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Model] = SECRET_MODEL
    exif[ExifTags.Base.DateTime] = "2026:11:20 08:15:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = GPS_DEGREES
    small = as_bytes(image.resize((160, 120)), "JPEG")
    notes = exif.tobytes() + b"THUMBNAIL" + small
    return as_bytes(
        image, "JPEG", quality=90, exif=notes, comment=b"COMMENT of lan", xmp=b"<x:XMP-PLACE/>"
    )


def png_that_says(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG with these dimensions in its header, whatever its pixels are."""
    return png_of(width, height, zlib.compress(pixels))


def png_of(width: int, height: int, packed: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"IDAT", packed), _chunk(b"IEND", b""))
    )


def png_with_note(name: bytes, packed: bytes) -> bytes:
    """A small PNG with a note in front of its pixels."""
    head = b"note\0" + (b"\1\0\0\0" if name == b"iTXt" else b"\0")
    whole = png_that_says(8, 8, bytes(8 * 25))
    return whole[:33] + _chunk(name, head + packed) + whole[33:]


@cache
def bomb() -> bytes:
    """200 MB in 200 kB."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()


@cache
def samples() -> tuple[bytes, ...]:
    """One of each format, small."""
    small = paper(120, 80)
    pictures = (as_bytes(small, format) for format in ("JPEG", "PNG", "WEBP"))
    return (*pictures, betraying(small, 6), pdf(1, small), filled_form())


def _chunk(name: bytes, data: bytes) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


# ---------------------------------------------------------------- PDF


def pdf(pages: int = 1, image: Image.Image | None = None) -> bytes:
    image = image or paper(827, 1170)
    more = [image] * (pages - 1)
    return as_bytes(image, "PDF", save_all=True, append_images=more, resolution=100)


def pdf_with_everything() -> bytes:
    """A script, a file inside, a program to start, a link, an author."""
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    writer.add_open_action(JavaScript("app.alert('SCRIPTOFEVIL')"))
    writer.add_attachment("evil.exe", b"MZ-PROGRAMOFEVIL")
    writer.add_metadata({"/Author": "AUTHORLAN", "/Title": "TITLELAN"})
    launch = _dictionary(S=NameObject("/Launch"), F=TextStringObject("LAUNCHOFEVIL"))
    writer.pages[0][NameObject("/AA")] = _dictionary(O=launch)
    writer.add_uri(0, "https://evil.example/LINKOFEVIL", (10, 10, 200, 200))
    return written(writer)


def filled_form() -> bytes:
    """A blank sheet with a field across it, into which somebody typed."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    numbers = ArrayObject(NumberObject(at) for at in (50, 600, 550, 700))
    field = _dictionary(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Widget"),
        FT=NameObject("/Tx"),
        T=TextStringObject("name"),
        V=TextStringObject("NGUYEN THI LAN"),
        DA=TextStringObject("/Helv 48 Tf 0 g"),
        Rect=numbers,
        F=NumberObject(4),
    )
    kept = ArrayObject([writer._add_object(field)])
    page[NameObject("/Annots")] = kept
    letters = _dictionary(
        Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica")
    )
    writer.root_object[NameObject("/AcroForm")] = _dictionary(
        Fields=kept, DR=_dictionary(Font=_dictionary(Helv=letters))
    )
    return written(writer)


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def pdf_without_pages() -> bytes:
    writer = PdfWriter()
    writer.add_metadata({"/Title": "nothing"})
    return written(writer)


def endless_pdf(width: float, height: float) -> bytes:
    """One page of that many points."""
    writer = PdfWriter()
    writer.add_blank_page(width, height)
    return written(writer)


def turned_pdf() -> bytes:
    """A scan that lies on its side and says so."""
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    writer.pages[0][NameObject("/Rotate")] = NumberObject(90)
    return written(writer)


def _dictionary(**entries: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def leftovers(data: bytes, words: tuple[bytes, ...]) -> set[bytes]:
    """Which words are in a PDF, packed streams looked into."""
    seen = data
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        with suppress(zlib.error):
            seen += zlib.decompressobj().decompress(found[1])
    return {word for word in words if word in seen}


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data), strict=True)
