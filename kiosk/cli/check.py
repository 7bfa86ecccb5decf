"""kiosk check [PATH]: what is wrong with the flows and the lessons, one line each."""

import argparse
import gettext
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.content import schema
from kiosk.content.flows import read_flow
from kiosk.content.known import KNOWN, prove_known
from kiosk.content.lessons import schema as lesson_schema
from kiosk.content.lessons.forms import FlowOf
from kiosk.content.lessons.library import lesson_folders
from kiosk.content.lessons.proof import LessonBench, prove_lesson
from kiosk.content.lessons.read import FILE as LESSON
from kiosk.content.library import flow_folders, named
from kiosk.content.proof import Bench, prove
from kiosk.content.reference.lookup import reference
from kiosk.content.wording import Lookup
from kiosk.content.words import N_
from kiosk.content.yaml import ContentError, Trouble
from kiosk.engine.shapes import Flow
from kiosk.engine.walk import Context
from kiosk.settings import Settings
from kiosk.web.language import DEFAULT, Languages, load_languages
from kiosk.web.screens import Renderer
from kiosk.web.tongues import tongues_of

FLOWS = N_("{count} thủ tục")
LESSONS = N_("{count} bài học")
TROUBLES = N_("{count} lỗi")
NOTHING = N_("không có thủ tục, bài học nào trong {folder}")
EPOCH = "1970-01-01"
PSEUDO = "xx"
FLOW = "flow.yaml"
SCHEMAS = {"flow": schema.text, "lesson": lesson_schema.text}


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("check", help="say what is wrong with the flows and lessons")
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        help="the folder of one flow or lesson, or a folder of them (default: all of the node's)",
    )
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of what it says")
    parser.add_argument(
        "--no-translations",
        action="store_true",
        help="words that are not translated are no trouble",
    )
    parser.add_argument(
        "--schema",
        nargs="?",
        const="flow",
        choices=tuple(SCHEMAS),
        help="print the JSON Schema of flow.yaml or lesson.yaml",
    )
    parser.set_defaults(run=_check)


def _check(settings: Settings, arguments: argparse.Namespace) -> int:
    if arguments.schema:
        print(SCHEMAS[arguments.schema](), end="")
        return 0
    say = load_languages(settings)[arguments.lang or _language(os.environ)].gettext
    given = named(arguments.path) if arguments.path else None
    folder = given or settings.flows_dir
    flows = _homes(folder, FLOW, flow_folders(folder))
    below = given or settings.tutorials_dir
    lessons = _homes(below, LESSON, lesson_folders(below))
    if not flows and not lessons:
        print(f"kiosk: {say(NOTHING).format(folder=folder)}", file=sys.stderr)
        return 1
    bench = _bench(settings, with_lookups=not arguments.no_translations)
    # A trouble of the shared steps is told once, not for each flow that uses them.
    troubles = [one for home in flows for one in prove(home, bench)]
    if (folder / KNOWN).exists():
        troubles += prove_known(folder / KNOWN, bench.lookups)
    troubles += _lesson_troubles(settings, lessons, bench)
    lines = dict.fromkeys(one.said(say) for one in troubles)
    counts = [(FLOWS, len(flows)), (LESSONS, len(lessons))]
    told = [say(words).format(count=count) for words, count in counts if count]
    told.append(say(TROUBLES).format(count=len(lines)))
    print(*lines, ", ".join(told), sep="\n")
    return 1 if lines else 0


def _homes(folder: Path, file: str, below: list[Path]) -> list[Path]:
    """The folder itself, where it is one flow's or lesson's."""
    return [folder] if (folder / file).exists() else below


def _lesson_troubles(settings: Settings, homes: list[Path], bench: Bench) -> Iterator[Trouble]:
    flow_of = _flow_of(settings.flows_dir)
    for home in homes:
        beside = {one.name for one in lesson_folders(home.parent)}
        yield from prove_lesson(home, LessonBench(bench.tongues, bench.lookups, flow_of, beside))


def _flow_of(folder: Path) -> FlowOf:
    """Reads a procedure when a lesson draws one of its pages. What is wrong with it is told where
    procedures are checked."""

    @cache
    def flow_of(id: str) -> Flow | None:
        try:
            return read_flow(folder / id).flow
        except ContentError:
            return None

    return flow_of


def _language(environ: Mapping[str, str]) -> str:
    """As gettext looks for it; a machine set to neither language hears Vietnamese."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next((environ[name] for name in names if environ.get(name)), "")
    return "en" if wanted.startswith("en") else DEFAULT


def _bench(settings: Settings, with_lookups: bool) -> Bench:
    # Pages are only drawn, not served: no need of the files that they link to.
    renderer = Renderer(settings, load_languages(settings), lambda name: f"/static/{name}")
    lookups = _lookups(load_languages(settings)) if with_lookups else {}
    context = Context(EPOCH, settings.commune, reference())
    lessons: Collection[str] = {one.name for one in lesson_folders(settings.tutorials_dir)}
    return Bench(tongues_of(renderer), lookups, context, lessons=lessons)


def _lookups(languages: Languages) -> dict[str, Lookup]:
    """Of every language but the source's; the pseudo-locale makes up what it does not know."""
    return {
        code: _lookup(language.translations)
        for code, language in languages.items()
        if code not in (DEFAULT, PSEUDO)
    }


def _lookup(words: gettext.NullTranslations) -> Lookup:
    words.add_fallback(_Nothing())
    return lambda text: words.gettext(text) or None


class _Nothing(gettext.NullTranslations):
    """Stands behind a catalogue and gives no words: a text that it is asked for is missing."""

    def gettext(self, message: str) -> str:
        return ""
