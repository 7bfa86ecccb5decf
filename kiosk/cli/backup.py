"""kiosk backup FILE: everything that a node needs to be set up again, in one file."""

import argparse
import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from kiosk.cli.passphrase import read_passphrase, with_passphrase
from kiosk.settings import Settings, SettingsError
from kiosk.store.files import sync_folder
from kiosk.store.snapshot import write_snapshot
from kiosk.sync import keyfolder
from kiosk.sync.keyexport import export_keys, lock_up
from kiosk.sync.problems import no_such_key

KEYS, SECRET = "keys.json", "secret.json"


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("backup", help="copy database, files and keys into one file")
    parser.add_argument("file", type=Path, help="must not be there yet")
    with_passphrase(parser, _backup)


def _backup(settings: Settings, arguments: argparse.Namespace) -> int:
    database = database_file(settings)
    if not database.exists():
        raise SettingsError(f"There is no database at {database} yet.")
    file: Path = arguments.file
    if file.exists():
        raise SettingsError(f"{file} is there already: choose another name.")
    ring = keyfolder.load_ring(settings.keys_dir)
    if not ring.keys:
        # A copy without them would look like one, and open nothing.
        raise no_such_key(folder=str(settings.keys_dir))
    passphrase = read_passphrase(arguments, twice=True)
    beside = {
        KEYS: export_keys(ring.keys, passphrase),
        SECRET: lock_up("tramso-secret", settings.secret(), passphrase),
    }
    manifest = _write(file, database, settings.files_dir, beside)
    keyfolder.note_export(settings.keys_dir, ring)
    files = sum(name.startswith("files/") for name in manifest["members"])
    print(f"Database, {len(ring.keys)} keys and {files} files are in {file}.")
    if settings.bucket is not None:
        print(f"Files in the bucket {settings.bucket.name} are not: copy them with its own tools.")
    print("Keep it and the passphrase in two places, neither of them this machine.")
    return 0


def database_file(settings: Settings) -> Path:
    """Raises SettingsError for a database that has tools of its own."""
    if not settings.is_sqlite:
        raise SettingsError("A PostgreSQL database is copied with pg_dump: see docs/operations.md.")
    return Path(make_url(settings.database_url).database or "")


def why(error: OSError | sqlite3.Error) -> str:
    """What the machine says, with the file that it speaks of."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _write(file: Path, database: Path, files: Path, beside: dict[str, bytes]) -> dict[str, Any]:
    """Whole under its name, or not at all."""
    begun = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        only_ours = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(only_ours, "wb") as out:
            manifest = write_snapshot(database, files, beside, out, room=file.parent)
            out.flush()
            os.fsync(out.fileno())
        begun.rename(file)
        sync_folder(file.parent)
    except (OSError, sqlite3.Error) as error:
        raise SettingsError(f"There is no backup. {why(error)}.") from error
    finally:
        begun.unlink(missing_ok=True)
    return manifest
