"""kiosk people add | list | disable | password | unlock | reset-totp: who may sign in."""

import argparse
import sys
from getpass import getpass
from typing import Any

from kiosk.clock import SystemClock
from kiosk.people import actions
from kiosk.people.actions import NewPerson
from kiosk.people.audit import Action
from kiosk.people.keys import keys_of
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
    commands.add_parser("list", help="everybody, and how they may sign in").set_defaults(run=_list)
    gone = commands.add_parser("disable", help="sign somebody out and keep them out")
    gone.add_argument("login")
    gone.set_defaults(run=_disable)
    for name, run, help in (
        ("unlock", _unlock, "let somebody try again after too many wrong passwords"),
        ("reset-totp", _reset_totp, "ask somebody who lost their telephone for no code any more"),
    ):
        back = commands.add_parser(name, help=help)
        back.add_argument("login")
        back.set_defaults(run=run)
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
    _record(settings, staff.login, "add_person")
    print(f"{staff.login}: {staff.role} of {staff.commune}")
    _tell(arguments, password)
    return 0


def _list(settings: Settings, _: argparse.Namespace) -> int:
    now, keys = SystemClock().now(), keys_of(settings)
    for staff, states in _run(settings, actions.everybody_and_how, keys, now):
        print(staff.login, staff.role, staff.commune, ",".join(states), staff.name, sep="\t")
    return 0


def _disable(settings: Settings, arguments: argparse.Namespace) -> int:
    _run(settings, actions.disable, arguments.login, SystemClock().now())
    _record(settings, arguments.login, "disable_person")
    print(f"{arguments.login} is out.")
    return 0


def _unlock(settings: Settings, arguments: argparse.Namespace) -> int:
    _run(settings, actions.unlock, keys_of(settings), arguments.login)
    _record(settings, arguments.login, "unlock")
    print(f"{arguments.login} may try again.")
    return 0


def _reset_totp(settings: Settings, arguments: argparse.Namespace) -> int:
    _run(settings, actions.reset_totp, arguments.login)
    _record(settings, arguments.login, "reset_totp")
    print(f"{arguments.login} signs in with the password alone.")
    return 0


def _password(settings: Settings, arguments: argparse.Namespace) -> int:
    password = _chosen_password(arguments)
    _run(settings, actions.set_password, arguments.login, password, not arguments.ask)
    _record(settings, arguments.login, "give_password")
    _tell(arguments, password)
    return 0


def _record(settings: Settings, login: str, action: Action) -> None:
    _run(settings, actions.record_at_console, login, action, SystemClock().now())


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
