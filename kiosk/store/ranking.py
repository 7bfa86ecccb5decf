"""Which documents fit a question best. Depends on the lines only, not on the database."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import sqrt
from typing import NamedTuple, TypeAlias

from kiosk.store.question import Term, Vocabulary

# Half of what was asked, by weight, must be found; and a much better answer hides the others.
LEAST_UNDERSTOOD, LEAST_SCORE, LEAST_OF_BEST = 0.5, 0.35, 0.6
# A tone is soon mistaken; with other letters it is another word: "độ" is not "đỏ".
OTHER_TONE, OTHER_LETTERS = 0.85, 0.6


Meaning: TypeAlias = dict[str, list[tuple[int, float]]]
"""By word, the terms that it may be meant by and how surely."""


class Line(NamedTuple):
    """One thing that people may call a document, and how much it counts."""

    about: str
    weight: float
    folded: str
    exact: str


class Hit(NamedTuple):
    id: str
    score: float


class Match(NamedTuple):
    """How well a line answers: its score, and what each term found in it (0 to 1)."""

    score: float
    found: tuple[float, ...]


def rank(terms: Sequence[Term], lines: Iterable[Line], vocabulary: Vocabulary) -> tuple[Hit, ...]:
    meaning: Meaning = {}
    for at, term in enumerate(terms):
        for word, surely in term.meant.items():
            meaning.setdefault(word, []).append((at, surely))
    matches: dict[str, list[Match]] = {}
    for line in lines:
        matches.setdefault(line.about, []).append(_match(terms, meaning, line, vocabulary))
    hits = (_hit(id, terms, found) for id, found in matches.items())
    likely = sorted((hit for hit in hits if hit.score), key=lambda hit: (-hit.score, hit.id))
    least = max(LEAST_SCORE, likely[0].score * LEAST_OF_BEST) if likely else 0
    return tuple(hit for hit in likely if hit.score >= least)


def _hit(id: str, terms: Sequence[Term], matches: Sequence[Match]) -> Hit:
    """Mostly by its best line; a little by what all of them together understand."""
    best = tuple(max(found) for found in zip(*(one.found for one in matches), strict=True))
    understood = _share(terms, best)
    if understood < LEAST_UNDERSTOOD:
        return Hit(id, 0)
    return Hit(id, round(0.75 * max(one.score for one in matches) + 0.25 * understood, 6))


def _match(terms: Sequence[Term], meaning: Meaning, line: Line, vocabulary: Vocabulary) -> Match:
    folded = line.folded.split()
    fits = _fits(terms, meaning, folded, line.exact.split())
    found = tuple(max(fit.values(), default=0.0) * line.weight for fit in fits)
    at = {place for fit in fits for place in fit}
    whole = sum(map(vocabulary.tells, folded)) or 1.0
    covered = sum(vocabulary.tells(folded[place]) for place in at) / whole
    score = _share(terms, found) * (0.55 + 0.25 * covered + 0.2 * _in_a_row(terms, fits))
    return Match(score, found)


def _fits(
    terms: Sequence[Term], meaning: Meaning, folded: Sequence[str], exact: Sequence[str]
) -> list[dict[int, float]]:
    """For each term where in a line it stands, and how well it fits there."""
    fits: list[dict[int, float]] = [{} for _ in terms]
    for place, word in enumerate(folded):
        for at, surely in meaning.get(word, ()):
            fits[at][place] = surely * _likeness(terms[at].exact, exact[place])
    return fits


def _likeness(typed: str, word: str) -> float:
    """Who types without accents says nothing about them."""
    if not typed or typed == word:
        return 1.0
    return OTHER_TONE if typed.rstrip("12345") == word.rstrip("12345") else OTHER_LETTERS


def _in_a_row(terms: Sequence[Term], fits: Sequence[dict[int, float]]) -> float:
    """How much of the question stands in the line word after word: a Vietnamese word has two
    syllables, and "khai sinh" is neither "khai" nor "sinh"."""
    pairs = [sqrt(one.weight * two.weight) for one, two in pairwise(terms)]
    if not pairs:
        return 1.0
    met = [any(at + 1 in after for at in before) for before, after in pairwise(fits)]
    return sum(weight for weight, is_met in zip(pairs, met, strict=True) if is_met) / sum(pairs)


def _share(terms: Sequence[Term], found: Sequence[float]) -> float:
    whole = sum(term.weight for term in terms) or 1.0
    return sum(term.weight * one for term, one in zip(terms, found, strict=True)) / whole
