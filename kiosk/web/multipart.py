"""A form with files, read as it comes in: no byte is held twice, no file gets in the way."""

import unicodedata
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from litestar import Request
from multipart import MultipartSegment, PushMultipartParser  # type: ignore[import-untyped]

from kiosk.web.forms import MOST_FIELDS, Form, keep, read_form
from kiosk.web.guard import FORM_BYTES
from kiosk.web.problems import malformed_form, too_large

MOST_FILES = 30
FILE_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 100
MULTIPART = "multipart/form-data"


@dataclass(frozen=True)
class SentFile:
    """A file as it came; `name` is for people to read, never for a path.

    One over FILE_BYTES is `too_large` and has no data: the answers beside it are not lost.
    """

    name: str
    data: bytes = field(repr=False)
    too_large: bool = False


@dataclass(frozen=True)
class Upload:
    """What a form with files sent. An input left empty has no entry in `files`."""

    form: Form
    files: Mapping[str, list[SentFile]]


async def read_upload(request: Request[Any, Any, Any]) -> Upload:
    """A posted form, with files or without.

    Raises `malformed_form`, `not_a_form`, `too_large`. The guard's Room bounds the whole.
    """
    kind, options = request.content_type
    if kind != MULTIPART:
        return Upload(await read_form(request), {})
    upload = await parse_upload(options.get("boundary", ""), request.stream())
    keep(request, upload.form)
    return upload


async def parse_upload(boundary: str, chunks: AsyncIterator[bytes]) -> Upload:
    """`read_upload` without its request."""
    reader = _Reader()
    try:
        # Not strict: that refuses the line end after the last boundary if it comes by itself.
        with PushMultipartParser(boundary, max_segment_count=MOST_FIELDS) as parser:
            async for chunk in chunks:
                for event in parser.parse(chunk) if chunk else ():
                    reader.take(event)
    except ValueError as error:  # the parser's own errors, and text that is not UTF-8
        raise malformed_form() from error
    return reader.upload()


class _Reader:
    """Takes the parser's events: a segment, its bytes, None at its end."""

    def __init__(self) -> None:
        self._values: dict[str, list[str]] = {}
        self._files: dict[str, list[SentFile]] = {}
        self._segment = MultipartSegment([])
        self._body = BytesIO()
        self._text_left = FORM_BYTES
        self._files_left = MOST_FILES

    def take(self, event: MultipartSegment | bytes | None) -> None:
        if event is None:
            self._end()
        elif isinstance(event, MultipartSegment):
            self._segment, self._body = event, BytesIO()
        elif self._segment.filename is None:
            self._add_text(event)
        else:
            self._add_bytes(event)

    def upload(self) -> Upload:
        return Upload(Form(self._values), self._files)

    def _add_text(self, data: bytes) -> None:
        self._text_left -= len(data)
        if self._text_left < 0:
            raise too_large(most=FORM_BYTES)
        self._body.write(data)

    def _add_bytes(self, data: bytes) -> None:
        if self._segment.bytes_received <= FILE_BYTES:
            self._body.write(data)
        else:
            self._body = BytesIO()

    def _end(self) -> None:
        if "\0" in self._segment.name:
            raise malformed_form()
        if self._segment.filename is None:
            self._keep_text()
        elif self._segment.filename or self._segment.size:
            self._keep_file()

    def _keep_text(self) -> None:
        value = self._body.getvalue().decode("utf-8")
        if "\0" in value:
            raise malformed_form()
        self._values.setdefault(self._segment.name, []).append(value)

    def _keep_file(self) -> None:
        self._files_left -= 1
        if self._files_left < 0:
            raise too_large(most=MOST_FILES)
        # getvalue() hands over BytesIO's own buffer; a join of chunks would hold the file twice.
        sent = SentFile(
            readable_name(self._segment.filename),
            self._body.getvalue(),
            too_large=self._segment.size > FILE_BYTES,
        )
        self._body = BytesIO()
        self._files.setdefault(self._segment.name, []).append(sent)


def readable_name(name: str) -> str:
    """The last part of a path, as letters that can be seen: a name may hold anything."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:LONGEST_NAME]
