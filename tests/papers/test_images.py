"""What is kept of a photograph is the picture, upright and readable, and nothing else."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageStat

from kiosk.papers.images import LONGEST_SIDE, webp_size
from kiosk.papers.studio import Cleaned, Studio
from tests.papers import made
from tests.papers.conftest import Clean, Peak, Refusal

WHITE, GREY, RED = (255, 255, 255), (128, 128, 128), (255, 0, 0)
LETTERS = "eêềếểễệuưừứửữự"


def near(one: object, other: tuple[int, int, int], most: int = 3) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def marked(width: int = 400, height: int = 300) -> Image.Image:
    """Red in the upper left corner."""
    image = Image.new("RGB", (width, height), WHITE)
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), RED)
    return image


@pytest.mark.parametrize("size", [(4032, 3024), (2309, 1732), (1732, 2309)])
async def test_a_photo_is_shrunk_in_its_shape(clean: Clean, size: tuple[int, int]) -> None:
    kept = await clean(made.photo(*size))
    assert max(kept.size) == LONGEST_SIDE
    assert abs(kept.width / kept.height - size[0] / size[1]) < 0.002
    assert (kept.format, kept.mode, kept.info["progressive"]) == ("JPEG", "RGB", 1)


async def test_a_small_photo_keeps_its_size(clean: Clean) -> None:
    assert (await clean(made.photo(640, 480))).size == (640, 480)
    assert (await clean(made.photo(1, 1))).size == (1, 1)
    assert (await clean(made.as_bytes(Image.new("RGB", (9000, 2)), "PNG"))).size == (2000, 1)


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photo_stands_upright(clean: Clean, orientation: int) -> None:
    turned = made.betraying(marked(), orientation)
    upright = await clean(turned)
    assert upright.size == ((300, 400) if orientation >= 5 else (400, 300))
    corners = {"tl": (9, 9), "tr": (-9, 9), "br": (-9, -9), "bl": (9, -9)}
    right = {1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl"}[orientation]
    red = {
        name: near(upright.getpixel((x % upright.width, y % upright.height)), RED, 8)
        for name, (x, y) in corners.items()
    }
    assert red == {name: name == right for name in corners}


async def test_where_when_and_on_what_a_photo_was_taken_is_gone(studio: Studio) -> None:
    sent = made.betraying(made.paper(1600, 1200), orientation=6)
    betrays = (b"Exif", b"GPS", b"2026:11", b"0912345678", b"COMMENT", b"XMP", b"THUMBNAIL", b"ICC")
    assert sum(word in sent for word in betrays) >= 6
    kept = await studio.clean(sent, "photo")
    assert isinstance(kept, Cleaned)
    assert [word for word in betrays if word in kept.data] == []
    assert dict(made.opened(kept.data).getexif()) == {}
    assert kept.data.count(b"\xff\xd8\xff") == 1, "a thumbnail is a second picture"


async def test_broken_notes_do_not_spoil_a_picture(clean: Clean) -> None:
    sent = made.as_bytes(marked(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff broken")
    assert near((await clean(sent)).getpixel((9, 9)), RED, 8)


async def test_what_hangs_on_a_photo_falls_off(studio: Studio) -> None:
    script = b"<html><script>alert('POLYGLOT')</script></html>"
    other = made.as_bytes(made.paper(80, 60), "JPEG", comment=script)
    for sent in (made.photo() + script, made.photo() + b"PK\x03\x04POLYGLOT", other):
        kept = await studio.clean(sent, "photo")
        assert isinstance(kept, Cleaned)
        assert b"POLYGLOT" in sent
        assert b"POLYGLOT" not in kept.data
        assert kept.data.endswith(b"\xff\xd9")


async def test_of_several_pictures_in_one_the_first_is_kept(clean: Clean) -> None:
    second = [Image.new("RGB", (400, 300), GREY)]
    for format in ("MPO", "PNG", "WEBP"):
        sent = made.as_bytes(marked(), format, save_all=True, append_images=second)
        kept = await clean(sent)
        assert near(kept.getpixel((9, 9)), RED, 8)
        assert near(kept.getpixel((390, 290)), WHITE, 8)


async def test_a_print_shop_s_colours_become_a_screen_s(clean: Clean) -> None:
    red = Image.new("CMYK", (90, 60), (0, 255, 255, 0))
    assert near((await clean(made.as_bytes(red, "JPEG"))).getpixel((9, 9)), RED)


async def test_colours_of_another_space_are_shown_as_they_were_meant(clean: Clean) -> None:
    lab = ImageCms.createProfile("LAB")
    rgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = Image.new("RGB", (90, 60), GREY)
    assert near((await clean(made.as_bytes(grey, "JPEG", icc_profile=rgb))).getpixel((9, 9)), GREY)
    for broken in (b"not a profile", ImageCms.ImageCmsProfile(lab).tobytes()):
        kept = await clean(made.as_bytes(grey, "JPEG", icc_profile=broken))
        assert near(kept.getpixel((9, 9)), GREY)


async def test_sixteen_bits_of_grey_become_eight(clean: Clean) -> None:
    deep = Image.new("I;16", (90, 60), 32896)
    assert near((await clean(made.as_bytes(deep, "PNG"))).getpixel((9, 9)), GREY)


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
async def test_what_was_transparent_is_white(clean: Clean, format: str) -> None:
    signature = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    ImageDraw.Draw(signature).rectangle((0, 0, 40, 40), (0, 0, 120, 255))
    kept = await clean(made.as_bytes(signature, format))
    assert near(kept.getpixel((200, 80)), WHITE)
    assert near(kept.getpixel((20, 20)), (0, 0, 120), 8)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB"])
async def test_every_kind_of_png_is_taken(clean: Clean, mode: str) -> None:
    image = made.paper(300, 200).convert(mode)
    assert (await clean(made.as_bytes(image, "PNG"))).mode == "RGB"
    if mode in ("P", "L", "RGB"):
        clear = 0 if mode != "RGB" else made.PAPER
        assert (await clean(made.as_bytes(image, "PNG", transparency=clear))).size == (300, 200)


@pytest.mark.parametrize("width", [2310, 4032])  # 4 and 12 megapixels
async def test_ten_point_print_is_still_readable(clean: Clean, width: int) -> None:
    """Each letter of a photographed sheet is nearer to itself than to any with another mark."""
    height, size = width * 3 // 4, round(width * 10 / 72 / 11.7)
    sheet = Image.new("RGB", (width, height), made.PAPER)
    places = [(size * 2 + at * size * 2, height // 2) for at in range(len(LETTERS))]
    for letter, place in zip(LETTERS, places, strict=True):
        ImageDraw.Draw(sheet).text(place, letter, made.INK, made.font(size), anchor="ls")
    noisy = Image.blend(sheet, Image.effect_noise(sheet.size, 40).convert("RGB"), 0.12)
    kept = (await clean(made.as_bytes(noisy, "JPEG", quality=92))).convert("L")
    ideal = sheet.resize(kept.size, Image.Resampling.LANCZOS).convert("L")
    boxes = [_box(place, size, kept.width / width) for place in places]
    read = "".join(_read(kept.crop(box), [ideal.crop(b) for b in boxes]) for box in boxes)
    assert read == LETTERS
    dark, light = kept.crop(boxes[0]).getextrema()
    assert int(light) - int(dark) > 110


def _box(place: tuple[int, int], size: int, scale: float) -> tuple[int, int, int, int]:
    left, top = int((place[0] - size // 4) * scale), int((place[1] - size * 1.2) * scale)
    return (left, top, left + int(size * 1.2 * scale), top + int(size * 1.7 * scale))


def _read(seen: Image.Image, known: list[Image.Image]) -> str:
    differences = [ImageStat.Stat(ImageChops.difference(seen, one)).sum2[0] for one in known]
    return LETTERS[differences.index(min(differences))]


# ---------------------------------------------------------------- what is not taken


@pytest.mark.parametrize("part", [0.02, 0.5, 0.98])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
async def test_half_a_photo_is_refused(refusal: Refusal, format: str, part: float) -> None:
    whole = made.as_bytes(made.paper(600, 400), format)
    assert await refusal(whole[: int(len(whole) * part)]) == "file.unreadable"


async def test_a_picture_that_says_it_is_huge_is_refused_unopened(refusal: Refusal) -> None:
    assert await refusal(made.png_that_says(30_000, 30_000)) == "file.too_large"
    jpeg = made.photo(64, 64)
    frame = jpeg.index(b"\xff\xc0")
    huge = jpeg[: frame + 5] + b"\xff\xff\xff\xff" + jpeg[frame + 9 :]
    assert await refusal(huge) == "file.too_large"
    webp = bytearray(made.as_bytes(Image.new("RGBA", (64, 64)), "WEBP", lossless=True))
    webp[21:25] = b"\xff\xff\xff\x0f"
    assert await refusal(bytes(webp)) == "file.too_large"


@pytest.mark.parametrize("name", [b"zTXt", b"iCCP", b"iTXt"])
async def test_a_bomb_in_the_notes_does_not_go_off(studio: Studio, name: bytes, peak: Peak) -> None:
    await studio.clean(made.photo(64, 64), "photo")
    before = peak(studio)
    sent = made.png_with_note(name, made.bomb())
    await studio.clean(sent, "photo")
    assert peak(studio) - before < 64_000


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_size_of_a_webp_is_in_its_header(mode: str, lossless: bool) -> None:
    data = made.as_bytes(Image.new(mode, (401, 302), RED), "WEBP", lossless=lossless)
    assert webp_size(data) == made.opened(data).size == Image.open(BytesIO(data)).size
