"""Pages with holes and the frame around them: what a flow's pack and the shell have alike."""

from collections.abc import Mapping
from typing import TypeAlias

from kiosk.engine.holes import Template, Values, compile, fill

Frame: TypeAlias = tuple[str, str, str]
"""HTML before the title, between title and main, and after main."""
Page: TypeAlias = tuple[str, str]
"""The title and the main element; of a part that stands within a page "" and its HTML."""


class Pages:
    """Pages opened for use, each when it is first shown: a node has a thousand of them."""

    def __init__(self, frame: Frame, pages: Mapping[str, Page]) -> None:
        self._frame = [compile(part) for part in frame]
        self._closed = pages
        self._opened: dict[str, tuple[Template, Template]] = {}

    def open_all(self) -> None:
        """Raises `HoleError` where one is no template."""
        for name in self._closed:
            self._templates(name)

    def page(self, name: str, values: Values) -> str:
        """The whole document."""
        before, between, after = self._frame
        title, main = self._templates(name)
        return fill((*before, *title, *between, *main, *after), values)

    def fragment(self, name: str, values: Values) -> str:
        """What htmx swaps in: a title and the main element."""
        title, main = self._templates(name)
        return fill((*title, "\n", *main), values)

    def part(self, name: str, values: Values) -> str:
        """A part that stands within a page."""
        return fill(self._templates(name)[1], values)

    def _templates(self, name: str) -> tuple[Template, Template]:
        if name not in self._opened:
            title, main = self._closed[name]
            self._opened[name] = compile(title), compile(main)
        return self._opened[name]
