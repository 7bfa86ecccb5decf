"""What somebody typed, as terms to look for: each with the known words that it may stand for."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from kiosk.store.fold import Word, words_of
from kiosk.store.slips import Slips

LONGEST_QUESTION, MOST_WORDS = 200, 24
MOST_ENDINGS = 40
# A quiet word ("tôi", "muốn") says nothing of what is wanted, but may stand in a name.
QUIET_WEIGHT = 0.05
UNKNOWN_WEIGHT = 0.7


class Term(NamedTuple):
    """`meant` are folded words with how surely they are what was typed (0 to 1); none: nobody
    knows the word. `exact` is empty where the accents say nothing."""

    meant: Mapping[str, float]
    exact: str
    weight: float


def wanted(terms: Iterable[Term]) -> set[str]:
    """The words to look up. Quiet ones stand in every other line: they count where a line is found
    by something else, and are looked up only when nothing else was said."""
    terms = tuple(terms)
    loud = [term for term in terms if term.weight > QUIET_WEIGHT]
    return {word for term in loud or terms for word in (*term.meant, term.exact) if word}


class Vocabulary:
    """Every word that occurs in a collection of documents, and how much it tells."""

    def __init__(self, documents: Iterable[Collection[str]], quiet: Iterable[str]) -> None:
        texts = [set(one) for one in documents]
        counts = Counter(word for text in texts for word in text)
        self._tells = {word: math.log((len(texts) + 1) / n) for word, n in counts.items()}
        self._most = max(self._tells.values(), default=1.0)
        quiet_words = [word for text in quiet for word in words_of(text)]
        self._quiet_exact = {word.exact for word in quiet_words}
        self._quiet_folded = {word.folded for word in quiet_words}
        self._slips = Slips(self._tells)
        # "lamgiaykhaisinh" has quiet words in it too.
        self._pieces = Slips({*self._tells, *self._quiet_folded})

    def tells(self, word: str) -> float:
        return self._tells.get(word, self._most)

    def terms(self, question: str) -> tuple[Term, ...]:
        """Raises nothing: a question without any word has no terms."""
        typed = words_of(question[:LONGEST_QUESTION])[:MOST_WORDS]
        last = len(typed) - 1
        found = (self._terms_of(word, at == last) for at, word in enumerate(typed))
        return tuple(term for terms in found for term in terms)

    def _terms_of(self, word: Word, is_last: bool) -> Iterator[Term]:
        if word.folded in self._tells or self._is_quiet(word):
            yield self._term(word, self._meant(word, is_last))
        elif pieces := self._pieces.split(word.folded):
            for piece in pieces:
                yield self._term(Word(piece, piece), {piece: 1.0})
        else:
            yield self._term(word, self._meant(word, is_last))

    def _meant(self, word: Word, is_last: bool) -> dict[str, float]:
        meant = self._endings(word.folded) if is_last else {}
        if word.folded in self._tells:
            return meant | {word.folded: 1.0}
        return {**self._slips.meant(word.folded), **meant}

    def _endings(self, begun: str) -> dict[str, float]:
        """The last word may not be finished: results show while one types."""
        longer = sorted(one for one in self._tells if one.startswith(begun) and one != begun)
        return dict.fromkeys(longer[:MOST_ENDINGS], 0.8 if len(begun) > 1 else 0.6)

    def _term(self, word: Word, meant: Mapping[str, float]) -> Term:
        exact = word.exact if word.has_accents else ""
        return Term(meant, exact, self._weight(word, meant))

    def _weight(self, word: Word, meant: Mapping[str, float]) -> float:
        if self._is_quiet(word):
            return QUIET_WEIGHT
        if not meant:
            return self._most * UNKNOWN_WEIGHT
        return max(self.tells(one) * surely for one, surely in meant.items())

    def _is_quiet(self, word: Word) -> bool:
        return word.exact in self._quiet_exact or (
            not word.has_accents and word.folded in self._quiet_folded
        )
