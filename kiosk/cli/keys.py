"""kiosk keys export | import | rotate: a lost key is every dossier lost, so keep a copy."""

import argparse
from pathlib import Path
from typing import Any, get_args

from kiosk.cli.passphrase import read_bytes, read_passphrase, with_passphrase, write_private
from kiosk.clock import SystemClock, to_millis
from kiosk.settings import Settings, SettingsError
from kiosk.sync import keyfolder
from kiosk.sync.keyexport import export_keys, import_keys
from kiosk.sync.keys import Purpose, key_ring
from kiosk.sync.problems import no_such_key

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("keys", help="copy the node's keys out, in, or make new ones")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    out = commands.add_parser("export", help="write all keys into a file, under a passphrase")
    out.add_argument("file", type=Path, help="must not be there yet")
    with_passphrase(out, _export)
    back = commands.add_parser("import", help="take the keys of an export in; none is replaced")
    back.add_argument("file", type=Path)
    with_passphrase(back, _import)
    new = commands.add_parser("rotate", help="make a new key; the old one stays, to open with")
    new.add_argument("purpose", nargs="?", choices=PURPOSES, help="default: both")
    new.set_defaults(run=_rotate)


def _export(settings: Settings, arguments: argparse.Namespace) -> int:
    ring = keyfolder.load_ring(settings.keys_dir)
    if not ring.keys:
        raise no_such_key(folder=str(settings.keys_dir))
    file: Path = arguments.file
    if file.exists():
        raise SettingsError(f"{file} is there already: choose another name.")
    passphrase = read_passphrase(arguments, twice=True)
    write_private(file, export_keys(ring.keys, passphrase))
    # Only what can be read back counts as a copy.
    import_keys(file.read_bytes(), passphrase)
    keyfolder.note_export(settings.keys_dir, ring)
    print(f"{len(ring.keys)} keys are in {file}.")
    print("Keep the file and the passphrase in two places, neither of them this machine.")
    return 0


def _import(settings: Settings, arguments: argparse.Namespace) -> int:
    data = read_bytes(arguments.file)
    keys = import_keys(data, read_passphrase(arguments, twice=False))
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = {key.id for key in keyfolder.load_ring(settings.keys_dir).keys}
    keyfolder.take_in(settings.keys_dir, keys)
    # They came from a copy, so there is one.
    keyfolder.note_export(settings.keys_dir, key_ring(keys))
    print(f"{len(keys)} keys, {len({key.id for key in keys} - known)} of them new.")
    _at_once()
    return 0


def _rotate(settings: Settings, arguments: argparse.Namespace) -> int:
    if settings.upstream is not None:
        # Its hub knows it by this key; one to open envelopes with is no business of a station.
        raise SettingsError("A station gets a new key by a new code from its hub: kiosk enrol.")
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    for purpose in [arguments.purpose] if arguments.purpose else PURPOSES:
        now = to_millis(SystemClock().now())
        ring = keyfolder.rotate(settings.keys_dir, purpose, now)
        print(f"new {purpose} key: {ring.of(purpose)[-1].id}")
    print("Export the keys again: the copy you have lacks the new ones.")
    _at_once()
    return 0


def _at_once() -> None:
    print("A node that is running on this folder uses them from now on.")
