"""The English catalogues: complete, nothing left over, holes intact."""

import re
from itertools import combinations

import pytest
from babel.messages.catalog import Catalog, Message

from kiosk.content.words import MESSAGES, WORDS
from tests.i18n.conftest import SOURCES

Catalogues = dict[str, Catalog]
HOLE = re.compile(r"%\(\w+\)s|\{\w*\}")
# The order and form of a date's parts are the language's own.
DATES = {WORDS["date"], WORDS["month"]}
DATE_HOLES = {"{d}", "{day}", "{m}", "{month}", "{y}"}


@pytest.mark.parametrize("name", SOURCES)
def test_every_word_is_in_the_catalogue_and_no_other(
    gathered: Catalogues, english: Catalogues, name: str
) -> None:
    """Else run `make messages` and translate."""
    assert _ids(english[name]) == _ids(gathered[name])
    assert not english[name].obsolete


@pytest.mark.parametrize("name", SOURCES)
def test_every_word_is_translated(english: Catalogues, name: str) -> None:
    assert [one.id for one in _messages(english[name]) if one.fuzzy or not all(_texts(one))] == []


@pytest.mark.parametrize("name", SOURCES)
def test_translations_keep_the_holes(english: Catalogues, name: str) -> None:
    for one in _messages(english[name]):
        for text in _texts(one):
            holes = set(HOLE.findall(text))
            assert holes <= DATE_HOLES if one.id in DATES else holes == _holes(one), text


@pytest.mark.parametrize(("one", "other"), list(combinations(SOURCES, 2)))
def test_a_text_in_two_catalogues_says_the_same(english: Catalogues, one: str, other: str) -> None:
    ours, theirs = english[one], english[other]
    shared = _ids(ours) & _ids(theirs)
    assert [text for text in shared if ours[text].string != theirs[text].string] == []


def test_every_message_of_the_engine_is_translated(english: Catalogues) -> None:
    known = {*MESSAGES.values(), *WORDS.values()}
    assert known <= {one for one in _ids(english["messages"]) if isinstance(one, str)}


@pytest.mark.parametrize("name", SOURCES)
def test_a_diff_of_a_catalogue_shows_words_only(english: Catalogues, name: str) -> None:
    messages = _messages(english[name])
    assert not any(one.locations for one in messages)
    assert [one.id for one in messages] == [one.id for one in sorted(messages)]


def _messages(catalogue: Catalog) -> list[Message]:
    return [one for one in catalogue if one.id]


def _ids(catalogue: Catalog) -> set[str | tuple[str, ...]]:
    return {one.id for one in _messages(catalogue)}


def _texts(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def _holes(message: Message) -> set[str]:
    first = message.id[0] if isinstance(message.id, tuple) else message.id
    return set(HOLE.findall(first))
