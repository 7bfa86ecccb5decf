"""The `keys/` folder of a data directory: a file a key, written once and never rewritten.

A lost key is every dossier lost, so nothing here replaces or removes a key's file: rotating adds
one, and the newest of each purpose is the one in use.
"""

import fcntl
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import structlog

from kiosk.problem import Problem
from kiosk.store.files import sync_folder
from kiosk.sync.keys import (
    Key,
    KeyRing,
    Purpose,
    key_ring,
    new_key,
    private_pem,
    read_private,
)
from kiosk.sync.problems import damaged_key_file

HUB: tuple[Purpose, ...] = ("sealing", "signing")
NODE: tuple[Purpose, ...] = ("signing",)

SETTLED_NS = 1_000_000_000

log = structlog.get_logger()

_NAME = re.compile(r"(sealing|signing)-([0-9]{13})-([0-9a-f]{32})\.pem")


def open_ring(folder: Path, purposes: Iterable[Purpose], now_ms: int) -> "FolderRing":
    """The ring in a folder, now and later; a purpose that has no key yet gets one.

    Several workers may start at once: they take turns, and all come out with the same ring.
    Raises `sync.damaged_key_file`.
    """
    with _held(folder):
        ring = load_ring(folder)
        missing = [purpose for purpose in purposes if not ring.of(purpose)]
        _with(folder, ring, [new_key(purpose, now_ms) for purpose in missing])
    return FolderRing(folder)


class FolderRing(KeyRing):
    """What the folder holds at the moment: a key that `kiosk keys rotate` made, or another process,
    is used as soon as it is there. To look takes some microseconds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys = load_ring(folder).keys
        self._seen_ns = 0

    @property
    def keys(self) -> tuple[Key, ...]:
        try:
            changed_ns = self._folder.stat().st_mtime_ns
            if changed_ns != self._seen_ns:
                # The clock of files stands still for some milliseconds: what has changed just now
                # may change again without our seeing it.
                is_settled = time.time_ns() - changed_ns > SETTLED_NS
                self._seen_ns = changed_ns if is_settled else 0
                self._keys = load_ring(self._folder).keys
        except (OSError, Problem) as error:
            # Whatever happens to the folder, who serves goes on with what they have.
            log.error("keys not read again", why=str(error))
        return self._keys


def load_ring(folder: Path) -> KeyRing:
    """The ring as it stands; makes nothing.

    Raises `sync.damaged_key_file` with the file's name.
    """
    return key_ring(_read(path) for path in sorted(folder.glob("*.pem")))


def rotate(folder: Path, purpose: Purpose, now_ms: int) -> KeyRing:
    """The ring with a new key in use; the old one stays, to open what was sealed to it."""
    with _held(folder):
        ring = load_ring(folder)
        # A clock that went back must not leave the old key in use.
        after = max((key.made_at + 1 for key in ring.of(purpose)), default=0)
        return _with(folder, ring, [new_key(purpose, max(now_ms, after))])


def take_in(folder: Path, keys: Iterable[Key]) -> KeyRing:
    """The ring with keys from an export added; a key that is there already stays as it is."""
    with _held(folder):
        ring = load_ring(folder)
        known = {key.id for key in ring.keys}
        return _with(folder, ring, [key for key in keys if key.id not in known])


def note_export(folder: Path, ring: KeyRing) -> None:
    """Remember that these keys have been exported, so that the warning to staff goes away."""
    with _held(folder):
        ids = _exported(folder) | {key.id for key in ring.keys}
        _write(folder / "exported", "".join(f"{id}\n" for id in sorted(ids)).encode("ascii"))


def not_exported(folder: Path, ring: KeyRing) -> tuple[Key, ...]:
    """Keys that stand on this one disk only: as long as there are any, warn loudly."""
    exported = _exported(folder)
    return tuple(key for key in ring.keys if key.id not in exported)


def _with(folder: Path, ring: KeyRing, keys: list[Key]) -> KeyRing:
    for key in keys:
        name = f"{key.purpose}-{key.made_at:013d}-{key.id}.pem"
        _write(folder / name, private_pem(key))
    return key_ring((*ring.keys, *keys))


def _read(path: Path) -> Key:
    name = _NAME.fullmatch(path.name)
    if name is None:
        raise damaged_key_file(file=path.name)
    # A folder that comes back from a backup is often readable by everybody.
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    try:
        key = read_private(cast(Purpose, name[1]), int(name[2]), path.read_bytes())
    except Problem as error:
        raise damaged_key_file(file=path.name) from error
    if key.id != name[3]:
        raise damaged_key_file(file=path.name)
    return key


def _exported(folder: Path) -> set[str]:
    path = folder / "exported"
    return set(path.read_text("ascii").split()) if path.exists() else set()


def _write(path: Path, data: bytes) -> None:
    """The whole file or none of it, on the disk before anything is sealed to it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    sync_folder(path.parent)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
