"""kiosk pack FLOW or LESSON: its pack, as it goes to a device."""

import argparse
import sys
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]

from kiosk.content.lessons.library import lesson_folder, open_lessons
from kiosk.content.lessons.read import FILE as LESSON
from kiosk.content.library import folder_of, open_library
from kiosk.content.yaml import ContentError
from kiosk.engine.lesson.pack import LessonPack
from kiosk.engine.pack import Pack
from kiosk.settings import Settings
from kiosk.web.tongues import open_tongues


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("pack", help="write a flow's or lesson's pack")
    parser.add_argument("name", metavar="flow", help="the id of a flow or lesson, or its folder")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    parser.add_argument("--out", type=Path, metavar="FILE", help="(default: standard output)")
    parser.add_argument("--size", action="store_true", help="print its bytes, plain and brotli")
    parser.set_defaults(run=_pack)


def _pack(settings: Settings, arguments: argparse.Namespace) -> int:
    try:
        pack = _made(settings, arguments.name, arguments.lang)
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


def _made(settings: Settings, name: str, lang: str) -> Pack | LessonPack:
    """Raises ContentError with why there is none."""
    tongues = open_tongues(settings)
    folder = lesson_folder(name, settings.tutorials_dir)
    if (folder / LESSON).exists():
        flows = open_library(settings.flows_dir, tongues)
        return open_lessons(folder.parent, flows, tongues).in_folder(folder).pack(lang)
    folder = folder_of(name, settings.flows_dir)
    return open_library(folder.parent, tongues).in_folder(folder).pack(lang)
