"""Sealed photographs and papers, kept outside the database: bytes under an owner and a name."""

import asyncio
import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from kiosk.store.problems import no_room

_NAME = re.compile(r"[A-Za-z0-9-]{1,80}")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Files(Protocol):
    """Owner and name are 1 to 80 of `A-Z a-z 0-9 -`; anything else is a ValueError. Where files
    stand on another machine, everything may raise `files.away`."""

    async def put(self, owner: str, name: str, data: bytes) -> None:
        """Durable on return; a second put of the name replaces. Raises `files.no_room`."""

    async def get(self, owner: str, name: str) -> bytes | None: ...

    async def has(self, owner: str, name: str) -> bool: ...

    async def remove(self, owner: str, name: str | None = None) -> None:
        """One file, or all of the owner's; gone already is fine."""

    async def owners(self) -> list[str]: ...


class FolderFiles:
    """`Files` on this machine's disk: a folder an owner, a file a name."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, owner: str, name: str, data: bytes) -> None:
        await asyncio.to_thread(_put, self._folder(owner), checked_name(name), data)

    async def get(self, owner: str, name: str) -> bytes | None:
        return await asyncio.to_thread(_get, self._folder(owner) / checked_name(name))

    async def has(self, owner: str, name: str) -> bool:
        return await asyncio.to_thread((self._folder(owner) / checked_name(name)).is_file)

    async def remove(self, owner: str, name: str | None = None) -> None:
        folder = self._folder(owner)
        if name is None:
            await asyncio.to_thread(_remove_all, folder)
        else:
            await asyncio.to_thread(_remove, folder / checked_name(name))

    async def owners(self) -> list[str]:
        return await asyncio.to_thread(_folders, self._root)

    def _folder(self, owner: str) -> Path:
        return self._root / checked_name(owner)


def checked_name(name: str) -> str:
    # No dots and no slashes: a name cannot leave the folder, nor be that of a half-written file.
    if not _NAME.fullmatch(name):
        raise ValueError("An owner or name of a file has 1 to 80 letters, digits or hyphens.")
    return name


def _put(folder: Path, name: str, data: bytes) -> None:
    with full_disk_named():
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(folder.parent)
        # Beside the owners' folders: after a power cut these hold whole files only.
        new = _written(folder.parent, data)
        try:
            new.replace(folder / name)
        except OSError:
            new.unlink(missing_ok=True)
            raise
        sync_folder(folder)


def _written(folder: Path, data: bytes) -> Path:
    """A file of passing name with these bytes, on the disk; or none at all."""
    file = tempfile.NamedTemporaryFile(dir=folder, prefix=".new-", delete=False)  # noqa: SIM115
    path = Path(file.name)
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path


@contextmanager
def full_disk_named() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise no_room() from error
        raise


def _get(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _remove(path: Path) -> None:
    # The folder stays: another file may be on its way into it.
    with suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


def _remove_all(folder: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
        sync_folder(folder.parent)


def _folders(root: Path) -> list[str]:
    with suppress(FileNotFoundError):
        return sorted(path.name for path in root.iterdir() if path.is_dir())
    return []


def sync_folder(folder: Path) -> None:
    """What got a new name in it, or lost one, survives a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
