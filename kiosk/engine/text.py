"""Text as the engine keeps and compares it: NFC, counted by code point, no locale."""

import re
import unicodedata

# Spelled out, because Python's `\s` and JavaScript's differ (U+0085, U+FEFF, U+001C–001F).
WHITESPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
INVISIBLE = "\xad\u200b-\u200f\u2060\ufeff"

_whitespace = re.compile(f"[{WHITESPACE}]+")
_invisible = re.compile(f"[{INVISIBLE}]")
_accents = re.compile("[\u0300-\u036f]")
_crossed_d = str.maketrans("đĐ", "dd")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`Đường Nguyễn Huệ` → `duong nguyen hue`: for finding, never for showing.

    The result is decomposed: NFD, without U+0300–036F, đ and Đ as d, then lower case.
    """
    bare = _accents.sub("", unicodedata.normalize("NFD", text))
    return bare.translate(_crossed_d).lower()


def tidy(text: str) -> str:
    """One line of typed or pasted text: invisible characters out, each run of whitespace
    (no-break spaces and line ends too) one space, none at the ends, NFC."""
    visible = _invisible.sub("", text)
    # NFC comes last: what an invisible character kept apart may now compose.
    return nfc(_whitespace.sub(" ", visible).strip(" "))
