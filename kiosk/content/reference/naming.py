"""Finds a thing by one of its names, as people write it."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from kiosk.engine.place_words import key

T = TypeVar("T")


def named(typed: str, by_key: Mapping[str, T], heads: Iterable[str]) -> T | None:
    """With or without accents, and with or without one of the words that may stand before."""
    typed_key = key(typed)
    for head in ("", *heads):
        if found := by_key.get(typed_key.removeprefix(head)):
            return found
    return None
