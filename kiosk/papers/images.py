"""A photograph made small and plain: upright, sRGB, a JPEG that says nothing but the picture."""

from io import BytesIO

from PIL import Image, ImageCms
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from kiosk.papers.kinds import Format
from kiosk.papers.refusals import too_large, unreadable

LONGEST_SIDE = 2000
QUALITY = 82
# What fits in limits.MEMORY. A JPEG is decoded at a fraction of its size, so those of the largest
# telephones fit, unless progressive; PNG needs up to 8 bytes a pixel, WebP 16.
MOST_PIXELS = {
    "jpeg": 110_000_000,
    "progressive": 50_000_000,
    "png": 30_000_000,
    "webp": 20_000_000,
}
# Decoded somewhat larger than needed and then shrunk by Lanczos, small print stays sharper.
SPARE = 1.5

_SRGB = ImageCms.createProfile("sRGB")
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def clean_image(data: bytes, format: Format) -> bytes:
    """A progressive JPEG, drawn anew: whatever else the file held is gone.

    Raises Refused, or whatever the decoder makes of a broken file.
    """
    with _opened(data, format) as image:
        turn = _UPRIGHT.get(_orientation(image))
        profile = image.info.get("icc_profile")
        small = in_srgb(shrunk(image), profile)
    upright = small if turn is None else small.transpose(turn)
    return jpeg(upright, QUALITY)


def jpeg(image: Image.Image, quality: int) -> bytes:
    image.info.clear()  # a comment would be written out again
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def shrunk(image: Image.Image) -> Image.Image:
    """No side over LONGEST_SIDE; never larger than it was."""
    part = min(1.0, LONGEST_SIDE / max(image.size))
    width, height = (max(1, round(side * part)) for side in image.size)
    if isinstance(image, JpegImageFile):
        image.draft(None, (int(width * SPARE), int(height * SPARE)))
    image.load()
    plain = _without_palette(image)
    if plain.size == (width, height):
        return plain
    return plain.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB as every screen shows it, on white where it was transparent."""
    if image.mode == "RGBA":
        image = _on_white(image)
    if profile and image.mode in ("RGB", "CMYK"):
        image = _by_profile(image, profile)
    return image.convert("RGB")


def _opened(data: bytes, format: Format) -> ImageFile:
    # By class: Image.open would try one format after another, and multi-picture JPEG.
    file = BytesIO(data)
    if format == "webp":
        _check_size(webp_size(data), format)  # Pillow makes room for the picture as it opens it
        return WebPImageFile(file)
    image = JpegImageFile(file) if format == "jpeg" else PngImageFile(file)
    _check_size(image.size, "progressive" if "progressive" in image.info else format)
    return image


def _check_size(size: tuple[int, int], how: str) -> None:
    width, height = size
    if width * height > MOST_PIXELS[how]:
        raise too_large()


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height by the first chunk (WebP Container Specification; RFC 6386, 9.1)."""
    chunk, body = data[12:16], data[20:30]
    if len(body) < 10:
        raise unreadable()
    if chunk == b"VP8X":
        return (
            1 + int.from_bytes(body[4:7], "little"),
            1 + int.from_bytes(body[7:10], "little"),
        )
    if chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return (
        int.from_bytes(body[6:8], "little") & 0x3FFF,
        int.from_bytes(body[8:10], "little") & 0x3FFF,
    )


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_ORIENTATION)
    except Exception:  # noqa: BLE001 - a camera's broken notes do not spoil its picture
        return 1
    return value if isinstance(value, int) else 1


def _without_palette(image: Image.Image) -> Image.Image:
    """A mode that can be resized: RGB, RGBA, CMYK or L."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.point(lambda value: value * (255 / 65535)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in ("RGB", "CMYK", "L") else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        done = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile: the colours as they stand
    return done or image
