"""Reads an author's YAML and remembers on which line everything stands."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kiosk.content.words import N_

Key = tuple[str | int, ...]
LARGEST = 512 * 1024
DEEPEST = 20
TOO_LARGE = N_("tệp lớn quá {kb} KB")
UNREADABLE = N_("không đọc được tệp ({why})")
NOT_UTF8 = N_("tệp không phải là chữ UTF-8")
NOT_YAML = N_("chỗ này không đúng cú pháp YAML: {why}")
TWICE = N_("mục “{name}” đã ghi ở dòng {line}")
ODD_LETTER = N_("có ký tự lạ hoặc ký tự ẩn (mã {code})")
NOT_A_NAME = N_("tên mục phải là chữ")
NOT_PLAIN = N_("chỉ ghi chữ, số, danh sách và các dòng “tên: giá trị”, không ghi dấu ! ở đầu")

# By a part of what the YAML reader says, what an author should look for.
WHY = {
    "alias": N_("không dùng dấu * và & ở đầu giá trị, chữ có dấu này thì đặt trong ngoặc kép"),
    "too deep": N_("lồng vào nhau quá nhiều tầng"),
    "mapping values": N_("có dấu hai chấm thừa, chữ có dấu hai chấm thì đặt trong ngoặc kép"),
    "'\\t'": N_("thụt đầu dòng bằng dấu cách, không bằng phím Tab"),
    "expected ':'": N_("thiếu dấu hai chấm sau tên mục"),
    "block end": N_("đầu dòng này không thẳng hàng với các dòng cùng tầng"),
    "block mapping": N_("đầu dòng này không thẳng hàng với các dòng cùng tầng"),
    "',' or": N_("thiếu dấu phẩy hoặc dấu đóng ngoặc"),
    "end of stream": N_("thiếu dấu đóng ngoặc"),
    "special characters": N_("có ký tự điều khiển không đọc được"),
}
OTHERWISE = N_("có dấu đặt sai chỗ, chữ có dấu lạ thì đặt trong ngoặc kép")


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in the source language with `{param}`s, for a catalogue to translate."""

    text: str
    params: Mapping[str, object] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str] = str) -> str:
        params = {
            name: value.said(translate) if isinstance(value, Words) else value
            for name, value in self.params.items()
        }
        return translate(self.text).format_map(params)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One mistake of an author: where it stands and what it is, in one line. The line is 0 for what
    is no text."""

    file: Path
    line: int
    words: Words

    def said(self, translate: Callable[[str], str] = str) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return one_line(f"{place}: {self.words.said(translate)}")

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

    def trouble(self, key: Key, text: str, /, **params: object) -> Trouble:
        """A trouble at the line of `key`, or of the nearest place around it."""
        return Trouble(self.file, self.line(key), Words(text, params))

    def line(self, key: Key) -> int:
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)


class OurNodes(yaml.composer.Composer):
    """Aliases are refused: an author has no need of them, and a few lines of them can fill a
    machine's memory."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[attr-defined]
        mark = event.start_mark
        if event.anchor is not None:
            raise yaml.composer.ComposerError(None, None, "alias", mark)
        if self.depth >= DEEPEST:
            raise yaml.composer.ComposerError(None, None, "too deep", mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


class OurWords(yaml.resolver.BaseResolver):
    """Words stay words: only `true`, `false`, `null` and whole numbers are special, so that `no`,
    `on` and `2026-07-01` are the text they look like."""


for tag, pattern, letters in [
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^(?:0|-?[1-9][0-9]{0,14})$", "-0123456789"),
]:
    OurWords.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(letters))


class Loader(OurNodes, OurWords, yaml.CSafeLoader):
    """Reads with libyaml, which is quick, and says little of what it cannot read."""

    def __init__(self, source: str) -> None:
        yaml.CSafeLoader.__init__(self, source)


class PlainLoader(OurNodes, OurWords, yaml.SafeLoader):
    """The same, slowly, and says well what is wrong."""


PLAIN = frozenset(f"tag:yaml.org,2002:{name}" for name in "str bool null int seq map".split())


def load(file: Path) -> Document:
    """Raises ContentError when the file is missing, too large, not UTF-8 or not YAML."""
    source = read(file)
    try:
        loader, node = opened(source)
        troubles = list(oddities(file, node)) if node else []
        if troubles:
            raise ContentError(*troubles)
        data = loader.construct_document(node) if node else None
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        raise ContentError(syntax_trouble(file, source, problem)) from problem
    lines: dict[Key, int] = {}
    if node:
        note(node, (), lines)
    return Document(file, data, lines)


def opened(source: str) -> tuple[Loader | PlainLoader, yaml.Node | None]:
    try:
        quick = Loader(source)
        return quick, quick.get_single_node()
    except yaml.YAMLError:
        plain = PlainLoader(source)
        return plain, plain.get_single_node()


def read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as problem:
        why = problem.strerror or type(problem).__name__
        raise ContentError(Trouble(file, 1, Words(UNREADABLE, {"why": why}))) from problem
    if len(raw) > LARGEST:
        raise ContentError(Trouble(file, 1, Words(TOO_LARGE, {"kb": LARGEST // 1024})))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise ContentError(Trouble(file, line, Words(NOT_UTF8))) from problem


def syntax_trouble(file: Path, source: str, problem: Exception) -> Trouble:
    said = str(getattr(problem, "problem", None) or getattr(problem, "reason", None) or "")
    why = next((why for part, why in WHY.items() if part in said), OTHERWISE)
    mark = getattr(problem, "problem_mark", None)
    before = source[: getattr(problem, "position", 0)]
    line = mark.line + 1 if mark else before.count("\n") + 1
    return Trouble(file, line, Words(NOT_YAML, {"why": Words(why)}))


def oddities(file: Path, node: yaml.Node) -> Iterator[Trouble]:
    """What YAML allows and a flow does not: typed values, names that are no text or repeat, and
    letters that nobody sees or that cannot be written to a file."""
    line = node.start_mark.line + 1
    if node.tag not in PLAIN:
        yield Trouble(file, line, Words(NOT_PLAIN))
    elif isinstance(node, yaml.ScalarNode):
        yield from odd_letters(file, node)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from oddities(file, item)
    elif isinstance(node, yaml.MappingNode):
        yield from odd_names(file, node)
        for _, value in node.value:
            yield from oddities(file, value)


def odd_names(file: Path, node: yaml.MappingNode) -> Iterator[Trouble]:
    seen: dict[str, int] = {}
    for name, _ in node.value:
        line = name.start_mark.line + 1
        if not name.tag.endswith(":str"):
            yield Trouble(file, line, Words(NOT_A_NAME))
        elif name.value in seen:
            params = {"name": name.value, "line": seen[name.value]}
            yield Trouble(file, line, Words(TWICE, params))
        else:
            seen[name.value] = line
            yield from odd_letters(file, name)


def odd_letters(file: Path, node: yaml.ScalarNode) -> Iterator[Trouble]:
    odd = next((letter for letter in node.value if is_odd(letter)), None)
    if odd is not None:
        params = {"code": f"U+{ord(odd):04X}"}
        yield Trouble(file, node.start_mark.line + 1, Words(ODD_LETTER, params))


def is_odd(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "C" and letter != "\n"


def note(node: yaml.Node, key: Key, lines: dict[Key, int]) -> None:
    lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            lines[(*key, name.value)] = name.start_mark.line + 1
            note(value, (*key, name.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            note(value, (*key, index), lines)


def one_line(text: str) -> str:
    """An author's text may hold line ends, and marks that would steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
