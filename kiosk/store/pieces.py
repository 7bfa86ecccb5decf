"""Files on their way in: what came so far, kept beside the files that are whole.

How much of a file is safely here stands in the database, not beside the bytes: what was written
beyond it when the power went is written over.
"""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from kiosk.store.files import checked_name, full_disk_named, sync_folder


class Pieces(Protocol):
    """What is allowed as owner and name, and what an unreachable store raises, is told in `Files`.
    Whoever writes a place twice writes the same bytes to it, until the file is removed."""

    async def write(self, owner: str, name: str, offset: int, data: bytes) -> bool:
        """Durable on return. False, and nothing happened, where fewer than `offset` bytes are
        here. Raises `files.no_room`."""

    async def read(self, owner: str, name: str, size: int) -> bytes | None:
        """The first `size` bytes; None when they are not here."""

    async def remove(self, owner: str, name: str) -> None:
        """Gone already is fine."""

    async def sweep(self, before: float) -> int:
        """Removes what nobody has added to since this Unix time; how many files."""


class FolderPieces:
    """`Pieces` on this machine's disk: a folder an owner, a file a name."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def write(self, owner: str, name: str, offset: int, data: bytes) -> bool:
        return await asyncio.to_thread(_write, self._path(owner, name), offset, data)

    async def read(self, owner: str, name: str, size: int) -> bytes | None:
        return await asyncio.to_thread(_read, self._path(owner, name), size)

    async def remove(self, owner: str, name: str) -> None:
        await asyncio.to_thread(_remove, self._path(owner, name))

    async def sweep(self, before: float) -> int:
        return await asyncio.to_thread(_sweep, self._root, before)

    def _path(self, owner: str, name: str) -> Path:
        return self._root / checked_name(owner) / checked_name(name)


def _write(path: Path, offset: int, data: bytes) -> bool:
    with full_disk_named():
        is_new = not path.exists()
        if is_new and offset:
            return False
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Never cut off: another tab may be writing further on by now, the same bytes.
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(file).st_size < offset:
                return False
            _write_all(file, offset, data)
            os.fsync(file)
        finally:
            os.close(file)
        if is_new:
            sync_folder(path.parent)
    return True


def _write_all(file: int, offset: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        written = os.pwrite(file, rest, offset)
        rest, offset = rest[written:], offset + written


def _read(path: Path, size: int) -> bytes | None:
    with suppress(FileNotFoundError), path.open("rb") as file:
        data = file.read(size)
        return data if len(data) == size else None
    return None


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


def _sweep(root: Path, before: float) -> int:
    old = [path for path in root.glob("*/*") if _changed_at(path) < before]
    for path in old:
        _remove(path)
    for folder in [one for one in root.glob("*") if _changed_at(one) < before]:
        with suppress(OSError):  # one that is not empty
            folder.rmdir()
    return len(old)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
