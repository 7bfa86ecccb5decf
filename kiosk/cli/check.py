"""kiosk check [PATH]: what is wrong with the flows, one line each."""

import argparse
import gettext
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.content import schema
from kiosk.content.known import KNOWN, prove_known
from kiosk.content.library import flow_folders, named
from kiosk.content.proof import Bench, prove
from kiosk.content.reference.lookup import reference
from kiosk.content.wording import Lookup
from kiosk.content.words import N_
from kiosk.engine.walk import Context
from kiosk.settings import Settings
from kiosk.web.language import DEFAULT, Languages, load_languages
from kiosk.web.screens import Renderer
from kiosk.web.tongues import tongues_of

SUMMARY = N_("{flows} thủ tục, {troubles} lỗi")
NOTHING = N_("không có thủ tục nào trong {folder}")
EPOCH = "1970-01-01"
PSEUDO = "xx"


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("check", help="say what is wrong with the flows")
    parser.add_argument("path", nargs="?", type=Path, help="one flow's folder, or a folder of them")
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of what it says")
    parser.add_argument(
        "--no-translations",
        action="store_true",
        help="words that are not translated are no trouble",
    )
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of flow.yaml")
    parser.set_defaults(run=_check)


def _check(settings: Settings, arguments: argparse.Namespace) -> int:
    if arguments.schema:
        print(schema.text(), end="")
        return 0
    folder = named(arguments.path or settings.flows_dir)
    say = load_languages(settings)[arguments.lang or _language(os.environ)].gettext
    homes = [folder] if (folder / "flow.yaml").exists() else flow_folders(folder)
    if not homes:
        print(f"kiosk: {say(NOTHING).format(folder=folder)}", file=sys.stderr)
        return 1
    bench = _bench(settings, with_lookups=not arguments.no_translations)
    # A trouble of the shared steps is told once, not for each flow that uses them.
    troubles = [one for home in homes for one in prove(home, bench)]
    if (folder / KNOWN).exists():
        troubles += prove_known(folder / KNOWN, bench.lookups)
    lines = dict.fromkeys(one.said(say) for one in troubles)
    print(*lines, say(SUMMARY).format(flows=len(homes), troubles=len(lines)), sep="\n")
    return 1 if lines else 0


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
    return Bench(tongues_of(renderer), lookups, context)


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
