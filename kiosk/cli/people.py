"""kiosk people add | list | disable | password: who may sign in."""

import argparse
import sys
from getpass import getpass
from typing import Any

from kiosk.clock import SystemClock
from kiosk.people import actions
from kiosk.people.actions import NewPerson
from kiosk.people.passwords import new_password
from kiosk.people.rules import ROLES
from kiosk.settings import Settings
from kiosk.store.migrate import on_connection, upgrade
from kiosk.store.units import P, T, Unit


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("people", help="say who may sign in")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    new = commands.add_parser("add", help="add somebody and print their password")
    new.add_argument("login", help="2-32 of a-z 0-9 . _ -")
    new.add_argument("--name", required=True, help="as citizens and colleagues read it")
    new.add_argument("--role", choices=ROLES, default="officer")
    new.add_argument("--commune", help="5-digit code (default: the node's)")
    _with_password(new, _add)
    commands.add_parser("list", help="everybody, and who is disabled").set_defaults(run=_list)
    gone = commands.add_parser("disable", help="sign somebody out and keep them out")
    gone.add_argument("login")
    gone.set_defaults(run=_disable)
    renewed = commands.add_parser("password", help="give somebody a new password")
    renewed.add_argument("login")
    _with_password(renewed, _password)


def _with_password(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument(
        "--ask", action="store_true", help="type the password (or pipe it in); else one is made"
    )
    parser.set_defaults(run=run)


def _add(settings: Settings, arguments: argparse.Namespace) -> int:
    password = _chosen_password(arguments)
    person = NewPerson(
        arguments.login,
        arguments.name,
        arguments.role,
        arguments.commune or settings.commune,
        password,
        must_change=not arguments.ask,
    )
    staff = _run(settings, actions.add_person, person, SystemClock().now())
    print(f"{staff.login}: {staff.role} of {staff.commune}")
    _tell(arguments, password)
    return 0


def _list(settings: Settings, _: argparse.Namespace) -> int:
    for person in _run(settings, actions.everybody):
        staff, state = person.staff, "disabled" if person.disabled_at else "active"
        print(staff.login, staff.role, staff.commune, state, staff.name, sep="\t")
    return 0


def _disable(settings: Settings, arguments: argparse.Namespace) -> int:
    _run(settings, actions.disable, arguments.login, SystemClock().now())
    print(f"{arguments.login} is out.")
    return 0


def _password(settings: Settings, arguments: argparse.Namespace) -> int:
    password = _chosen_password(arguments)
    _run(settings, actions.set_password, arguments.login, password, not arguments.ask)
    _tell(arguments, password)
    return 0


def _run(settings: Settings, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Beside a running node too: it holds the database only for the moment of a write."""
    upgrade(settings.database_url)
    return on_connection(settings.database_url, lambda db: unit(db, *args, **kwargs))


def _chosen_password(arguments: argparse.Namespace) -> str:
    """Never an argument: those stand in the shell's history and in the list of processes."""
    if not arguments.ask:
        return new_password()
    return getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _tell(arguments: argparse.Namespace, password: str) -> None:
    if not arguments.ask:
        print(f"password: {password}")
