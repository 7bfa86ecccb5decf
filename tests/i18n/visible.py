"""The words of a page: what is read, or read out, in the page's own language."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-head")
SILENT = frozenset({"script", "style", "svg", "textarea", "code"})
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "path", "circle", "rect"})
HOLE = re.compile(r"\{\{[^{}]*\}\}")
OPEN, CLOSE = "⟦", "⟧"


def words_of(html: str) -> list[str]:
    """Text nodes and spoken attributes; without what is marked as another language, such as the
    title of a law, and without holes, commands and what stands in input boxes, which are data."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = (HOLE.sub(" ", text).strip() for text in reader.found)
    return [text for text in found if any(letter.isalpha() for letter in text)]


def outside_brackets(text: str) -> str:
    """What of a text did not come through the pseudo-locale's catalogue."""
    return "".join(_outside(text)).strip()


def _outside(text: str) -> Iterator[str]:
    depth = 0
    for letter in text:
        depth += letter == OPEN
        if depth == 0:
            yield letter
        depth -= letter == CLOSE


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._lang = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self._lang = self._lang or given.get("lang") or ""
        silent = tag in SILENT or given.get("lang") not in (None, self._lang)
        silent = silent or bool(self._open and self._open[-1][1])
        if not silent:
            self.found += [value for name, value in attributes if name in SPOKEN and value]
        if tag not in VOID:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.found.append(data)
