"""What a file really is, by its first bytes; its name and its label prove nothing."""

from typing import Literal

Format = Literal["jpeg", "png", "webp", "pdf", "heic"]

_PNG = b"\x89PNG\r\n\x1a\n"
_SPACE = b"\xef\xbb\xbf\0\t\n\f\r "
# ISO/IEC 23008-12 (HEIF): the brands of still pictures and bursts coded in HEVC, and of any HEIF.
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_HEIF = frozenset({b"mif1", b"mif2", b"msf1"})
_AVIF = frozenset({b"avif", b"avis"})


def format_of(data: bytes) -> Format | None:
    """None for anything that is not taken here. HEIC is told apart to say what to do about it."""
    # A marker must follow: a decoder would look for one through 20 MB of nothing.
    if data.startswith(b"\xff\xd8\xff") and data[3:4] >= b"\xc0":
        return "jpeg"
    if data.startswith(_PNG):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    # Viewers look for the header in the first 1,024 bytes; a file with something else before it
    # is a trick more often than a paper.
    if data[:64].lstrip(_SPACE).startswith(b"%PDF-"):
        return "pdf"
    return "heic" if _is_heic(data) else None


def _is_heic(data: bytes) -> bool:
    if data[4:8] != b"ftyp":
        return False
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, end - 3, 4)}
    return bool(brands & _HEIC) or (bool(brands & _HEIF) and not brands & _AVIF)
