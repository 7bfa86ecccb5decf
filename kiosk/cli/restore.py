"""kiosk restore FILE: sets a node up again from what `kiosk backup` wrote."""

import argparse
import os
import shutil
from pathlib import Path
from typing import Any

from kiosk.cli.backup import KEYS, SECRET, database_file
from kiosk.cli.passphrase import read_bytes, read_passphrase, with_passphrase
from kiosk.settings import Settings, SettingsError
from kiosk.store.migrate import upgrade
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
    for taken in (database, settings.keys_dir, settings.files_dir):
        if taken.exists():
            raise SettingsError(f"{taken} is there already: restore into an empty data folder.")
    passphrase = read_passphrase(arguments, twice=False)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    unpacked = settings.data_dir / f".restoring.{os.getpid()}"
    unpacked.mkdir(mode=0o700)
    try:
        _unpack(arguments.file, unpacked)
        _set_up(settings, unpacked, database, passphrase)
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    print(f"Restored into {settings.data_dir}. Start the node with: kiosk serve")
    return 0


def _unpack(file: Path, into: Path) -> None:
    try:
        with file.open("rb") as source:
            read_snapshot(source, into)
    except FileNotFoundError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}.") from error


def _set_up(settings: Settings, unpacked: Path, database: Path, passphrase: str) -> None:
    """What can fail comes first; the database, without which nothing starts, comes last."""
    keys = import_keys(read_bytes(unpacked / KEYS), passphrase)
    secret = unlock("tramso-secret", read_bytes(unpacked / SECRET), passphrase)
    begin_a_new_epoch(unpacked / DATABASE)
    keyfolder.take_in(settings.keys_dir, keys)
    keyfolder.note_export(settings.keys_dir, key_ring(keys))
    if settings.given_secret is None:
        settings.keep_secret(secret)
    elif settings.given_secret != secret:
        print("KIOSK_SECRET differs from the one of the backup: look-ups by number find nothing.")
    if (unpacked / "files").exists():
        (unpacked / "files").rename(settings.files_dir)
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    (unpacked / DATABASE).rename(database)
    upgrade(settings.database_url)
