"""A copy in one file is whole, or it is not taken for one."""

import io
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

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
    write_snapshot(database, files, {"keys.json": b"{}"}, out)
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
        write_snapshot(database, tmp_path / "none", {}, out)
    read_snapshot(io.BytesIO(out.getvalue()), tmp_path / "new")
    with closing(sqlite3.connect(tmp_path / "new/kiosk.db")) as db:
        assert db.execute("SELECT word FROM wish").fetchall() == [("mưa",)]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.97])
def test_one_that_was_cut_off_is_refused(copy: bytes, tmp_path: Path, part: float) -> None:
    with pytest.raises(Problem, match=r"store\.malformed_snapshot"):
        read_snapshot(io.BytesIO(copy[: int(len(copy) * part)]), tmp_path / "new")


@pytest.mark.parametrize("at", [600, 20_000, 1_500_000])
def test_one_changed_byte_is_noticed(copy: bytes, tmp_path: Path, at: int) -> None:
    changed = copy[:at] + bytes([copy[at] ^ 1]) + copy[at + 1 :]
    with pytest.raises(Problem, match=r"store\.malformed_snapshot"):
        read_snapshot(io.BytesIO(changed), tmp_path / "new")


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "files/../../evil", "kiosk.db/x"])
def test_a_member_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(Problem, match=r"store\.malformed_snapshot"):
        read_snapshot(io.BytesIO(out.getvalue()), tmp_path / "new")
    assert not (tmp_path / "evil").exists()
