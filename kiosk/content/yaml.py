"""Reads an author's YAML and remembers on which line everything stands."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kiosk.content.words import N_

Key = tuple[str | int, ...]
LARGEST = 512 * 1024
TOO_LARGE = N_("tệp lớn quá {kb} KB")
UNREADABLE = N_("không đọc được tệp ({why})")
NOT_YAML = N_("chỗ này không đúng cú pháp YAML ({why})")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One mistake of an author: where it stands and what it is, in one line.

    `text` is in the source language with `{param}`s, so that a catalogue can translate it."""

    file: Path
    line: int
    text: str
    params: Mapping[str, object] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str] = str) -> str:
        text = translate(self.text).format_map(self.params)
        return f"{self.file}:{self.line}: {text}"

    def __str__(self) -> str:
        return self.said()


class ContentError(Exception):
    """A file that cannot be used; `troubles` says why."""

    def __init__(self, *troubles: Trouble) -> None:
        super().__init__("\n".join(map(str, troubles)))
        self.troubles = troubles


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data, and the line of each place in it by its path of keys and indexes."""

    file: Path
    data: Any
    lines: Mapping[Key, int]

    def trouble(self, key: Key, text: str, **params: object) -> Trouble:
        """A trouble at the line of `key`, or of the nearest place around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return Trouble(self.file, self.lines.get(key, 1), text, params)


class Loader(yaml.SafeLoader):
    """YAML whose words stay words: only `true`, `false`, `null` and whole numbers are special,
    so that `no`, `on` and `2026-07-01` are the text they look like. Aliases are refused: an
    author has no need of them, and a few lines of them can fill a machine's memory."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "alias", mark)
        return super().compose_node(parent, index)


Loader.yaml_implicit_resolvers = {}
for tag, pattern, letters in [
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^(?:0|-?[1-9][0-9]*)$", "-0123456789"),
]:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(letters))


def load(file: Path) -> Document:
    """Raises ContentError when the file is missing, too large, not UTF-8 or not YAML."""
    try:
        raw = file.read_bytes()
        if len(raw) > LARGEST:
            raise ContentError(Trouble(file, 1, TOO_LARGE, {"kb": LARGEST // 1024}))
        loader = Loader(raw.decode("utf-8"))
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except (OSError, UnicodeDecodeError) as problem:
        raise ContentError(Trouble(file, 1, UNREADABLE, {"why": problem})) from problem
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        why = getattr(problem, "problem", None) or type(problem).__name__
        raise ContentError(Trouble(file, line_of(problem), NOT_YAML, {"why": why})) from problem
    lines: dict[Key, int] = {}
    if node:
        note(node, (), lines)
    return Document(file, data, lines)


def line_of(problem: Exception) -> int:
    mark = getattr(problem, "problem_mark", None)
    return mark.line + 1 if mark else 1


def note(node: yaml.Node, key: Key, lines: dict[Key, int]) -> None:
    lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            lines[(*key, name.value)] = name.start_mark.line + 1
            note(value, (*key, name.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            note(value, (*key, index), lines)
