"""What the compiler of flows needs of every language: its words, its templates, its tables."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from kiosk.content.library import Tongue
from kiosk.content.reference.lookup import reference
from kiosk.settings import Settings
from kiosk.web.assets import Assets
from kiosk.web.language import load_languages
from kiosk.web.screens import Renderer


def tongues_of(renderer: Renderer) -> tuple[Tongue, ...]:
    return tuple(
        Tongue(code, language.gettext, partial(_draw, renderer, code), reference(code))
        for code, language in renderer.languages.items()
    )


def open_tongues(settings: Settings) -> tuple[Tongue, ...]:
    """As a node has them. Raises AssetError if the browser libraries are not installed."""
    static = Assets(settings.static_dir).url
    return tongues_of(Renderer(settings, load_languages(settings), static))


def _draw(renderer: Renderer, lang: str, template: str, values: Mapping[str, Any]) -> str:
    return renderer.environment(lang).get_template(template).render(values)
