"""A pack: one flow in one language, compiled; all that is needed to answer its pages.

Immutable and named by the SHA-256 of its bytes, so that a draft finishes on the pack with which
it began. docs/packs.md publishes the format.
"""

from hashlib import sha256

import msgspec

from kiosk.engine.holes import Values, compile, fill
from kiosk.engine.shapes import Flow, decode_tree, encode

FORMAT = 1


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a pack's JSON holds. `pages`: title and main element, HTML with holes, of every step
    by its id, of a group's member by `<id>/n`, and of `start`, `kiem-tra`, `cam-doan` or
    `danh-sach`;
    `messages`: the words of an error or warning by its id, with `{param}`; `frame`: the HTML
    before the title, between title and main, and after main."""

    format: int
    flow: Flow
    locale: str
    words: dict[str, str]
    messages: dict[str, str]
    frame: tuple[str, str, str]
    pages: dict[str, tuple[str, str]]


class Pack:
    """A pack opened for use. Raises `msgspec.ValidationError` on bytes that are none."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.sha256 = sha256(data).hexdigest()
        self.body = msgspec.json.decode(data, type=Body, dec_hook=decode_tree)
        self.flow = self.body.flow
        self.locale = self.body.locale
        self.words = self.body.words
        self.messages = self.body.messages
        self._frame = [compile(part) for part in self.body.frame]
        self._pages = {
            name: (compile(title), compile(main)) for name, (title, main) in self.body.pages.items()
        }

    def page(self, name: str, values: Values) -> str:
        """The whole document."""
        before, between, after = self._frame
        title, main = self._pages[name]
        return fill((*before, *title, *between, *main, *after), values)

    def fragment(self, name: str, values: Values) -> str:
        """What htmx swaps in: a title and the main element."""
        title, main = self._pages[name]
        return fill((*title, "\n", *main), values)


def pack_bytes(body: Body) -> bytes:
    """The bytes of a pack: JSON with sorted keys, so that the same flow gives the same hash."""
    return msgspec.json.encode(body, enc_hook=encode, order="sorted")
