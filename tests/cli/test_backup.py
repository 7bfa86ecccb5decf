"""A node's copy in one file, and a node set up from it."""

import os
import resource
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from kiosk.app import create_app
from kiosk.cli.main import main
from kiosk.clock import FixedClock
from kiosk.settings import Settings
from kiosk.store.files import FolderFiles
from tests.conftest import Running
from tests.filing import Handed, file

WORDS = "con trâu là đầu cơ nghiệp"
PHOTO = "a" * 64


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    written = tmp_path / "passphrase"
    written.write_text(WORDS + "\n", "utf-8")
    return written


@pytest.fixture
async def handed(app: Litestar, settings: Settings, running: Running) -> Handed:
    """Lan handed in, with a photograph beside."""
    async with running(app):
        done = await file(app.state.node)
        await FolderFiles(settings.files_dir).put(done.key.id, PHOTO, b"sealed")
    return done


def command(monkeypatch: pytest.MonkeyPatch, data_dir: Path, *words: str | Path) -> int:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(data_dir))
    return main([str(word) for word in words])


def backed_up(monkeypatch: pytest.MonkeyPatch, settings: Settings, passphrase: Path) -> Path:
    made = settings.data_dir / "copy.tar"
    words = ("backup", made, "--passphrase-file", passphrase)
    assert command(monkeypatch, settings.data_dir, *words) == 0
    return made


async def test_a_restored_node_has_the_dossier_the_keys_and_the_files(
    handed: Handed, settings: Settings, clock: FixedClock, passphrase: Path,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, running: Running,
) -> None:  # fmt: skip
    made = backed_up(monkeypatch, settings, passphrase)
    new = tmp_path / "new"
    assert command(monkeypatch, new, "restore", made, "--passphrase-file", passphrase) == 0
    there = replace(settings, data_dir=new, database_url=f"sqlite:///{new / 'kiosk.db'}")
    async with running(create_app(there, clock)) as browser:
        assert "Đã nộp" in (await browser.get(f"/ho-so/{handed.code}")).text
        assert await opens(browser, handed.secret)
    assert await FolderFiles(there.files_dir).get(handed.key.id, PHOTO) == b"sealed"


async def opens(browser: httpx.AsyncClient, secret: str) -> bool:
    return "Đăng ký khai sinh" in (await browser.post("/ho-so", data={"code": secret})).text


async def test_a_restored_node_begins_a_new_line_of_numbers(
    handed: Handed, settings: Settings, passphrase: Path, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    made = backed_up(monkeypatch, settings, passphrase)
    new = tmp_path / "new"
    command(monkeypatch, new, "restore", made, "--passphrase-file", passphrase)
    assert epochs(settings.data_dir) == 1
    assert epochs(new) == 0


def epochs(data_dir: Path) -> int:
    with closing(sqlite3.connect(data_dir / "kiosk.db")) as db:
        (count,) = db.execute("SELECT count(*) FROM node_fact WHERE name = 'epoch'").fetchone()
    return int(count)


async def test_neither_keys_nor_secret_stand_readable_in_the_copy(
    handed: Handed, settings: Settings, passphrase: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backed_up(monkeypatch, settings, passphrase).read_bytes()
    assert b"PRIVATE KEY" not in copy
    kept = settings.data_dir / "secret"
    assert kept.read_bytes() not in copy
    assert (settings.data_dir / "copy.tar").stat().st_mode & 0o077 == 0


async def test_a_wrong_passphrase_restores_nothing(
    handed: Handed, settings: Settings, passphrase: Path, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    made = backed_up(monkeypatch, settings, passphrase)
    new, other = tmp_path / "new", wrong(passphrase)
    assert command(monkeypatch, new, "restore", made, "--passphrase-file", other) == 1
    assert "sync.wrong_passphrase" in capsys.readouterr().err
    assert list(new.iterdir()) == []


def wrong(passphrase: Path) -> Path:
    other = passphrase.with_name("wrong")
    other.write_text("con voi con kiến con gà", "utf-8")
    return other


async def test_a_node_that_is_there_is_not_overwritten(
    handed: Handed, settings: Settings, passphrase: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    made = backed_up(monkeypatch, settings, passphrase)
    words = ("restore", made, "--passphrase-file", passphrase)
    assert command(monkeypatch, settings.data_dir, *words) == 1
    assert "is there already" in capsys.readouterr().err


def test_a_restore_that_was_broken_off_is_said_and_nothing_is_touched(
    settings: Settings, passphrase: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    left = tmp_path / "new" / ".restoring"
    left.mkdir(parents=True)
    words = ("restore", tmp_path / "any.tar", "--passphrase-file", passphrase)
    assert command(monkeypatch, tmp_path / "new", *words) == 1
    assert "was broken off" in capsys.readouterr().err
    assert left.exists()


def test_a_file_that_is_no_backup_leaves_the_folder_empty(
    passphrase: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    new = tmp_path / "new"
    assert command(monkeypatch, new, "restore", passphrase, "--passphrase-file", passphrase) == 1
    assert "backup.malformed" in capsys.readouterr().err
    assert list(new.iterdir()) == []


async def test_a_disk_too_small_restores_nothing_and_says_so(
    handed: Handed, settings: Settings, passphrase: Path, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    made = backed_up(monkeypatch, settings, passphrase)
    with files_up_to(100_000):
        words = ("restore", made, "--passphrase-file", passphrase)
        assert command(monkeypatch, tmp_path / "new", *words) == 1
    assert "Not restored" in capsys.readouterr().err
    assert list((tmp_path / "new").iterdir()) == []


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """As a disk that is nearly full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


async def test_a_disk_too_small_leaves_no_half_backup(
    handed: Handed, settings: Settings, passphrase: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:  # fmt: skip
    there = tmp_path / "disk"
    there.mkdir()
    with files_up_to(100_000):
        words = ("backup", there / "copy.tar", "--passphrase-file", passphrase)
        assert command(monkeypatch, settings.data_dir, *words) == 1
    assert "There is no backup" in capsys.readouterr().err
    assert list(there.iterdir()) == []


async def test_a_database_on_another_disk_is_put_there(
    handed: Handed, settings: Settings, passphrase: Path, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    made = backed_up(monkeypatch, settings, passphrase)
    there = Path("/dev/shm") / f"tram-so-{os.getpid()}" / "one.db"  # memory: another disk for sure
    monkeypatch.setenv("KIOSK_DATABASE_URL", f"sqlite:///{there}")
    try:
        words = ("restore", made, "--passphrase-file", passphrase)
        assert command(monkeypatch, tmp_path / "new", *words) == 0
        assert [path.name for path in there.parent.iterdir()] == ["one.db"]
    finally:
        shutil.rmtree(there.parent, ignore_errors=True)


async def test_a_backup_of_a_newer_program_is_refused(
    handed: Handed, settings: Settings, passphrase: Path, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with closing(sqlite3.connect(settings.data_dir / "kiosk.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    made = backed_up(monkeypatch, settings, passphrase)
    words = ("restore", made, "--passphrase-file", passphrase)
    assert command(monkeypatch, tmp_path / "new", *words) == 1
    assert "older than the backup" in capsys.readouterr().err


async def test_a_node_without_keys_has_no_backup(
    handed: Handed, settings: Settings, passphrase: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for key in settings.keys_dir.glob("*.pem"):
        key.unlink()
    words = ("backup", settings.data_dir / "copy.tar", "--passphrase-file", passphrase)
    assert command(monkeypatch, settings.data_dir, *words) == 1
    assert "sync.no_such_key" in capsys.readouterr().err
