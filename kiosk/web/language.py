"""Which language a reader gets, and the words of each."""

import gettext
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from litestar import Request, post
from litestar.response import Response
from litestar.types import Scope

from kiosk.settings import Settings
from kiosk.web import cookies
from kiosk.web.forms import read_form
from kiosk.web.pseudo import Pseudo
from kiosk.web.redirects import go_to, local_path

DEFAULT = "vi"
LABELS = {"vi": "Tiếng Việt", "en": "English", "xx": "⟦Pseudo⟧"}
COOKIE = "lang"


@dataclass(frozen=True, eq=False)
class Language:
    code: str
    label: str
    locale: Locale
    translations: gettext.NullTranslations

    def gettext(self, message: str) -> str:
        return self.translations.gettext(message)


Languages = dict[str, Language]


def load_languages(settings: Settings) -> Languages:
    """Vietnamese, the language of the sources, first; the pseudo-locale only where it is wanted."""
    codes = ("vi", "en", "xx") if settings.pseudo else ("vi", "en")
    return {code: _load(settings.locales_dir, code) for code in codes}


def language_of(scope: Scope, languages: Languages) -> Language:
    """By the reader's choice, else by what their browser asks for, else Vietnamese."""
    chosen = cookies.read(scope, COOKIE)
    if chosen in languages:
        return languages[chosen]
    for header, value in scope["headers"]:
        if header == b"accept-language":
            return languages[_accepted(value, tuple(languages))]
    return languages[DEFAULT]


@post("/ngon-ngu", status_code=303)
async def choose_language(request: Request[Any, Any, Any]) -> Response[str]:
    form = await read_form(request)
    settings: Settings = request.app.state.settings
    lang = form.get("lang", DEFAULT)
    known = lang in request.app.state.languages
    cookie = cookies.make(settings, COOKIE, lang if known else DEFAULT, cookies.YEAR_SECONDS)
    return go_to(local_path(form.get("back", "/")), cookie)


@lru_cache(256)
def _accepted(header: bytes, codes: tuple[str, ...]) -> str:
    """The language of an Accept-Language header with the highest weight among those we have."""
    best, best_weight = DEFAULT, 0.0
    for entry in header.decode("latin-1").split(","):
        tag, _, weight = entry.strip().partition(";q=")
        code = tag.strip().lower().split("-")[0]
        if code in codes and (q := _weight(weight)) > best_weight:
            best, best_weight = code, q
    return best


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


def _load(folder: Path, code: str) -> Language:
    if code == "xx":
        return Language(code, LABELS[code], Locale("vi"), Pseudo())
    return Language(code, LABELS[code], Locale(code), _translations(folder / code / "LC_MESSAGES"))


def _translations(folder: Path) -> gettext.NullTranslations:
    """Every catalogue of a folder; one that was not compiled is read from its source."""
    found = gettext.NullTranslations()
    for po in sorted(folder.glob("*.po")):
        catalogue = _compiled(po)
        catalogue.add_fallback(found)
        found = catalogue
    return found


def _compiled(po: Path) -> gettext.GNUTranslations:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return gettext.GNUTranslations(BytesIO(mo.read_bytes()))
    compiled = BytesIO()
    with po.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
