"""Playing a lesson: its first page, its scenes, its end, and the card to take home."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from kiosk.clock import to_millis
from kiosk.content.lessons.library import LessonEdition
from kiosk.engine.lesson import events, play, view
from kiosk.engine.lesson.pack import LessonPack
from kiosk.engine.lesson.place import (
    CARD,
    FINISH,
    START,
    At,
    at_from,
    back_from,
    card_url,
    start_url,
    url,
)
from kiosk.engine.lesson.play import Turn
from kiosk.engine.lesson.shapes import END
from kiosk.flow.offers import in_order
from kiosk.flow.pages import answer
from kiosk.people.assist import assist_of
from kiosk.sync.ids import uuid7
from kiosk.tutor import actions
from kiosk.tutor.node import pack_of, pack_to_go_on, tutor_of, who_learns
from kiosk.web.forms import read_form
from kiosk.web.limits import Door
from kiosk.web.openapi import Described
from kiosk.web.redirects import go_to
from kiosk.web.screens import wants_fragment

Req = Request[Any, Any, Any]


@get("/hoc/{lesson:str}")
async def start(request: Req, lesson: FromPath[str]) -> Response[Any]:
    pack = pack_of(request, lesson)
    return answer(request, pack, START, view.start_values(pack, back_of(request)))


@post("/hoc/{lesson:str}")
async def begin(request: Req, lesson: FromPath[str]) -> Response[Any]:
    """A new run. Its whole state is the address that this leads to."""
    pack, now = pack_of(request, lesson), tutor_of(request).node.guide.clock.now()
    at = play.begin(pack.lesson, uuid7(to_millis(now)), back_of(request))
    await keep(request, events.begun(pack.lesson, at, **seen_by(request)))
    return go_on(request, pack, at)


@get("/hoc/{lesson:str}/{scene:str}")
async def scene_page(request: Req, lesson: FromPath[str], scene: FromPath[str]) -> Response[Any]:
    pack = pack_to_go_on(request, lesson)
    at = at_from(scene, request.query_params)
    if at is None or not is_there(pack, at):
        return go_to(start_url(pack.lesson.id, back_of(request)))
    return show_at(request, pack, at)


@post("/hoc/{lesson:str}/{scene:str}")
async def deed(request: Req, lesson: FromPath[str], scene: FromPath[str]) -> Response[Any]:
    """Something was done. What was typed is compared, shown again where it was wrong, and kept
    nowhere; that something was done is one row, however often it is sent."""
    pack = pack_to_go_on(request, lesson)
    at = at_from(scene, request.query_params)
    if at is None or at.scene == END or not is_there(pack, at):
        return go_to(start_url(pack.lesson.id, back_of(request)))
    form = await read_form(request)
    sent = play.sent_from({name: form.all(name) for name in form})
    if assist_of(request.scope) != "none":
        sent = replace(sent, helped=True)
    turn = play.play(pack.lesson, at, sent, tutor_of(request).node.guide.context(pack.locale))
    await keep(request, events.event_of(pack.lesson, at, turn, sent, **seen_by(request)))
    if turn.result == "wrong" and turn.stays:
        return show_at(request, pack, turn.at, sent.typed, turn, status=422)
    return go_on(request, pack, turn.at, sent.typed, turn)


@get(f"/hoc/{{lesson:str}}/{CARD}")
async def card(request: Req, lesson: FromPath[str]) -> Response[Any]:
    pack = pack_to_go_on(request, lesson)
    here = {"path": card_url(pack.lesson.id), "start": start_url(pack.lesson.id)}
    return answer(request, pack, CARD, here)


HANDLERS = (start, begin, card, scene_page, deed)
# A class of thirty may sit behind one address, each with a deed every two seconds.
DOORS = (Door(("POST",), "/hoc", cost=0.1, below=True),)
PLACE = ("luot", "n", "v", "sai", "goiy", "loi", "ve")
DESCRIBED = {
    "/hoc/{lesson:str}": Described(query=("ve",)),
    "/hoc/{lesson:str}/{scene:str}": Described(form=("lam", "chu", "giup"), query=PLACE),
}


def back_of(request: Req) -> str:
    return back_from(request.query_params.get("ve", ""))


def is_there(pack: LessonPack, at: At) -> bool:
    return at.scene == END or pack.lesson.scene(at.scene) is not None


def go_on(
    request: Req, pack: LessonPack, at: At, typed: str | None = None, turn: Turn | None = None
) -> Response[Any]:
    """htmx gets the next page at once; a form without it is sent on, so that a reload does nothing
    twice. No address holds what was typed: beside a hint it is shown at once."""
    where, is_part = url(pack.lesson.id, at), wants_fragment(request.scope)
    stays = turn is not None and turn.stays
    if not is_part and not stays:
        return go_to(where)
    response = show_at(request, pack, at, typed if stays else "", turn)
    if is_part:
        response.headers["HX-Push-Url"] = where
    return response


def show_at(
    request: Req, pack: LessonPack, at: At, typed: str | None = "", turn: Turn | None = None,
    status: int = 200,
) -> Response[Any]:  # fmt: skip
    if at.scene == END:
        return answer(request, pack, FINISH, view.end_values(pack, at) | following(request, pack))
    context = tutor_of(request).node.guide.context(pack.locale)
    draft = turn.draft if turn and turn.stays else None
    values = view.scene_values(pack, at, typed or "", draft, context)
    return answer(request, pack, view.page_of(pack.lesson, at), values, status)


def following(request: Req, pack: LessonPack) -> dict[str, Any]:
    """The lessons that build on this one."""
    offered = in_order(tutor_of(request).lessons.lessons.values())
    after = (one for one in offered if pack.lesson.id in one.lesson.prerequisites)
    return {"next": [link_to(one, pack.locale) for one in after]}


def link_to(edition: LessonEdition, locale: str) -> dict[str, str]:
    return {"href": start_url(edition.lesson.id), "title": edition.pack(locale).lesson.title}


def seen_by(request: Req) -> dict[str, Any]:
    """When, on what machine, and by whom as far as that is known."""
    node = tutor_of(request).node
    now = to_millis(node.guide.clock.now())
    return {"now_ms": now, "device": node.inbox.name, "learner": who_learns(request)}


async def keep(request: Req, event: events.Event) -> None:
    node = tutor_of(request).node
    await node.store.write(actions.keep, event, node.settings.commune, node.guide.clock.now())
