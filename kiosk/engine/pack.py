"""A pack: one flow in one language, compiled; all that is needed to answer its pages.

Immutable and named by the SHA-256 of its bytes, so that a draft finishes on the pack with which
it began. docs/packs.md publishes the format.
"""

from hashlib import sha256

import msgspec

from kiosk.engine.pages import Frame, Page, Pages
from kiosk.engine.shapes import Flow, decode_tree, encode

FORMAT = 1


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a pack's JSON holds. `pages`: title and main element, HTML with holes, of every step
    by its id, of a group's member by `<id>/n`, and of `start`, `kiem-tra`, `cam-doan` or
    `danh-sach`; `messages`: the words of an error or warning by its id, with `{param}`."""

    format: int
    flow: Flow
    locale: str
    words: dict[str, str]
    messages: dict[str, str]
    frame: Frame
    pages: dict[str, Page]


class Pack(Pages):
    """A pack opened for use. Raises `msgspec.ValidationError` on bytes that are none."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.sha256 = sha256(data).hexdigest()
        self.body = msgspec.json.decode(data, type=Body, dec_hook=decode_tree)
        self.flow = self.body.flow
        self.locale = self.body.locale
        self.words = self.body.words
        self.messages = self.body.messages
        super().__init__(self.body.frame, self.body.pages)


def pack_bytes(body: Body) -> bytes:
    """The bytes of a pack: JSON with sorted keys, so that the same flow gives the same hash."""
    return msgspec.json.encode(body, enc_hook=encode, order="sorted")
