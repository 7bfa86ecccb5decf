"""What commands share that keep secrets in a file under a passphrase."""

import argparse
import os
import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from kiosk.settings import SettingsError


def with_passphrase(parser: argparse.ArgumentParser, run: Any) -> None:
    """Never an argument: those stand in the shell's history and in the list of processes."""
    parser.add_argument(
        "--passphrase-file", type=Path, help="its first line; else type it (or pipe it in)"
    )
    parser.set_defaults(run=run)


def read_passphrase(arguments: argparse.Namespace, twice: bool) -> str:
    if arguments.passphrase_file:
        return _first_line(read_bytes(arguments.passphrase_file))
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    passphrase = getpass("Passphrase: ")
    if twice and getpass("Again: ") != passphrase:
        raise SettingsError("The two passphrases differ; nothing was written.")
    return passphrase


def _first_line(data: bytes) -> str:
    try:
        return data.decode("utf-8").split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError as error:
        raise SettingsError("The passphrase file is not text in UTF-8.") from error


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error


def write_private(path: Path, data: bytes) -> None:
    """On the disk before the command says so; for nobody else's eyes."""
    try:
        only_ours = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(only_ours, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from error
