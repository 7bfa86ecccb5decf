"""kiosk pack FLOW: the pack of a flow, as it goes to a device."""

import argparse
import sys
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]

from kiosk.content.library import folder_of, open_library
from kiosk.content.yaml import ContentError
from kiosk.settings import Settings
from kiosk.web.tongues import open_tongues


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("pack", help="write a flow's pack")
    parser.add_argument("flow", help="a flow's id, or its folder")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    parser.add_argument("--out", type=Path, metavar="FILE", help="(default: standard output)")
    parser.add_argument("--size", action="store_true", help="print its bytes, plain and brotli")
    parser.set_defaults(run=_pack)


def _pack(settings: Settings, arguments: argparse.Namespace) -> int:
    folder = folder_of(arguments.flow, settings.flows_dir)
    library = open_library(folder.parent, open_tongues(settings))
    try:
        pack = library.in_folder(folder).pack(arguments.lang)
        if arguments.out:
            arguments.out.write_bytes(pack.data)
    except (ContentError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    if arguments.size:
        print(f"{len(pack.data)} bytes, {len(brotli.compress(pack.data))} with brotli")
    elif not arguments.out:
        sys.stdout.buffer.write(pack.data)
        sys.stdout.buffer.flush()
    return 0
