"""What a word that nobody knows was probably meant to be: a slip of the finger or of the keyboard.

Cheap at any vocabulary: a word and its slip have a form in common once a letter or two are left
out, and those forms are looked up, not compared one by one.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from kiosk.store.fold import i_for_y

# A word this long may differ from what was meant by so many letters.
ONE_SLIP, TWO_SLIPS = 4, 8
SHORTEST_PIECE, MOST_PIECES = 2, 8
ONSET = re.compile(r"[^aeiouy]*")
# What Telex types marks with can stand nowhere after a Vietnamese word's first vowel.
TELEX_MARKS = re.compile(r"[fjrswxz]|(?<=a)a|(?<=e)e|(?<=o)o")


class Slips:
    def __init__(self, vocabulary: Collection[str]) -> None:
        self._known = frozenset(vocabulary)
        self._longest = max(map(len, self._known), default=0)
        self._by_form: dict[str, set[str]] = defaultdict(set)
        for word in self._known:
            for form in _shortened(word, allowed(word)):
                self._by_form[form].add(word)

    def meant(self, word: str) -> dict[str, float]:
        """Known words that it may stand for, and how surely (0 to 1)."""
        if (typed := without_marks(word)) in self._known:
            return {typed: 0.95}
        most = allowed(word)
        near = {one for form in _shortened(word, most) for one in self._by_form.get(form, ())}
        slips = {one: distance(word, one) for one in near}
        return {one: 0.9 - 0.2 * slip for one, slip in slips.items() if 0 < slip <= most}

    def split(self, word: str) -> tuple[str, ...]:
        """`khaisinh` as known words, the fewest that make it up; nothing if they do not."""
        best: list[tuple[str, ...] | None] = [(), *[None] * len(word)]
        for end in range(SHORTEST_PIECE, len(word) + 1):
            for start in range(max(0, end - self._longest), end - SHORTEST_PIECE + 1):
                before, piece = best[start], word[start:end]
                if before is None or piece not in self._known:
                    continue
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = (*before, piece)
        found = best[-1] or ()
        return found if 1 < len(found) <= MOST_PIECES else ()


def without_marks(word: str) -> str:
    """`ddawng`, `dang9` and `d9ang` are all `dang`: what Telex and VNI leave when they are off."""
    letters = re.sub(r"\d", "", word).replace("dd", "d")
    onset = ONSET.match(letters)
    first_vowel = onset.end() if onset else 0
    return i_for_y(letters[:first_vowel] + TELEX_MARKS.sub("", letters[first_vowel:]))


def allowed(word: str) -> int:
    return (len(word) >= ONE_SLIP) + (len(word) >= TWO_SLIPS)


def distance(one: str, other: str) -> int:
    """Letters left out, put in, changed, or two neighbours swapped (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, facing in enumerate(other, 1):
            changed = above[column - 1] + (letter != facing)
            least = min(changed, above[column] + 1, here[-1] + 1)
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == facing:
                least = min(least, before[column - 2] + 1)
            here.append(least)
        before, above = above, here
    return above[-1]


def _shortened(word: str, by: int) -> Iterator[str]:
    yield word
    if by:
        for at in range(len(word)):
            yield from _shortened(word[:at] + word[at + 1 :], by - 1)
