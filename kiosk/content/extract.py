"""Babel extractors: the words of flows, and of the sentences marked with `N_`."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

import yaml

from kiosk.content.translate import words_of
from kiosk.content.yaml import Key, Loader, note

Found = tuple[int, str, str, list[str]]


def flows(
    fileobj: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Found]:
    """Every text for citizens in one YAML file, with its line."""
    loader = Loader(fileobj.read().decode("utf-8"))
    node = loader.get_single_node()
    if node is None:
        return
    lines: dict[Key, int] = {}
    note(node, (), lines)
    for key, text in words_of(plain(node)):
        yield lines[key], "gettext", text, []


def plain(node: yaml.Node) -> Any:
    """Data with string keys and texts only; other scalars are of no interest here."""
    if isinstance(node, yaml.MappingNode):
        return {name.value: plain(value) for name, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(value) for value in node.value]
    return node.value if node.tag.endswith(":str") else None
