"""kiosk stations invite | list | pause | resume | revoke: which nodes may sync with this hub."""

import argparse
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.clock import SystemClock, local_time
from kiosk.settings import Settings, SettingsError
from kiosk.store.migrate import on_connection, upgrade
from kiosk.store.units import P, T, Unit
from kiosk.sync import codes, stations
from kiosk.sync.enrolment import Vault
from kiosk.sync.stations import INVITED_FOR, Station

MOVES: dict[str, tuple[Callable[[Connection, str], Station], str]] = {
    "pause": (stations.pause, "let a station wait; what it sends is still taken"),
    "resume": (stations.resume, "let a paused station go on"),
    "revoke": (stations.revoke, "shut a station out for good, or take an invitation back"),
}


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("stations", help="say which nodes may sync with this hub")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    new = commands.add_parser("invite", help="print a one-time code, to type at the new node")
    new.add_argument("name", help="where it stands, as people call the place")
    new.add_argument("--commune", help="5-digit code (default: the hub's)")
    new.set_defaults(run=_invite)
    commands.add_parser("list", help="every station, and how it is").set_defaults(run=_list)
    for name, (_, help) in MOVES.items():
        move = commands.add_parser(name, help=help)
        move.add_argument("id", help="as `list` shows it: tram-…")
        move.set_defaults(run=_move, move=name)


def _invite(settings: Settings, arguments: argparse.Namespace) -> int:
    commune = arguments.commune or settings.commune
    now = SystemClock().now()
    vault = Vault.under(settings.secret())
    id, code = _run(settings, stations.invite, vault, arguments.name, commune, now)
    print(f"{id}: invited, of {commune}")
    print(f"code: {codes.shown(code)}")
    print(f"Good until {_shown(now + INVITED_FOR)}, and shown this once.")
    return 0


def _list(settings: Settings, _: argparse.Namespace) -> int:
    for one in _run(settings, stations.stations):
        waiting = f"{one.waiting} since {_shown(one.waiting_since)}" if one.waiting else "0"
        clock = "clock-off" if one.is_off else "clock-ok"
        fields = (one.id, one.state, one.commune, _shown(one.seen_at), waiting, clock, one.name)
        print(*fields, sep="\t")
    return 0


def _move(settings: Settings, arguments: argparse.Namespace) -> int:
    move, _ = MOVES[arguments.move]
    station = _run(settings, move, arguments.id)
    print(f"{station.id} ({station.name}): {station.state}")
    return 0


def _shown(at: datetime | None) -> str:
    return local_time(at).isoformat(" ", "minutes") if at else "never"


def _run(settings: Settings, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Beside a running hub too: it holds the database only for the moment of a write."""
    if settings.upstream:
        raise SettingsError("This machine is a station itself: ask at its hub.")
    upgrade(settings.database_url)
    return on_connection(settings.database_url, lambda db: unit(db, *args, **kwargs))
