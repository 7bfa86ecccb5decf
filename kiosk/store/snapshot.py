"""A copy of a node's data folder in one file, and back: the database as of one moment, the sealed
files, and whatever else is given to stand beside them.

The archive is a tar file. Its last member, `manifest.json`, names every other one with its size
and SHA-256, so that a copy that was cut off or changed on the way is noticed before it is used.
"""

import hashlib
import io
import json
import os
import re
import sqlite3
import tarfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from kiosk.store.problems import malformed_snapshot

FORMAT = 1
DATABASE = "kiosk.db"
MANIFEST = "manifest.json"
MEMBER = re.compile(r"kiosk\.db|files/[A-Za-z0-9-]{1,80}/[A-Za-z0-9-]{1,80}|[a-z]+\.json")
PIECE = 1 << 20


def write_snapshot(
    database: Path, files: Path, beside: Mapping[str, bytes], out: IO[bytes]
) -> dict[str, Any]:
    """Writes the archive and gives its manifest. The node may go on serving meanwhile.

    The database is copied first: a file that it names was stored before it was named. One that
    is erased meanwhile is missing from the copy, as it should be.
    """
    members: dict[str, dict[str, Any]] = {}
    copy = database.with_name(f".{database.name}.snapshot.{os.getpid()}")
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        try:
            _copy_database(database, copy)
            members[DATABASE] = _add(archive, DATABASE, copy)
        finally:
            copy.unlink(missing_ok=True)
        for path in sorted(files.glob("*/*")):
            name = f"files/{path.parent.name}/{path.name}"
            if MEMBER.fullmatch(name) and (added := _add_if_there(archive, name, path)):
                members[name] = added
        for name, data in beside.items():
            members[name] = _add_bytes(archive, name, data)
        manifest = {"format": FORMAT, "members": members}
        _add_bytes(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
    return manifest


def read_snapshot(source: IO[bytes], into: Path) -> dict[str, Any]:
    """Unpacks an archive into an empty folder and gives its manifest, once every byte of it was
    found as the manifest says. Raises `store.malformed_snapshot`."""
    try:
        found = _unpack(source, into)
        manifest: dict[str, Any] = json.loads((into / MANIFEST).read_bytes())
        if manifest["format"] != FORMAT or manifest["members"] != found:
            raise malformed_snapshot(why="its members are not those of its manifest")
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError) as error:
        raise malformed_snapshot(why=type(error).__name__) from error
    (into / MANIFEST).unlink()
    return manifest


def begin_a_new_epoch(database: Path) -> None:
    """A restored database is behind what was acknowledged since, so its line of numbers ends."""
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("DELETE FROM node_fact WHERE name = 'epoch'")


def _unpack(source: IO[bytes], into: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    with tarfile.open(fileobj=source, mode="r|") as archive:
        for member in archive:
            if not member.isreg() or not MEMBER.fullmatch(member.name):
                raise malformed_snapshot(why=f"{member.name[:80]!r} has no place in it")
            path = into / member.name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            content = archive.extractfile(member)
            if content is None:
                raise malformed_snapshot(why=f"{member.name} is empty")
            with path.open("xb") as file:
                path.chmod(0o600)
                found[member.name] = _copied(content, file)
                file.flush()
                os.fsync(file.fileno())
    found.pop(MANIFEST, None)
    return found


def _copied(source: IO[bytes], target: IO[bytes]) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        target.write(piece)
        digest.update(piece)
        size += len(piece)
    return {"size": size, "sha256": digest.hexdigest()}


def _copy_database(database: Path, copy: Path) -> None:
    """SQLite's own backup: consistent, though others write at the same time."""
    copy.unlink(missing_ok=True)
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(copy)) as target:
        live.backup(target)
        # One file that stands on its own: the copy has no log beside it.
        target.execute("PRAGMA journal_mode = DELETE")


def _add_if_there(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any] | None:
    try:
        return _add(archive, name, path)
    except FileNotFoundError:
        return None


def _add(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return _add_stream(archive, name, file, os.fstat(file.fileno()).st_size)


def _add_bytes(archive: tarfile.TarFile, name: str, data: bytes) -> dict[str, Any]:
    return _add_stream(archive, name, io.BytesIO(data), len(data))


def _add_stream(
    archive: tarfile.TarFile, name: str, content: IO[bytes], size: int
) -> dict[str, Any]:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    digest = hashlib.sha256()
    archive.addfile(member, _Hashed(content, digest))
    return {"size": size, "sha256": digest.hexdigest()}


class _Hashed(io.RawIOBase):
    """Reads through, and adds what was read to a digest."""

    def __init__(self, content: IO[bytes], digest: Any) -> None:
        self._content = content
        self._digest = digest

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self._digest.update(piece)
        return piece
