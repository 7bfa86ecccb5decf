"""The child process: takes one file after another, gives back a clean one or why not."""

import os
import sys
from typing import BinaryIO, cast

from kiosk.papers import wire
from kiosk.papers.images import clean_image
from kiosk.papers.kinds import Format
from kiosk.papers.limits import allow_seconds, give_up_rights
from kiosk.papers.pdfs import clean_pdf
from kiosk.papers.refusals import Refused

IMAGE_SECONDS = 10


def main() -> None:
    orders, answers = sys.stdin.buffer, _answers()
    give_up_rights()
    while head := orders.read(wire.ORDER.size):
        format, size = wire.format_and_size(head)
        answers.write(answered(orders.read(size), cast(Format, format)))
        answers.flush()


def answered(data: bytes, format: Format) -> bytes:
    try:
        return _cleaned(data, format)
    except Refused as refused:
        return wire.answer({"id": refused.id, "params": refused.params})
    except Exception:  # noqa: BLE001 - whatever a decoder makes of a broken file, it is broken
        return wire.answer({"id": "file.unreadable", "params": {}})


def _cleaned(data: bytes, format: Format) -> bytes:
    allow_seconds(IMAGE_SECONDS)
    if format == "pdf":
        pdf, pages = clean_pdf(data)
        return wire.answer({"type": "application/pdf", "pages": pages}, pdf)
    return wire.answer({"type": "image/jpeg", "pages": 1}, clean_image(data, format))


def _answers() -> BinaryIO:
    """Where answers go: no longer file 1, on which a library may print."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    main()
