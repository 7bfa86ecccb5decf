"""What the offline worker keeps of a file: the picture, and nothing that the device noted in it."""

import json
import random
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from kiosk.cli.twin import node
from kiosk.papers.kinds import format_of
from kiosk.papers.refusals import MOST_SENT
from tests.papers import made

RUNNER = Path(__file__).with_name("pictures.mjs")
SECRETS = (b"SECRET-COMMENT", b"SECRET-XMP", b"Xiaomi", b"SECRET-TEXT", b"SECRET-BEHIND", b"Exif")
Told = dict[str, Any]


def cleaned(*files: bytes, kind: str = "photo") -> list[Told]:
    """What comes of each file; `data` in clear. A runner that broke says why."""
    lines = [json.dumps({"kind": kind, "data": b64encode(one).decode()}) for one in files]
    command, sent = [node(), str(RUNNER)], "\n".join(lines) + "\n"
    done = subprocess.run(command, input=sent, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(files)
    return [one | ({"data": b64decode(one["data"])} if "data" in one else {}) for one in told]


def picture(mode: str = "RGB") -> Image.Image:
    return Image.effect_noise((61, 40), 60).convert(mode)


def notes(turn: int = 1) -> bytes:
    """Who took it, where, and how it was held; with a small picture of it."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "Xiaomi"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 40.0), 3: "E", 4: (105.0, 50.0, 10.0)})
    return exif.tobytes()


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def jpeg(turn: int = 1, mode: str = "RGB", **how: Any) -> bytes:
    behind = b"SECRET-BEHIND" + made.as_bytes(picture(), "JPEG")
    full = {"exif": notes(turn), "xmp": b"<x>SECRET-XMP</x>", "comment": b"SECRET-COMMENT"}
    return made.as_bytes(picture(mode), "JPEG", **full, icc_profile=profile(), **how) + behind


def png(mode: str = "RGB", **how: Any) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "SECRET-TEXT")
    info.add_itxt("XML:com.adobe.xmp", "SECRET-XMP")
    info.add(b"tIME", bytes(7))
    found = made.as_bytes(picture(mode), "PNG", pnginfo=info, exif=notes(), **how)
    return found + b"SECRET-BEHIND"


def webp(mode: str = "RGB", **how: Any) -> bytes:
    return made.as_bytes(
        picture(mode), "WEBP", exif=notes(), xmp=b"SECRET-XMP", icc_profile=profile(), **how
    )


def pixels(data: bytes) -> tuple[str, bytes]:
    with Image.open(BytesIO(data)) as image:
        image.load()
        return image.mode, image.tobytes()


PICTURES: dict[str, Callable[[], bytes]] = {
    "jpeg": jpeg,
    "progressive": lambda: jpeg(progressive=True, restart_marker_blocks=2),
    "restarts": lambda: jpeg(restart_marker_blocks=1),
    "grey": lambda: jpeg(mode="L"),
    "cmyk": lambda: jpeg(mode="CMYK"),
    "png": png,
    "palette": lambda: png("P"),
    "see-through": lambda: png("RGBA"),
    "webp": webp,
    "webp without loss": lambda: webp("RGBA", lossless=True),
    "webp with alpha": lambda: webp("RGBA"),
    "plain webp": lambda: made.as_bytes(picture(), "WEBP"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_stays_and_its_notes_go(name: str) -> None:
    sent = PICTURES[name]()
    (got,) = cleaned(sent)
    assert got["type"] == Image.MIME[str(Image.open(BytesIO(sent)).format)]
    assert pixels(got["data"]) == pixels(sent)
    assert [one for one in SECRETS if one in got["data"]] == []
    with Image.open(BytesIO(got["data"])) as image:
        assert not image.getexif()
        assert image.info.get("icc_profile") == Image.open(BytesIO(sent)).info.get("icc_profile")


def test_what_was_cleaned_once_stays_as_it_is() -> None:
    once = [one["data"] for one in cleaned(*(make() for make in PICTURES.values()))]
    assert [one["data"] for one in cleaned(*once)] == once


@pytest.mark.parametrize("turn", range(2, 9))
def test_how_to_turn_a_picture_is_the_one_note_that_stays(turn: int) -> None:
    (got,) = cleaned(jpeg(turn))
    with Image.open(BytesIO(got["data"])) as image:
        assert dict(image.getexif()) == {0x0112: turn}
    assert [one for one in SECRETS if one in got["data"] and one != b"Exif"] == []


def test_notes_in_the_other_order_of_bytes_are_understood() -> None:
    little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    (got,) = cleaned(made.as_bytes(picture(), "JPEG", exif=little))
    with Image.open(BytesIO(got["data"])) as image:
        assert dict(image.getexif()) == {0x0112: 6}


@pytest.mark.parametrize("kind", ["photo", "document", "signature"])
def test_what_is_not_taken_is_named_as_on_the_server(kind: str) -> None:
    heic = b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"
    files = (
        b"", b"GIF89a\1\0\1\0\0\0\0;", heic, b"\xff\xd8\xff" + bytes(100), b"\xff\xd8\xff\xe0 torn",
        bytes(MOST_SENT + 1), b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", b"<svg/>",
    )  # fmt: skip
    told = cleaned(*files, kind=kind)
    ids = [one["id"].removeprefix("file.") for one in told]
    assert ids == "empty kind heic kind unreadable too_large kind kind".split()
    assert told[5]["params"] == {"most": "20 MB"}


def test_a_paper_is_taken_as_it_is_where_papers_belong() -> None:
    paper, long = made.pdf(3, picture()), made.pdf(31, picture())
    (photo,) = cleaned(paper)
    assert photo["id"] == "file.kind"
    kept, late, locked, refused = cleaned(
        paper, b"\xef\xbb\xbf\n" + paper, made.locked_pdf(), long, kind="document"
    )
    assert kept == {"type": "application/pdf", "data": paper, "pages": 3}
    assert late["pages"] == 3
    assert locked["id"] == "file.locked"
    assert (refused["id"], refused["params"]) == ("file.too_many_pages", {"most": "30"})


def test_formats_are_told_apart_as_on_the_server() -> None:
    wheel = random.Random(20261122)
    heads = [make()[:80] for make in PICTURES.values()]
    heads += [b"\0\0\0\x20ftyp" + brand + bytes(4) + b"mif1heic" for brand in (b"heic", b"mif1")]
    files = [one for head in heads for one in spoilt(head, wheel, 40)]
    ours = {"heic": "file.heic", None: "file.kind"}
    for file, got in zip(files, cleaned(*files), strict=True):
        expected = ours.get(format_of(file))
        assert expected is None or got["id"] == expected, file


@pytest.mark.parametrize("name", PICTURES)
def test_broken_files_never_break_it(name: str) -> None:
    sent = PICTURES[name]()
    wheel = random.Random(name)
    cut = [sent[: wheel.randrange(len(sent))] for _ in range(60)]
    for got in cleaned(*cut, *spoilt(sent, wheel, 200)):
        assert "id" in got or len(got["data"]) <= len(sent) + 40


def spoilt(file: bytes, wheel: random.Random, times: int) -> Sequence[bytes]:
    """The file with a few bytes changed, each time others."""
    made = []
    for _ in range(times):
        copy = bytearray(file)
        for _ in range(wheel.randint(1, 8)):
            copy[wheel.randrange(len(copy))] = wheel.choice((0, 255, wheel.randrange(256)))
        made.append(bytes(copy))
    return made


def test_a_film_behind_a_jpeg_is_left_behind() -> None:
    """As telephones write it: a picture of motion after the end of the first."""
    plain = made.as_bytes(picture(), "JPEG")
    (got,) = cleaned(plain + b"ftypmp42 SECRET-BEHIND" * 1000)
    assert got["data"] == plain


def test_a_jpeg_that_lacks_its_end_gets_one() -> None:
    plain = made.as_bytes(picture(), "JPEG")
    (got,) = cleaned(plain[:-2])
    assert got["data"] == plain


def test_a_torn_png_is_not_taken() -> None:
    (got,) = cleaned(png()[:-40])
    assert got["id"] == "file.unreadable"


def test_junk_is_given_up_soon() -> None:
    endless = b"\xff\xd8\xff\xe0\0\x02" + b"\xff\xe1\0\x02" * (1 << 18)
    (got,) = cleaned(endless)
    assert got["id"] == "file.unreadable"
