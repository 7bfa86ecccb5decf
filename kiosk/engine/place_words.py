"""Reads a place as people type it: which words name the commune, which its district, province."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.engine.text import fold, tidy

KINDS = {
    "tinh": "Tỉnh",
    "thanh_pho": "Thành phố",
    "xa": "Xã",
    "phuong": "Phường",
    "dac_khu": "Đặc khu",
    "thi_tran": "Thị trấn",
}
SHORT_PROVINCES = {
    "hn": "hanoi",
    "tphn": "hanoi",
    "hcm": "hochiminh",
    "tphcm": "hochiminh",
    "saigon": "hochiminh",
    "brvt": "bariavungtau",
    "tthue": "hue",
    "thuathienhue": "hue",
}
MOST_WORDS = 30
TONES = "\u0300\u0301\u0303\u0309\u0323"

_word = re.compile(r"[^\W\d_]+|\d+")
_y = re.compile(r"([bcdfghjklmnpqrstvwxz]|qu)y(?![aeiou])")
_doubled = re.compile(r"([adeo])\1")
_tone_letter = re.compile(r"([a-z])[sfrxjz]$")


@dataclass(frozen=True, slots=True)
class Word:
    """`key` is for finding ("hoa"), `spelt` for comparing accents ("hoa" and its tone)."""

    key: str
    spelt: str


Words = tuple[Word, ...]


def words(text: str) -> Words:
    """The first 30 words and numbers of a text; punctuation only parts them, "01" is "1"."""
    found = _word.findall(tidy(text))[:MOST_WORDS]
    return tuple(Word(plain_number(fold(one)), spelling(one)) for one in found)


def spelling(word: str) -> str:
    """Lower case with the tone mark last, so that "hoà" and "hòa" are the same."""
    parts = unicodedata.normalize("NFD", word.lower())
    letters = "".join(one for one in parts if one not in TONES)
    return plain_number(letters) + "".join(one for one in parts if one in TONES)


def plain_number(word: str) -> str:
    return word.lstrip("0") or "0"


def key(text: str) -> str:
    """One key without spaces: "Bát Tràng", "battrang" and "Bat-Trang" share it."""
    return loosen("".join(map(plain_number, _word.findall(fold(text)))))


def key_of(found: Words) -> str:
    return loosen("".join(word.key for word in found))


def spelt_of(found: Words) -> str:
    return "".join(word.spelt for word in found)


def loosen(squashed: str) -> str:
    """i for a y that is a whole rhyme: "Mỹ Lý" and "Mĩ Lí" are both right."""
    return _y.sub(r"\1i", squashed) if "y" in squashed else squashed


def without_typed_marks(found: Words) -> str:
    """The key of Telex keys that no input method turned into letters: "ddoongs" → "dong"."""
    return loosen("".join(_untelexed(word.key) for word in found))


COMMUNE_HEADS: tuple[tuple[Words, str], ...] = tuple(
    (words(head), kind)
    for kind, heads in {
        "xa": ("xã", "x"),
        "phuong": ("phường", "p"),
        "dac_khu": ("đặc khu", "dk"),
        "thi_tran": ("thị trấn", "tt"),
    }.items()
    for head in heads
)
DISTRICT_HEADS = tuple(map(words, ("huyện", "h", "quận", "q", "thị xã", "tx", "thành phố", "tp")))
PROVINCE_HEADS = tuple(map(words, ("tỉnh", "t", "thành phố", "tp")))


class Name:
    """What may be a commune's own name, with the kind that was typed before it."""

    def __init__(self, found: Words, kind: str | None) -> None:
        self.words = found
        self.kind = kind
        self.key = key_of(found)
        self.spelt = spelt_of(found)
        self.has_accents = self.spelt != "".join(word.key for word in found)

    def is_spelt(self, own: str) -> bool:
        return self.spelt == spelt_of(words(own))

    def is_of(self, kind: str) -> bool:
        return self.kind in (None, kind)


def as_communes(found: Words) -> Iterator[Name]:
    """All of it, then what follows a kind: Phương Liệt is named so, and not the phường of Liệt."""
    yield Name(found, None)
    for head, kind in COMMUNE_HEADS:
        if len(found) > len(head) and starts(found, head):
            yield Name(found[len(head) :], kind)


def after_detail(found: Words) -> Iterator[Name]:
    """The commune behind a house or hamlet: "số 5 ngõ 2, p. Ba Đình"."""
    for start in range(1, len(found)):
        for head, kind in COMMUNE_HEADS:
            rest = found[start + len(head) :]
            if rest and starts(found[start:], head):
                yield Name(rest, kind)


def without_last_head(found: Words, heads: tuple[Words, ...]) -> tuple[Words, bool]:
    """The words without a head at their end, and whether there was one."""
    for head in heads:
        if len(found) > len(head) and starts(found[-len(head) :], head):
            return found[: -len(head)], True
    return found, False


def starts(found: Words, head: Words) -> bool:
    """Whether they start with a head, typed right or without any accent: "Xá" is no "xã"."""
    return all(
        one.key == word.key and one.spelt in (word.key, word.spelt)
        for one, word in zip(found, head, strict=False)
    )


def bare_key(title: str) -> str:
    """The key of a district's or province's own name: "Thành phố Thủ Đức" → "thuduc"."""
    found = words(title)
    for head in (*DISTRICT_HEADS, *PROVINCE_HEADS):
        if len(found) > len(head) and starts(found, head):
            return key_of(found[len(head) :])
    return key_of(found)


def is_one_slip(typed: str, meant: str) -> bool:
    """One letter too many, missing, wrong, or two swapped."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if at is None:
        return True
    swapped = typed[at : at + 2] == meant[at : at + 2][::-1]
    return (
        typed[at + 1 :] == meant[at + 1 :]
        or typed[at + 1 :] == meant[at:]
        or typed[at:] == meant[at + 1 :]
        or (swapped and typed[at + 2 :] == meant[at + 2 :])
    )


def _untelexed(word: str) -> str:
    return _tone_letter.sub(r"\1", _doubled.sub(r"\1", word).replace("w", ""))
