"""Babel extractors: the words of flows and of lessons."""

from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

import yaml

from kiosk.content.lessons import translate as lesson
from kiosk.content.translate import words_of
from kiosk.content.yaml import Key, Loader, note

Found = tuple[int, str, str, list[str]]


def flows(
    fileobj: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Found]:
    """Every text for citizens in one YAML file, with its line."""
    return words_in(fileobj, words_of)


def lessons(
    fileobj: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Found]:
    """Every text of a lesson that learners, coaches or authors read."""
    return words_in(fileobj, lesson.words_of)


def words_in(
    fileobj: IO[bytes], words: Callable[[Any], Iterator[tuple[Key, str]]]
) -> Iterator[Found]:
    loader = Loader(fileobj.read().decode("utf-8"))
    node = loader.get_single_node()
    if node is None:
        return
    lines: dict[Key, int] = {}
    note(node, (), lines)
    for key, text in words(plain(node)):
        yield lines[key], "gettext", text, []


def plain(node: yaml.Node) -> Any:
    """Data with string keys and texts only; other scalars are of no interest here."""
    if isinstance(node, yaml.MappingNode):
        return {name.value: plain(value) for name, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(value) for value in node.value]
    return node.value if node.tag.endswith(":str") else None
