"""A page is a screen: a frozen dataclass whose fields are all that its template may use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment
from litestar import Request
from litestar.response import Response
from litestar.types import Scope

from kiosk.settings import Settings
from kiosk.web.language import Language, Languages, language_of
from kiosk.web.templates import environment

HTML = "text/html"


@dataclass(frozen=True)
class Screen:
    """The base of every screen. `template` is its name, such as "dossier/status.html"."""

    template: ClassVar[str]


class Renderer:
    """Renders screens in every language. A page of its own for `web/base.html` gets, besides its
    screen's fields: lang, languages, path, static(name), help_phone, upstream, fragment."""

    def __init__(
        self,
        settings: Settings,
        languages: Languages,
        static: Callable[[str], str],
        more: Mapping[str, Path] | None = None,
    ) -> None:
        self.languages = languages
        self._environments = {
            code: environment(language, static, more) for code, language in languages.items()
        }
        frame = {
            "languages": tuple(languages.values()),
            "help_phone": settings.help_phone or "",
            "upstream": settings.upstream or "",
        }
        for env in self._environments.values():
            env.globals.update(frame)

    def environment(self, lang: str) -> Environment:
        return self._environments[lang]

    def render(self, screen: Screen, lang: str, path: str, fragment: bool = False) -> str:
        values = {field.name: getattr(screen, field.name) for field in fields(screen)}
        template = self._environments[lang].get_template(screen.template)
        return template.render(values, path=path, fragment=fragment)


def show(request: Request[Any, Any, Any], screen: Screen, status: int = 200) -> Response[str]:
    """The whole page, or for htmx only its title and main part, in the reader's language."""
    renderer: Renderer = request.app.state.renderer
    lang = language_of(request.scope, renderer.languages).code
    here = path_and_query(request.scope)
    return page(renderer.render(screen, lang, here, wants_fragment(request.scope)), status)


def page(html: str, status: int = 200) -> Response[str]:
    """HTML that differs between a navigation and htmx, as every page's does."""
    return Response(html, media_type=HTML, status_code=status, headers={"Vary": "HX-Request"})


def reader_language(request: Request[Any, Any, Any]) -> Language:
    return language_of(request.scope, request.app.state.languages)


def path_and_query(scope: Scope) -> str:
    """The page again, with what its address asks for."""
    path, query = scope["path"], scope["query_string"].decode("latin-1")
    if not path.isprintable():  # refused by the guard, and no link could be made of it
        return "/"
    return f"{path}?{query}" if query else path


def wants_fragment(scope: Scope) -> bool:
    """htmx asks for a part, except when it restores a page that it no longer has."""
    asked = False
    for name, value in scope["headers"]:
        if name == b"hx-request":
            asked = value == b"true"
        elif name == b"hx-history-restore-request" and value == b"true":
            return False
    return asked
