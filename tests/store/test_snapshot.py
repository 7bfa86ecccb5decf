"""A copy in one file is whole, or it is not taken for one."""

import errno
import io
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.problem import Problem
from kiosk.store.snapshot import read_snapshot, write_snapshot


@pytest.fixture
def copy(tmp_path: Path) -> bytes:
    """Of a database with one row and a folder with one file of 3 MB."""
    database, files = tmp_path / "kiosk.db", tmp_path / "files"
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("CREATE TABLE wish (word TEXT)")
        db.execute("INSERT INTO wish VALUES ('mưa')")
    (files / "lan").mkdir(parents=True)
    (files / "lan" / "photo").write_bytes(bytes(range(256)) * 12_000)
    out = io.BytesIO()
    write_snapshot(database, files, {"keys.json": b"{}"}, out, tmp_path)
    return out.getvalue()


def test_what_went_in_comes_out(copy: bytes, tmp_path: Path) -> None:
    manifest = read_snapshot(io.BytesIO(copy), tmp_path / "new")
    assert set(manifest["members"]) == {"kiosk.db", "files/lan/photo", "keys.json"}
    assert (tmp_path / "new/files/lan/photo").read_bytes() == bytes(range(256)) * 12_000
    with closing(sqlite3.connect(tmp_path / "new/kiosk.db")) as db:
        assert db.execute("SELECT word FROM wish").fetchall() == [("mưa",)]


def test_rows_that_are_being_written_do_not_spoil_it(tmp_path: Path) -> None:
    database = tmp_path / "kiosk.db"
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE wish (word TEXT)")
        db.execute("INSERT INTO wish VALUES ('mưa')")
        db.commit()
        db.execute("INSERT INTO wish VALUES ('chưa xong')")
        out = io.BytesIO()
        write_snapshot(database, tmp_path / "none", {}, out, tmp_path)
    read_snapshot(io.BytesIO(out.getvalue()), tmp_path / "new")
    with closing(sqlite3.connect(tmp_path / "new/kiosk.db")) as db:
        assert db.execute("SELECT word FROM wish").fetchall() == [("mưa",)]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.97])
def test_one_that_was_cut_off_is_refused(copy: bytes, tmp_path: Path, part: float) -> None:
    with pytest.raises(Problem, match=r"backup\.malformed"):
        read_snapshot(io.BytesIO(copy[: int(len(copy) * part)]), tmp_path / "new")


@pytest.mark.parametrize("at", [600, 20_000, 1_500_000])
def test_one_changed_byte_is_noticed(copy: bytes, tmp_path: Path, at: int) -> None:
    changed = copy[:at] + bytes([copy[at] ^ 1]) + copy[at + 1 :]
    with pytest.raises(Problem, match=r"backup\.malformed"):
        read_snapshot(io.BytesIO(changed), tmp_path / "new")


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "files/../../evil", "kiosk.db/x"])
def test_a_member_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(Problem, match=r"backup\.malformed"):
        read_snapshot(io.BytesIO(out.getvalue()), tmp_path / "new")
    assert not (tmp_path / "evil").exists()


def test_a_member_that_comes_twice_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for _ in range(2):
            archive.addfile(tarfile.TarInfo("keys.json"), io.BytesIO())
    with pytest.raises(Problem, match=r"backup\.malformed"):
        read_snapshot(io.BytesIO(out.getvalue()), tmp_path / "new")


def test_a_link_among_the_files_is_not_followed(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "kiosk.db")):
        pass
    owner = tmp_path / "files" / "lan"
    owner.mkdir(parents=True)
    (owner / "photo").symlink_to("/etc/passwd")
    with pytest.raises(OSError, match="photo"):
        write_snapshot(tmp_path / "kiosk.db", tmp_path / "files", {}, io.BytesIO(), tmp_path)


def test_a_damaged_database_does_not_pass_for_a_copy(tmp_path: Path) -> None:
    database = tmp_path / "kiosk.db"
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("CREATE TABLE wish (word TEXT)")
        db.execute("CREATE INDEX by_word ON wish (word)")
        db.executemany("INSERT INTO wish VALUES (?)", [(f"mưa {n}",) for n in range(5000)])
    with database.open("r+b") as file:
        file.seek(20 * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises((Problem, sqlite3.DatabaseError)):
        write_snapshot(database, tmp_path / "none", {}, io.BytesIO(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kiosk.db"]


class FullDisk(io.BytesIO):
    def write(self, data: Any) -> int:
        if self.tell() > 100_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


def test_a_full_disk_is_an_error_and_leaves_nothing_behind(copy: bytes, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OSError, match="No space left"):
        write_snapshot(tmp_path / "kiosk.db", tmp_path / "files", {}, FullDisk(), tmp_path)
    assert sorted(tmp_path.iterdir()) == before
