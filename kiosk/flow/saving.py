"""Leaving and coming back: the resume code, a lesson about what somebody is stuck with, and "Xong",
after which the machine knows nothing."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, QueryParameter

from kiosk.engine import view
from kiosk.engine.lesson.place import back_from, start_url
from kiosk.engine.turn import CHECK, doubts_on
from kiosk.engine.walk import Place, walk
from kiosk.flow import actions, problems, uploads
from kiosk.flow.actions import DraftKey, Saved
from kiosk.flow.cookies import hand_over, key_of, take_back
from kiosk.flow.node import Node, node_of
from kiosk.flow.pages import save
from kiosk.problem import Problem
from kiosk.web import cookies
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.multipart import Upload
from kiosk.web.redirects import go_to
from kiosk.web.screens import HTML, Screen, reader_language, show, wants_fragment
from kiosk.web.words import N_

Req = Request[Any, Any, Any]
LessonId = Annotated[str, QueryParameter(name="bai", pattern=r"^[a-z][a-z0-9-]{0,39}$")]
InputId = Annotated[str, QueryParameter(name="o", max_length=80)]
NO_SUCH_CODE = N_(
    "Chưa tìm thấy phần đang làm với mã này. Bạn xem lại từng chữ, và dùng đúng máy đã lưu."
)


@dataclass(frozen=True)
class SavedScreen(Screen):
    template: ClassVar[str] = "flow/saved.html"

    groups: tuple[str, ...]
    base: str
    here: str
    days: int


@dataclass(frozen=True)
class ResumeScreen(Screen):
    template: ClassVar[str] = "flow/resume.html"

    code: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class ForgottenScreen(Screen):
    template: ClassVar[str] = "flow/forgotten.html"


@post("/to-khai/{id:str}/luu", status_code=200)
async def save_for_later(request: Req, id: FromPath[str]) -> Response[Any]:
    """Keeps what stands on the open page as well, whole or not, then shows the resume code."""
    node = node_of(request)
    key = key_of(request.scope, id)
    here = await save_open_page(request, key, await uploads.read(request, key))
    code = await node.store.write(actions.make_resume_code, node.guide, key)
    groups = tuple(code[at : at + 4] for at in range(0, len(code), 4))
    return show(request, SavedScreen(groups, f"/to-khai/{id}", here, actions.KEPT.days))


async def save_open_page(request: Req, key: DraftKey, upload: Upload) -> str:
    """Where to go on: the page that was open, else the one that is due."""
    place = place_of(upload.form)
    if place is None or (len(upload.form) == 1 and not upload.files):
        return await page_due(request, key)
    await save(request, key, place, upload, to_check=False)
    return view.url(f"/to-khai/{key.id}", place)


async def page_due(request: Req, key: DraftKey) -> str:
    node = node_of(request)
    opened = await node.store.read(actions.read_draft, node.guide, key)
    pack = opened.pack(reader_language(request).code)
    result = walk(pack.flow, opened.draft.answers, opened.context(node.guide, pack.locale))
    return view.url(f"/to-khai/{key.id}", result.at or CHECK)


def place_of(form: Form) -> Place | None:
    """The `step` that the save button names: a step's id, or a member's `id/2`."""
    step, _, n = form.get("step", "").partition("/")
    if not step:
        return None
    return Place(step, int(n) if n.isascii() and n.isdigit() and len(n) < 4 else None)


@post("/to-khai/{id:str}/luyen")
async def practise(
    request: Req, id: FromPath[str], lesson: LessonId, field: InputId = ""
) -> Response[Any]:
    """Keeps what stands on the open page and goes to the lesson, which leads back to the input
    `field`; where no script tells which it is, to the first that has something to mend."""
    node = node_of(request)
    key = key_of(request.scope, id)
    upload = await uploads.read(request, key)
    place = place_of(upload.form)
    if place is None:
        return go_on_at(request, start_url(lesson, await page_due(request, key)))
    saved = await save(request, key, place, upload, to_check=False, unfinished=True)
    page = view.url(f"/to-khai/{id}", place)
    back = back_from(f"{page}#{field or first_doubt(node, saved, place)}") or back_from(page)
    return go_on_at(request, start_url(lesson, back))


def first_doubt(node: Node, saved: Saved, place: Place) -> str:
    flow, draft = saved.opened.edition.flow, saved.turn.draft
    step, context = flow.step(place.step), saved.opened.context(node.guide, "vi")
    return next(iter(doubts_on(flow, draft, step, place, context)), "") if step else ""


def go_on_at(request: Req, url: str) -> Response[Any]:
    """A whole page, also from htmx: lessons look different. A body without <main would count as no
    answer (static/js/30-lost-network.js)."""
    if not wants_fragment(request.scope):
        return go_to(url)
    return Response("<main></main>", media_type=HTML, status_code=200, headers={"HX-Redirect": url})


@get("/lam-tiep")
async def ask_resume_code(request: Req) -> Response[str]:
    return show(request, ResumeScreen(""))


@post("/lam-tiep", status_code=200)
async def resume(request: Req) -> Response[Any]:
    node = node_of(request)
    typed = (await read_form(request)).get("code", "")
    try:
        key = await node.store.read(actions.resume, typed, node.guide.clock.now())
    except Problem as problem:
        if problem.kind != problems.no_such_resume_code:
            raise
        said = reader_language(request).gettext(NO_SUCH_CODE)
        return show(request, ResumeScreen(typed[:40], (FieldError("code", said),)), status=422)
    return go_to(await page_due(request, key), hand_over(node.settings, key))


@post("/to-khai/{id:str}/xong")
async def finish(request: Req, id: FromPath[str]) -> Response[Any]:
    """Deletes the draft and the key; the page after it can be reloaded."""
    node = node_of(request)
    key = key_of(request.scope, id)
    if await node.store.write(actions.forget, node.guide, key):
        await node.files.remove(key.id)
    return go_to("/xong", take_back(node.settings, id), nobody_learns(node))


@get("/xong")
async def forgotten(request: Req) -> Response[str]:
    """A device that deleted the draft itself comes here, too: who learnt is known no more."""
    page = show(request, ForgottenScreen())
    page.set_cookie(nobody_learns(node_of(request)))
    return page


def nobody_learns(node: Node) -> Cookie:
    return cookies.forget(node.settings, cookies.LEARNER)


HANDLERS = (save_for_later, practise, ask_resume_code, resume, finish, forgotten)
