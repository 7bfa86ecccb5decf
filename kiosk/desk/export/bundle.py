"""What goes into the archive of one dossier, file by file."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256

from kiosk.desk.case import Case, Reading
from kiosk.desk.export.archive import Archive, pieces
from kiosk.desk.export.record import PaperFile, document
from kiosk.dossier.filing import FiledBlob
from kiosk.engine.text import fold
from kiosk.problem import Problem
from kiosk.store.files import Files
from kiosk.sync.blobs import open_blob
from kiosk.sync.inbox import Receipts

RECORD, SHEET, PAPERS = "ho-so.json", "to-khai.pdf", "giay-to"
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
}
LONGEST_NAME = 60


@dataclass(frozen=True)
class Bundle:
    """A dossier to be sent, its sheet already drawn."""

    case: Case
    read: Reading | None
    receipts: Receipts
    sheet: bytes

    @property
    def blobs(self) -> tuple[FiledBlob, ...]:
        return self.case.file.blobs if self.case.file else ()


async def sent(bundle: Bundle, files: Files) -> AsyncIterator[bytes]:
    """The archive, piece by piece. The record comes last: it tells which papers are not there."""
    archive = Archive(bundle.case.events[-1].at)
    for piece in pieces(archive.add(SHEET, bundle.sheet)):
        yield piece
    papers: list[PaperFile] = []
    for number, blob in enumerate(bundle.blobs, start=1):
        paper, data = await opened(files, number, blob)
        papers.append(paper)
        if paper.path is not None:
            for piece in pieces(await asyncio.to_thread(archive.add, paper.path, data)):
                yield piece
    record = document(bundle.case, bundle.read, bundle.receipts, papers)
    for piece in pieces(archive.add(RECORD, record) + archive.end()):
        yield piece


async def opened(files: Files, number: int, blob: FiledBlob) -> tuple[PaperFile, bytes]:
    """What the archive says of a paper, and its bytes in clear."""
    sealed = await files.get(blob.envelope, blob.sha256)
    if sealed is None:
        return lost(blob, "missing"), b""
    try:
        data = await asyncio.to_thread(open_blob, blob.k, blob.slot, sealed)
    except Problem:
        return lost(blob, "damaged"), b""
    digest = await asyncio.to_thread(lambda: sha256(data).hexdigest())
    found = PaperFile(blob.field, blob.name, blob.type, path_of(number, blob), len(data), digest)
    return found, data


def lost(blob: FiledBlob, trouble: str) -> PaperFile:
    return PaperFile(blob.field, blob.name, blob.type, None, trouble=trouble)


def path_of(number: int, blob: FiledBlob) -> str:
    """Letters that every system can write, and a number that makes it unique."""
    stem = plain(blob.name.rpartition(".")[0] or blob.name)
    parts = (f"{number:02}", plain(blob.field), stem)
    return f"{PAPERS}/{'-'.join(filter(None, parts))}.{ENDINGS.get(blob.type, 'bin')}"


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:LONGEST_NAME].strip("-")
