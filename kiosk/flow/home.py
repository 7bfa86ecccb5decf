"""The first page, and the list of procedures that are here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Request, Response, get
from sqlalchemy import Connection

from kiosk.content.library import Edition
from kiosk.engine.text import tidy
from kiosk.flow import actions, problems
from kiosk.flow.actions import DraftKey, Guide, OpenDraft
from kiosk.flow.cookies import keys_of
from kiosk.flow.finding import Unguided
from kiosk.flow.node import node_of
from kiosk.flow.offers import MOST_COMMON
from kiosk.people.assist import Visit, left_behind, visit_of
from kiosk.problem import Problem
from kiosk.store.question import LONGEST_QUESTION
from kiosk.web.language import Language
from kiosk.web.screens import Screen, reader_language, show

Req = Request[Any, Any, Any]
MOST_DRAFTS = 3


@dataclass(frozen=True)
class Tile:
    href: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class HomeScreen(Screen):
    template: ClassVar[str] = "web/home.html"

    drafts: tuple[Tile, ...]
    procedures: tuple[Tile, ...]
    more: bool
    visit: Visit | None


@dataclass(frozen=True)
class OnlyKnown:
    """A procedure without a first page here, so without a link."""

    name: str
    office: str
    is_sure: bool
    href: str = ""


@dataclass(frozen=True)
class ProceduresScreen(Screen):
    template: ClassVar[str] = "web/procedures.html"

    sought: str
    found: tuple[Tile | OnlyKnown, ...]


@dataclass(frozen=True)
class FoundScreen(ProceduresScreen):
    """What changes while one types."""

    template: ClassVar[str] = "web/_found.html"


@get("/")
async def home(request: Req) -> Response[str]:
    """Here the next person begins: what a visit left behind that nobody ended is dropped."""
    node, language = node_of(request), reader_language(request)
    visit = visit_of(request.scope)
    dropped = left_behind(request.scope, visit)
    keys = {} if dropped else keys_of(request.scope)
    held = await node.store.read(held_drafts, node.guide, keys) if keys else ()
    tiles = procedures(node.guide, language)
    drafts = tuple(tile_of(one, language) for one in held)
    more = len(tiles) > MOST_COMMON
    page = show(request, HomeScreen(drafts, tiles[:MOST_COMMON], more, visit))
    for cookie in dropped:
        page.set_cookie(cookie)
    return page


@get("/thu-tuc")
async def all_procedures(request: Req) -> Response[str]:
    """All of them, or those that `?tim=` means."""
    node, language = node_of(request), reader_language(request)
    sought = tidy(request.query_params.get("tim", ""))[:LONGEST_QUESTION]
    if not sought:
        return found_page(request, "", procedures(node.guide, language))
    hits = await node.store.read_long(node.finder.find, sought, node.guide.offered())
    return found_page(request, sought, tuple(found_tile(one, language) for one in hits))


HANDLERS = (home, all_procedures)


def found_page(request: Req, sought: str, found: tuple[Tile | OnlyKnown, ...]) -> Response[str]:
    asks_for_part = (request.headers.get("hx-target") or "").endswith("#found")
    screen = (FoundScreen if asks_for_part else ProceduresScreen)(sought, found)
    page = show(request, screen)
    page.headers["Vary"] = "HX-Request, HX-Target"
    return page


def found_tile(found: Edition | Unguided, language: Language) -> Tile | OnlyKnown:
    if isinstance(found, Unguided):
        known = found.procedure
        office = language.gettext(known.office) if known.office else ""
        return OnlyKnown(language.gettext(known.name), office, found.is_sure)
    return tile_to(found, language)


def procedures(guide: Guide, language: Language) -> tuple[Tile, ...]:
    return tuple(tile_to(edition, language) for edition in guide.offered().values())


def tile_to(edition: Edition, language: Language) -> Tile:
    flow = edition.pack(language.code).flow
    return Tile(f"/thu-tuc/{flow.id}", flow.procedure.name)


def held_drafts(db: Connection, guide: Guide, keys: Mapping[str, bytes]) -> tuple[OpenDraft, ...]:
    """Those that this browser can open, the latest first."""
    latest = sorted(keys, reverse=True)[:MOST_DRAFTS]
    return tuple(readable(db, guide, (DraftKey(id, keys[id]) for id in latest)))


def readable(db: Connection, guide: Guide, keys: Iterator[DraftKey]) -> Iterator[OpenDraft]:
    for key in keys:
        try:
            yield actions.read_draft(db, guide, key)
        except Problem as problem:
            if problem.kind != problems.no_such_draft:
                raise


def tile_of(held: OpenDraft, language: Language) -> Tile:
    """The check page leads to the question that is due; one that was handed in has a receipt."""
    _ = language.gettext
    name = held.pack(language.code).flow.procedure.name
    if held.row.code is not None:
        return Tile(f"/bien-nhan/{held.row.code}", _("Biên nhận: %(name)s") % {"name": name})
    href = f"/to-khai/{held.row.id}/kiem-tra"
    said = _("Bổ sung: %(name)s") if held.held.redo else _("Làm tiếp: %(name)s")
    return Tile(href, said % {"name": name})
