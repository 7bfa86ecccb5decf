"""kiosk walk FLOW --answers FILE: what the engine makes of some answers, as JSON."""

import argparse
import sys
from pathlib import Path
from typing import Any

from kiosk.cli.twin import NoTwin, Request, twin
from kiosk.clock import SystemClock
from kiosk.content.library import folder_of, open_library
from kiosk.content.reference import reference, reference_pack
from kiosk.content.told import stored, strangers
from kiosk.content.yaml import ContentError
from kiosk.engine.dates import is_date
from kiosk.engine.fee import FeeLine
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Flow, Paper, Value
from kiosk.engine.turn import key
from kiosk.engine.view import text_of
from kiosk.engine.walk import Context, Note, Walk, derived, submitted, walk
from kiosk.settings import Settings
from kiosk.sync.canonical import NotCanonical, canonical, loads
from kiosk.web.tongues import open_tongues


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("walk", help="walk a flow with some answers")
    parser.add_argument("flow", help="a flow's id, or its folder")
    parser.add_argument("--answers", required=True, metavar="FILE", help="JSON; - for stdin")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    parser.add_argument("--today", type=_day, help="YYYY-MM-DD (default: today)")
    parser.add_argument("--commune", help="5-digit code (default: the node's)")
    parser.add_argument("--channel", choices=("online", "desk", "post"), default="online")
    parser.add_argument(
        "--engine", choices=("python", "js"), default="python", help="js: what a device works out"
    )
    parser.set_defaults(run=_walk)


def _walk(settings: Settings, arguments: argparse.Namespace) -> int:
    try:
        pack = _pack(settings, arguments)
        given = _answers(arguments.answers)
    except (ContentError, OSError, NotCanonical) as problem:
        print(problem, file=sys.stderr)
        return 1
    for name in strangers(pack.flow, given):
        print(f"kiosk: no question of {pack.flow.id} is called {name}", file=sys.stderr)
    context = Context(
        arguments.today or SystemClock().today().isoformat(),
        arguments.commune or settings.commune,
        reference(arguments.lang),
        arguments.channel,
    )
    answers = stored(pack.flow, given, context)
    if arguments.engine == "js":
        return _walk_in_node(pack, answers, context)
    print(canonical(as_json(pack, walk(pack.flow, answers, context))).decode())
    return 0


def _walk_in_node(pack: Pack, answers: dict[str, Value], context: Context) -> int:
    """The same by the JavaScript twin; byte for byte, as tests/twin proves."""
    places = reference_pack(*(code for code, _ in context.reference.provinces()))
    asked: Request = {
        "do": "tell", "pack": pack.sha256, "reference": pack.locale, "answers": answers,
        "today": context.today, "commune": context.commune, "channel": context.channel,
    }  # fmt: skip
    try:
        with twin() as node:
            node.keep(pack.sha256, pack.data)
            node.keep_reference(pack.locale, places, pack.locale)
            print(node.ask(asked))
    except NoTwin as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def as_json(pack: Pack, result: Walk) -> dict[str, Value]:
    """Words are in the pack's language; pages are keys such as `tre-ten` and `con/2`."""
    return {
        "path": [key(place) for place in result.path],
        "at": key(result.at) if result.at else None,
        "errors": [_note(pack, note) for note in result.errors],
        "warnings": [_note(pack, note) for note in result.warnings],
        "officer": [_note(pack, note) for note in result.officer],
        "papers": [_paper(paper) for paper in result.papers],
        "fee": {"total": result.fee.total, "lines": [_line(one) for one in result.fee.lines]},
        "done": result.done,
        "stopped": result.stopped,
        "derived": derived(pack.flow, result.env),
        "submitted": submitted(pack.flow, result),
        **_end(pack.flow, result),
    }


def _note(pack: Pack, note: Note) -> dict[str, Value]:
    text = text_of(pack, note.message)
    return {"id": note.message.id, "on": note.on, "step": note.step, "text": text}


def _paper(paper: Paper) -> dict[str, Value]:
    return {
        "id": paper.id,
        "name": paper.name,
        "replaced_by": paper.replaced_by,
        "show_or_attach": paper.show_or_attach,
        "source": paper.source,
    }


def _line(line: FeeLine) -> dict[str, Value]:
    return {
        "name": line.name,
        "quantity": line.quantity,
        "source": line.source,
        "total": line.total,
        "why": line.why,
    }


def _end(flow: Flow, result: Walk) -> dict[str, Value]:
    """Why it ended early."""
    step = flow.step(result.stopped) if result.stopped else None
    return {"reason": step.stop.say} if step and step.stop else {}


def _pack(settings: Settings, arguments: argparse.Namespace) -> Pack:
    folder = folder_of(arguments.flow, settings.flows_dir)
    library = open_library(folder.parent, open_tongues(settings))
    return library.in_folder(folder).pack(arguments.lang)


def _answers(file: str) -> dict[str, Value]:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    given = loads(raw)
    if not isinstance(given, dict):
        raise NotCanonical(f"{file}: the answers are not a JSON object")
    return given


def _day(text: str) -> str:
    if not is_date(text):
        raise argparse.ArgumentTypeError(f"{text} is not a day like 2026-07-01")
    return text
