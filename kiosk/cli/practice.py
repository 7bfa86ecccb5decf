"""kiosk practice export: what was done in lessons, for other programs."""

import argparse
import sys
from typing import Any

from kiosk.settings import Settings
from kiosk.store.migrate import on_connection, upgrade
from kiosk.tutor import actions, export


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("practice", help="what was done in lessons")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    out = commands.add_parser("export", help="write it to the standard output")
    out.add_argument("--format", choices=("csv", "xapi"), default="csv")
    out.add_argument("--commune", help="5-digit code (default: the node's)")
    out.set_defaults(run=_export)


def _export(settings: Settings, arguments: argparse.Namespace) -> int:
    upgrade(settings.database_url)
    commune = arguments.commune or settings.commune
    rows = on_connection(settings.database_url, lambda db: actions.practised(db, commune))
    is_csv = arguments.format == "csv"
    data = export.as_csv(rows) if is_csv else export.as_xapi(rows, settings.public_url)
    sys.stdout.buffer.write(data)
    return 0
