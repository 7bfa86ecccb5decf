"""The shell: pages that belong to no flow, drawn once with holes. The server and the worker on a
device fill the same ones. docs/packs.md publishes the format.
"""

from hashlib import sha256
from typing import Any

import msgspec
from litestar import Request
from litestar.response import Response

from kiosk.engine.holes import Values
from kiosk.engine.pages import Frame, Page, Pages
from kiosk.web.screens import page, path_and_query, reader_language, wants_fragment

FORMAT = 1


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What its JSON holds; `words` are those that are put together while a page is filled."""

    format: int
    locale: str
    words: dict[str, str]
    frame: Frame
    pages: dict[str, Page]


class Shell(Pages):
    """The shell of one language. `data` is its JSON, named by its SHA-256."""

    def __init__(self, body: Body) -> None:
        self.data = msgspec.json.encode(body, order="sorted")
        self.sha256 = sha256(self.data).hexdigest()
        self.locale = body.locale
        self.words = body.words
        super().__init__(body.frame, body.pages)


def show_page(
    request: Request[Any, Any, Any], name: str, values: Values, status: int = 200
) -> Response[str]:
    """As `show` does with a screen: the whole page, or for htmx its part."""
    shell: Shell = request.app.state.shells[reader_language(request).code]
    draw = shell.fragment if wants_fragment(request.scope) else shell.page
    return page(draw(name, {**values, "path": path_and_query(request.scope)}), status)
