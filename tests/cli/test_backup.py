"""A node's copy in one file, and a node set up from it."""

import sqlite3
from contextlib import closing
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
