"""Looks at the words of a flow: short enough, without braces, translated."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kiosk.content.flows import FlowFile
from kiosk.content.translate import words_of
from kiosk.content.words import N_
from kiosk.content.yaml import Key, Trouble

LONGEST_SENTENCE, LONGEST_QUESTION = 20, 12
WORD = re.compile(r"[^\W_]+(?:[-./:][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?;:]\s|\n")
# The law gave it its name.
AS_LONG_AS_IT_IS = ("procedure", "name")

LONG_QUESTION = N_("câu hỏi dài {count} chữ, nhiều nhất {most}")
LONG_SENTENCE = N_("có câu dài {count} chữ, nhiều nhất {most}: “{start}…”")
BRACES = N_("chữ không được có hai dấu ngoặc nhọn liền nhau")
UNTRANSLATED = N_("chưa có bản dịch {language}: “{text}”")

Lookup = Callable[[str], str | None]
"""A text in a catalogue's language, null when the catalogue does not have it."""


def wording(file: FlowFile) -> Iterator[Trouble]:
    """Words short enough for a person who reads slowly, and nothing that a page cannot hold."""
    for key, text in strings(file.data, ()):
        if "{{" in text or "}}" in text:
            yield file.trouble(key, BRACES)
    for key, text in words_of(file.data):
        if key[0] in ("steps", "declaration") and key[-1] == "ask":
            yield from length(file, key, text, LONGEST_QUESTION, LONG_QUESTION)
        elif key != AS_LONG_AS_IT_IS:
            for sentence in SENTENCE_END.split(text):
                yield from length(file, key, sentence, LONGEST_SENTENCE, LONG_SENTENCE)


def strings(data: Any, key: Key) -> Iterator[tuple[Key, str]]:
    """Every text, also those that are no words for citizens, and the names in front of them."""
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from strings(item, (*key, index))
    elif isinstance(data, dict):
        for name, item in data.items():
            yield (*key, name), name
            yield from strings(item, (*key, name))


def length(file: FlowFile, key: Key, text: str, most: int, say: str) -> Iterator[Trouble]:
    count = len(WORD.findall(text))
    if count > most:
        yield file.trouble(key, say, count=count, most=most, start=text[:40])


def translations(file: FlowFile, lookups: Mapping[str, Lookup]) -> Iterator[Trouble]:
    """Texts for which a catalogue has no words, each once; `lookups` by the language's name."""
    first: dict[str, Key] = {}
    for key, text in words_of(file.data):
        first.setdefault(text, key)
    for language, lookup in lookups.items():
        for text, key in first.items():
            if lookup(text) is None:
                yield file.trouble(key, UNTRANSLATED, language=language, text=text[:60])
