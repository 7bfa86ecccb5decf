"""The template environment of each language."""

from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.bccache import Bucket

from kiosk.web.formats import Formats
from kiosk.web.language import Language

PACKAGE = Path(__file__).resolve().parent.parent


def environment(
    language: Language,
    static: Callable[[str], str],
    more: Mapping[str, Path] | None = None,
) -> Environment:
    """Templates are named `<feature>/<file>` and stand in `kiosk/<feature>/templates/`.

    One environment a language, because the words are looked up through its globals. `more` adds
    folders under other names.
    """
    env = Environment(
        loader=PrefixLoader(
            {name: FileSystemLoader(folder) for name, folder in _folders(more).items()}
        ),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        # Else a filter of a constant would be computed in the language that was compiled first.
        optimized=False,
    )
    # As the words are gathered: the white space of a {% trans %} does not count.
    env.policies["ext.i18n.trimmed"] = True
    _install_words(env, language)
    env.globals.update(lang=language.code, static=static)
    return env


class _Compiled(BytecodeCache):
    """Templates compiled so far: every language, and every app of a test run, shares them."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def _folders(more: Mapping[str, Path] | None) -> dict[str, Path]:
    found = {folder.parent.name: folder for folder in PACKAGE.glob("*/templates")}
    return {**found, **(more or {})}


def _install_words(env: Environment, language: Language) -> None:
    words = language.translations
    env.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext,
        words.ngettext,
        newstyle=True,
        pgettext=words.pgettext,
        npgettext=words.npgettext,
    )
    formats = Formats(language.locale)
    for name in ("date", "day", "time", "moment", "number", "money"):
        env.filters[name] = getattr(formats, name)
