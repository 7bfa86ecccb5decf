"""The words of a lesson: which they are, and the lesson with all of them in another language."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from kiosk.content.translate import Translate
from kiosk.content.yaml import Key
from kiosk.engine.lesson.shapes import FIXTURE, Lesson

WORD_KEYS = frozenset("title about label note goal say done other coach_prompt lines".split())
# Fixtures are values, the same in every language; what sources are called is not translated.
KEPT = frozenset({"sources", "fixtures", "answers"})

Change = Callable[[Key, str], str]


def words_of(data: Any, key: Key = ()) -> Iterator[tuple[Key, str]]:
    """Every text to translate in an author's data, with its path."""
    if isinstance(data, str) and is_word(key, data):
        yield key, data
    for name, item in items_of(data):
        if not is_kept(key, name):
            yield from words_of(item, (*key, name))


def in_language(lesson: Lesson, translate: Translate) -> Lesson:
    """The same lesson with every text passed through a catalogue."""
    return with_texts(lesson, lambda key, text: translate(text) if is_word(key, text) else text)


def in_words(lesson: Lesson) -> Lesson:
    """The same lesson with its fixtures in their places."""
    return with_texts(lesson, lambda _, text: lesson.worded(text))


def with_texts(lesson: Lesson, change: Change) -> Lesson:
    """With its texts changed. Its forms are flows, which have words of their own."""
    data = changed(msgspec.to_builtins(replace(lesson, forms={})), change)
    return replace(msgspec.convert(data, Lesson), forms=lesson.forms)


def changed(data: Any, change: Change, key: Key = ()) -> Any:
    if isinstance(data, str):
        return change(key, data)
    if isinstance(data, (list, tuple)):
        return [changed(item, change, (*key, at)) for at, item in enumerate(data)]
    if not isinstance(data, dict):
        return data
    return {
        name: item if is_kept(key, name) else changed(item, change, (*key, name))
        for name, item in data.items()
    }


def is_word(key: Key, text: str) -> bool:
    """A number, or a fixture alone, reads the same in every language."""
    name = next((part for part in reversed(key) if isinstance(part, str)), "")
    return name in WORD_KEYS and any(letter.isalpha() for letter in FIXTURE.sub("", text))


def is_kept(key: Key, name: str | int) -> bool:
    """A scene may be called like a part of a lesson."""
    return name in KEPT and key != ("scenes",)


def items_of(data: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(data, dict):
        yield from data.items()
    elif isinstance(data, (list, tuple)):
        yield from enumerate(data)
