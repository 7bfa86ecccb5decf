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
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

from kiosk.store.problems import damaged_database, malformed_snapshot

FORMAT = 1
DATABASE = "kiosk.db"
MANIFEST = "manifest.json"
MEMBER = re.compile(r"kiosk\.db|files/[A-Za-z0-9-]{1,80}/[A-Za-z0-9-]{1,80}|[a-z]+\.json")
PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE)
PIECE = 1 << 20
# A member that comes twice, a manifest that does not come.
_TWICE_OR_MISSING = (FileExistsError, FileNotFoundError)


def write_snapshot(
    database: Path, files: Path, beside: Mapping[str, bytes], out: IO[bytes], room: Path
) -> dict[str, Any]:
    """Writes the archive and gives its manifest. The node may go on serving meanwhile.

    `room` is a folder with space for a copy of the database, which stands there meanwhile.
    The database is copied first: a file that it names was stored before it was named. One that
    is erased meanwhile is missing from the copy, as it should be. Raises OSError, sqlite3.Error,
    `backup.damaged_database`.
    """
    members: dict[str, dict[str, Any]] = {}
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        with _copied_database(database, room) as copy:
            members[DATABASE] = _add(archive, DATABASE, copy)
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
    found as the manifest says. Raises `backup.malformed`, and OSError where the disk is at
    fault."""
    try:
        found = _unpack(source, into)
        manifest: dict[str, Any] = json.loads((into / MANIFEST).read_bytes())
        if manifest["format"] != FORMAT or manifest["members"] != found:
            raise malformed_snapshot(why="its members are not those of its manifest")
    except (tarfile.TarError, ValueError, KeyError, TypeError, *_TWICE_OR_MISSING) as error:
        raise malformed_snapshot(why=type(error).__name__) from error
    (into / MANIFEST).unlink()
    return manifest


def begin_a_new_epoch(database: Path) -> None:
    """A restored database is behind what was acknowledged since, so its line of numbers ends.

    Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("DELETE FROM node_fact WHERE name = 'epoch'")


def _unpack(source: IO[bytes], into: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    with tarfile.open(fileobj=source, mode="r|") as archive:
        for member in archive:
            if member.type not in PLAIN or not MEMBER.fullmatch(member.name):
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


@contextmanager
def _copied_database(database: Path, room: Path) -> Iterator[Path]:
    # For this account alone, and gone however it ends, short of a power cut.
    with tempfile.NamedTemporaryFile(dir=room, prefix=".database-") as copy:
        _copy_database(database, Path(copy.name))
        yield Path(copy.name)


def _copy_database(database: Path, copy: Path) -> None:
    """SQLite's own backup: consistent, though others write at the same time."""
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(copy)) as target:
        live.backup(target)
        # One file that stands on its own: the copy has no log beside it.
        target.execute("PRAGMA journal_mode = DELETE")
        # Good copies are thrown away for newer ones, so that a broken one must not pass for one.
        (found,) = target.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise damaged_database()


def _add_if_there(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any] | None:
    try:
        return _add(archive, name, path)
    except FileNotFoundError:
        return None


def _add(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    # A link would bring in what is not the node's: it is an error, not followed.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
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
