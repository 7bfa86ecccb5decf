"""kiosk official FLOW: how each field of the official form is filled, as a Markdown table."""

import argparse
import sys
from typing import Any

from kiosk.content.flows import read_flow
from kiosk.content.library import folder_of
from kiosk.content.official import table
from kiosk.content.yaml import ContentError
from kiosk.settings import Settings


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("official", help="compare a flow with the official form")
    parser.add_argument("flow", help="a flow's id, or its folder")
    parser.set_defaults(run=_official)


def _official(settings: Settings, arguments: argparse.Namespace) -> int:
    try:
        file = read_flow(folder_of(arguments.flow, settings.flows_dir))
    except ContentError as problem:
        print(problem, file=sys.stderr)
        return 1
    if file.flow.official_form is None:
        print(f"kiosk: {file.flow.id} names no official form", file=sys.stderr)
        return 1
    print(table(file.flow, file.flow.official_form), end="")
    return 0
