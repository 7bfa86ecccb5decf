"""The first page, and the list of procedures that are here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Request, Response, get
from sqlalchemy import Connection

from kiosk.flow import actions, problems
from kiosk.flow.actions import DraftKey, Guide, OpenDraft
from kiosk.flow.cookies import keys_of
from kiosk.flow.node import node_of
from kiosk.problem import Problem
from kiosk.web.language import Language
from kiosk.web.screens import Screen, reader_language, show

Req = Request[Any, Any, Any]
MOST_TILES = 4
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


@dataclass(frozen=True)
class ProceduresScreen(Screen):
    template: ClassVar[str] = "web/procedures.html"

    procedures: tuple[Tile, ...]


@get("/")
async def home(request: Req) -> Response[str]:
    node, language = node_of(request), reader_language(request)
    keys = keys_of(request.scope)
    held = await node.store.read(held_drafts, node.guide, keys) if keys else ()
    tiles = procedures(node.guide, language)
    drafts = tuple(tile_of(one, language) for one in held)
    return show(request, HomeScreen(drafts, tiles[:MOST_TILES], len(tiles) > MOST_TILES))


@get("/thu-tuc")
async def all_procedures(request: Req) -> Response[str]:
    tiles = procedures(node_of(request).guide, reader_language(request))
    return show(request, ProceduresScreen(tiles))


HANDLERS = (home, all_procedures)


def procedures(guide: Guide, language: Language) -> tuple[Tile, ...]:
    flows = (edition.pack(language.code).flow for edition in guide.offered().values())
    return tuple(Tile(f"/thu-tuc/{flow.id}", flow.procedure.name) for flow in flows)


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
    return Tile(href, _("Làm tiếp: %(name)s") % {"name": name})
