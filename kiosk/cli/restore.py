"""kiosk restore FILE: sets a node up again from what `kiosk backup` wrote."""

import argparse
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from kiosk.cli.backup import KEYS, SECRET, database_file, why
from kiosk.cli.passphrase import read_bytes, read_passphrase, with_passphrase
from kiosk.problem import Problem
from kiosk.settings import Settings, SettingsError
from kiosk.store.files import sync_folder
from kiosk.store.migrate import upgrade
from kiosk.store.problems import newer_database
from kiosk.store.snapshot import DATABASE, begin_a_new_epoch, read_snapshot
from kiosk.sync import keyfolder
from kiosk.sync.keyexport import import_keys, unlock
from kiosk.sync.keys import key_ring


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("restore", help="set a node up from a backup")
    parser.add_argument("file", type=Path)
    with_passphrase(parser, _restore)


def _restore(settings: Settings, arguments: argparse.Namespace) -> int:
    database = database_file(settings)
    begun = settings.data_dir / ".restoring"
    if begun.exists():
        raise SettingsError(
            f"A restore into {settings.data_dir} was broken off, or another one is at work: "
            "empty the folder first."
        )
    for taken in (database, settings.keys_dir, settings.files_dir):
        if taken.exists():
            raise SettingsError(f"{taken} is there already: restore into an empty data folder.")
    passphrase = read_passphrase(arguments, twice=False)
    try:
        with _room(begun):
            _unpack(arguments.file, begun)
            secret = _prepare(begun, passphrase)
            _move_in(settings, begun, database, secret)
    except (OSError, sqlite3.Error) as error:
        raise SettingsError(f"Not restored. {why(error)}.") from error
    print(f"Restored into {settings.data_dir}. Start the node with: kiosk serve")
    return 0


@contextmanager
def _room(folder: Path) -> Iterator[None]:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(file: Path, into: Path) -> None:
    with file.open("rb") as source:
        read_snapshot(source, into)


def _prepare(unpacked: Path, passphrase: str) -> bytes:
    """All that can fail, before anything stands where the node looks for it. Gives the secret."""
    keys = import_keys(read_bytes(unpacked / KEYS), passphrase)
    secret = unlock("tramso-secret", read_bytes(unpacked / SECRET), passphrase)
    keyfolder.take_in(unpacked / "keys", keys)
    keyfolder.note_export(unpacked / "keys", key_ring(keys))
    database = unpacked / DATABASE
    begin_a_new_epoch(database)
    try:
        upgrade(URL.create("sqlite", database=str(database)).render_as_string())
    except Problem as problem:
        if problem.kind != newer_database:
            raise
        raise SettingsError("This program is older than the backup: install a newer one.") from None
    return secret


def _move_in(settings: Settings, unpacked: Path, database: Path, secret: bytes) -> None:
    near = _near(unpacked / DATABASE, database)
    _keep(settings, secret)
    if (unpacked / "files").exists():
        (unpacked / "files").rename(settings.files_dir)
    near.rename(database)
    # Last: a node that is started without them makes new ones, and these can still be added.
    (unpacked / "keys").rename(settings.keys_dir)
    for folder in (database.parent, settings.data_dir):
        sync_folder(folder)


def _near(source: Path, database: Path) -> Path:
    """The file on the database's own disk, which may be another one."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    near = database.with_name(f".{database.name}.restoring")
    try:
        shutil.move(source, near)
        with near.open("rb") as file:
            os.fsync(file.fileno())
    except OSError:
        near.unlink(missing_ok=True)
        raise
    return near


def _keep(settings: Settings, secret: bytes) -> None:
    if settings.given_secret is None:
        try:
            settings.keep_secret(secret)
        except FileExistsError as error:
            raise SettingsError(f"{error} is that of another node: remove it first.") from error
    elif settings.given_secret != secret:
        print("KIOSK_SECRET differs from the one of the backup: look-ups by number find nothing.")
