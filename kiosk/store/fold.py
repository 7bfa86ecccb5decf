"""Words as a search keeps and compares them."""

import re
import unicodedata
from typing import NamedTuple

from kiosk.engine.text import fold, tidy

WORD = re.compile(r"[^\W_]+")
# As a tone is typed in VNI. At the end of the word, so that "hoà" and "hòa" are one.
TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
# "lý" and "lí", "quý" and "quí" are one; "tay" and "tai", "thuý" and "thui" are not.
Y_FOR_I = re.compile(r"(?<=[bcdđghklmnpqrstvx])y$|(?<=^qu)y$")


class Word(NamedTuple):
    """`ký` is ("ki", "ki1"): what finds it, and what tells whether its accents are the same."""

    folded: str
    exact: str

    @property
    def has_accents(self) -> bool:
        return self.folded != self.exact


def words_of(text: str) -> tuple[Word, ...]:
    return tuple(Word(_folded(one), _exact(one)) for one in WORD.findall(tidy(text).lower()))


def i_for_y(word: str) -> str:
    return Y_FOR_I.sub("i", word)


def _folded(word: str) -> str:
    return i_for_y(fold(word))


def _exact(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(TONES.get(letter, "") for letter in letters)
    bare = "".join(letter for letter in letters if letter not in TONES)
    return i_for_y(unicodedata.normalize("NFC", bare)) + tones
