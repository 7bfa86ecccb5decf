"""kiosk db upgrade | revise | new-epoch: the schema of the database, and its line of numbers."""

import argparse
import subprocess
import sys
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, MetaData

from kiosk.settings import ROOT, Settings
from kiosk.store import Base
from kiosk.store.migrate import on_connection, revise, upgrade, upgrade_on
from kiosk.sync import inbox


def add(subparsers: Any) -> None:
    actions = subparsers.add_parser("db", help="bring the database up to date").add_subparsers(
        required=True, metavar="ACTION"
    )
    actions.add_parser("upgrade", help="run the migrations that are missing").set_defaults(
        run=_upgrade
    )
    epoch = actions.add_parser("new-epoch", help="after the database came back from a backup")
    epoch.set_defaults(run=_new_epoch)
    revision = actions.add_parser("revise", help="write the migration that tables.py files need")
    revision.add_argument("message", help="what changes, in a few words")
    revision.set_defaults(run=_revise)


def every_table() -> MetaData:
    """The tables of every feature: what the migrations must add up to."""
    for path in sorted((ROOT / "kiosk").glob("*/tables.py")):
        import_module(f"kiosk.{path.parent.name}.tables")
    return Base.metadata


def _upgrade(settings: Settings, _: argparse.Namespace) -> int:
    upgrade(settings.database_url)
    print("The database is up to date.")
    return 0


def _new_epoch(settings: Settings, _: argparse.Namespace) -> int:
    on_connection(settings.database_url, inbox.begin_epoch)
    print("A new epoch has begun. Nodes and devices will send again what this database lacks.")
    return 0


def _revise(_: Settings, arguments: argparse.Namespace) -> int:
    def on_scratch(db: Connection) -> str:
        upgrade_on(db)
        return str(revise(db, arguments.message, every_table()))

    path = on_connection("sqlite://", on_scratch)
    for tidy in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, path], check=False)  # noqa: S603
    print(path)
    return 0
