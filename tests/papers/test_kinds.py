"""A file is what its first bytes are."""

import pytest

from kiosk.papers.kinds import format_of
from tests.papers import made


def ftyp(major: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + major + bytes(4) + b"".join(others)
    return (len(body) + 4).to_bytes(4, "big") + body + b"mdat" * 10


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_pictures_are_known_by_their_content(format: str) -> None:
    assert format_of(made.as_bytes(made.paper(60, 40), format)) == format.lower()


@pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "ICO", "JPEG2000", "AVIF"])
def test_other_pictures_are_not_taken(format: str) -> None:
    assert format_of(made.as_bytes(made.paper(64, 64), format)) is None


@pytest.mark.parametrize(
    "data",
    [
        ftyp(b"heic", b"mif1", b"heic"),
        ftyp(b"mif1", b"mif1", b"heic"),
        ftyp(b"msf1"),
        ftyp(b"hevc"),
    ],
)
def test_pictures_of_an_iphone_are_told_apart(data: bytes) -> None:
    assert format_of(data) == "heic"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"PK\x03\x04 a Word file",
        b"\xd0\xcf\x11\xe0 an old Word file",
        b"MZ",
        b"<html>",
        b"RIFF\0\0\0\0WAVE",
        ftyp(b"isom", b"mp42"),
        ftyp(b"avif", b"mif1"),
        b"\0\0\0\x08ftyp",
        b"\xff\xff\xff\xffftyp",
    ],
)
def test_anything_else_is_not_taken(data: bytes) -> None:
    assert format_of(data) is None


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n", b" \n"])
def test_a_pdf_may_begin_with_nothing_but_space(before: bytes) -> None:
    assert format_of(before + b"%PDF-1.7\n") == "pdf"


@pytest.mark.parametrize("before", [b"x", b"<html><script>", b"GIF89a", b"PK\x03\x04", b" " * 80])
def test_a_pdf_behind_something_else_is_a_trick(before: bytes) -> None:
    assert format_of(before + b"%PDF-1.7\n") is None
