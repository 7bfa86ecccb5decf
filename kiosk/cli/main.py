"""The command line: reads the settings, finds the command, says in one line what went wrong."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

import kiosk.cli
from kiosk.problem import Problem
from kiosk.settings import SettingsError, read
from kiosk.web.assets import AssetError

NO_COMMANDS = {"main", "passphrase", "twin", "workers"}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and answers its exit code.

    A command is a module of this package, by its name, with `add(subparsers)`: it adds its parser
    and sets `run`, a function of (settings, arguments) that answers an exit code, as its default.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    arguments = _parser(words).parse_args(words)
    try:
        code: int = arguments.run(read(os.environ), arguments)
    except (SettingsError, AssetError) as error:
        return _fail(str(error))
    except Problem as problem:
        params = ", ".join(f"{name}={value}" for name, value in problem.params.items())
        return _fail(f"{problem.code} {params}".strip())
    except KeyboardInterrupt:
        return 130
    return code


def _parser(words: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("kiosk", description="Trạm Số")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    known = {module.name for module in iter_modules(kiosk.cli.__path__)} - NO_COMMANDS
    # Only the one that is wanted: the whole program takes a second to import.
    for name in [words[0]] if words and words[0] in known else sorted(known):
        import_module(f"kiosk.cli.{name}").add(subparsers)
    return parser


def _fail(sentence: str) -> int:
    print(f"kiosk: {sentence}", file=sys.stderr)
    return 1
