"""A lesson's pack: one lesson in one language, compiled; all that is needed to play it.

Immutable and named by the SHA-256 of its bytes, as a flow's. docs/packs.md publishes the format.
"""

from hashlib import sha256

import msgspec

from kiosk.engine.lesson.shapes import Lesson
from kiosk.engine.pack import Pack
from kiosk.engine.pages import Frame, Page, Pages
from kiosk.engine.shapes import decode_tree, encode

FORMAT = 1


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a pack's JSON holds. `words` and `messages` as in a flow's pack, for its `mini_form`s;
    the word `other` is said of a wrong deed for which the scene has no words. `pages`: `start`,
    `<scene>` or `<scene>.<variant>` (from 0), `xong` and `the`."""

    format: int
    lesson: Lesson
    locale: str
    words: dict[str, str]
    messages: dict[str, str]
    frame: Frame
    pages: dict[str, Page]


class LessonPack(Pages):
    """A pack opened for use. Raises `msgspec.ValidationError` on bytes that are none."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.sha256 = sha256(data).hexdigest()
        self.body = msgspec.json.decode(data, type=Body, dec_hook=decode_tree)
        self.lesson = self.body.lesson
        self.locale = self.body.locale
        self.words = self.body.words
        self.messages = self.body.messages
        super().__init__(self.body.frame, self.body.pages)


class FormPack(Pack):
    """A `mini_form`'s flow with the lesson's words: what a flow's page is filled from."""

    def __init__(self, pack: LessonPack, scene: str) -> None:
        self.flow = pack.lesson.forms[scene]
        self.locale = pack.locale
        self.words = pack.words
        checks = {f"check.{at}": one.say for at, one in enumerate(self.flow.checks)}
        self.messages = pack.messages | checks


def pack_bytes(body: Body) -> bytes:
    """The bytes of a pack: JSON with sorted keys, so that the same lesson gives the same hash."""
    return msgspec.json.encode(body, enc_hook=encode, order="sorted")
