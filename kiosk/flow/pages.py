"""The pages of a procedure: start, one question each, check, declaration, hand-in."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter

from kiosk.engine import view
from kiosk.engine.pages import Pages
from kiosk.engine.turn import CHECK
from kiosk.engine.walk import Place, Walk, walk
from kiosk.flow import actions, hand_in, problems, uploads
from kiosk.flow.actions import DraftKey, OpenDraft, Saved, Sent
from kiosk.flow.cookies import hand_over, key_of
from kiosk.flow.hearing import count, hear, hear_refusal
from kiosk.flow.node import Node, node_of
from kiosk.flow.receipt import after_hand_in
from kiosk.flow.redo import shown
from kiosk.flow.rules import files_submitted
from kiosk.people.assist import assist_of
from kiosk.sync.problems import closed_here
from kiosk.web.forms import read_form
from kiosk.web.multipart import Upload
from kiosk.web.redirects import go_to
from kiosk.web.screens import HTML, reader_language, wants_fragment

Req = Request[Any, Any, Any]
DECLARATION = "cam-doan"
Editing = Annotated[str | None, QueryParameter(name="sua", max_length=1)]


@get("/thu-tuc/{flow_id:str}")
async def start(request: Req, flow_id: FromPath[str]) -> Response[str]:
    node = node_of(request)
    edition = node.guide.offered().get(flow_id)
    if edition is None:
        raise problems.no_such_flow()
    pack = edition.pack(reader_language(request).code)
    values = {"path": request.scope["path"], "elsewhere": node.guide.serves_others}
    return answer(request, pack, "start", values)


@post("/to-khai")
async def begin(request: Req) -> Response[Any]:
    """A new draft; its owner is this node. htmx gets the first question at once: who receives, if
    it is to go elsewhere."""
    node, form = node_of(request), await read_form(request)
    edition = node.guide.offered().get(form.get("flow", ""))
    if edition is None:
        raise problems.no_such_flow()
    if node.inbox.is_closed:  # better now than after twelve questions
        raise closed_here()
    now, assist = node.guide.clock.now(), assist_of(request.scope)
    key = await node.store.write(actions.open_draft, edition, now, assist)
    count(node, edition.flow, "begun")
    pack = edition.pack(reader_language(request).code)
    walked = walk(pack.flow, {}, node.guide.context(pack.locale))
    at = walked.at or CHECK
    if "elsewhere" in form and edition.flow.receiver:
        at = Place(edition.flow.receiver.id)
    where, cookie = view.url(f"/to-khai/{key.id}", at), hand_over(node.settings, key)
    if not wants_fragment(request.scope):
        return go_to(where, cookie)
    opened = await node.store.read(actions.read_draft, node.guide, key)
    response = show_opened(request, node, opened, at, to_check=False, walked=walked)
    response.headers["HX-Push-Url"] = where
    response.set_cookie(cookie)
    return response


@get("/to-khai/{id:str}/{step:str}")
async def question(
    request: Req, id: FromPath[str], step: FromPath[str], sua: Editing = None
) -> Response[Any]:
    return await show_place(request, id, Place(step), sua is not None)


@get("/to-khai/{id:str}/{step:str}/{n:int}")
async def member(
    request: Req, id: FromPath[str], step: FromPath[str], n: FromPath[int], sua: Editing = None
) -> Response[Any]:
    return await show_place(request, id, Place(step, n), sua is not None)


@post("/to-khai/{id:str}/{step:str}")
async def reply(
    request: Req, id: FromPath[str], step: FromPath[str], sua: Editing = None
) -> Response[Any]:
    if step == DECLARATION:
        return await hand_it_in(request, id)
    return await take_reply(request, id, Place(step), sua is not None)


@post("/to-khai/{id:str}/{step:str}/{n:int}")
async def member_reply(
    request: Req, id: FromPath[str], step: FromPath[str], n: FromPath[int], sua: Editing = None
) -> Response[Any]:
    return await take_reply(request, id, Place(step, n), sua is not None)


async def show_place(request: Req, id: str, place: Place, to_check: bool) -> Response[Any]:
    node = node_of(request)
    key = key_of(request.scope, id)
    opened = await node.store.read(actions.read_draft, node.guide, key)
    return show_opened(request, node, opened, place, to_check)


def show_opened(
    request: Req, node: Node, opened: OpenDraft, place: Place, to_check: bool,
    walked: Walk | None = None,
) -> Response[Any]:  # fmt: skip
    """The page of a place; one that is not on the path leads to the page that is due. `walked` is
    the draft's walk, from who has it already."""
    if opened.row.code is not None:
        return go_to(f"/bien-nhan/{opened.row.code}")
    pack = opened.pack(reader_language(request).code)
    context = opened.context(node.guide, pack.locale)
    result = walked or walk(pack.flow, opened.draft.answers, context)
    base = f"/to-khai/{opened.row.id}"
    if place == CHECK and result.done:
        values = view.check_values(pack, opened.draft, result, context, base)
        return answer(request, pack, CHECK.step, shown(opened, values))
    if place == Place(DECLARATION) and result.done and pack.flow.ends == "hand_in":
        values = view.declaration_values(pack, result, base, {}, {})
        return answer(request, pack, DECLARATION, shown(opened, values))
    if not view.is_open(pack.flow, opened.draft, result, place):
        return go_to(view.url(base, result.at or CHECK))
    values = view.step_values(pack, opened.draft, result, place, context, base, to_check)
    return answer(request, pack, view.page_of(place), shown(opened, values))


async def take_reply(request: Req, id: str, place: Place, to_check: bool) -> Response[Any]:
    """Saves one page. htmx gets the next page at once; a form without it is sent on, so that
    reloading never sends anything twice."""
    node = node_of(request)
    key = key_of(request.scope, id)
    upload = await uploads.read(request, key)
    saved = await save(request, key, place, upload, to_check)
    opened, done = saved.opened, saved.turn
    if opened.row.code is not None:
        return go_to(f"/bien-nhan/{opened.row.code}")
    hear_refusal(node, place, saved)
    # Who came to correct something comes back to the check page from every page on the way.
    editing = to_check and done.go != CHECK
    where = view.url(f"/to-khai/{id}", done.go) + ("?sua=1" if editing else "")
    if not wants_fragment(request.scope):
        return go_to(where)
    response = show_opened(request, node, opened, done.go, editing, done.walk)
    response.headers["HX-Push-Url"] = where
    return response


async def save(
    request: Req, key: DraftKey, place: Place, upload: Upload, to_check: bool,
    unfinished: bool = False,
) -> Saved:  # fmt: skip
    node, form = node_of(request), upload.form
    typed = {name: form.all(name) for name in form}
    brought = await uploads.bring(node, key, place, upload)
    lang, assist = reader_language(request).code, assist_of(request.scope)
    sent = Sent(place, typed, lang, to_check, brought, unfinished, assist)
    saved = await node.store.write(actions.save_turn, node.guide, key, sent)
    await uploads.drop(node, key, saved.spare)
    await hear(request, key, place, saved, to_check)
    return saved


async def hand_it_in(request: Req, id: str) -> Response[Any]:
    """The declaration was sent. Sent again, it leads to the same receipt."""
    node = node_of(request)
    key = key_of(request.scope, id)
    form = await read_form(request)
    opened = await node.store.read(actions.read_draft, node.guide, key)
    if opened.row.code is not None:
        return go_to(f"/bien-nhan/{opened.row.code}")
    pack = opened.pack(reader_language(request).code)
    context = opened.context(node.guide, pack.locale)
    result = walk(pack.flow, opened.draft.answers, context)
    if result.at is not None or pack.flow.ends != "hand_in":
        return go_to(view.url(f"/to-khai/{id}", result.at or CHECK))
    typed = {name: form.all(name) for name in form}
    said, errors = hand_in.declared(pack, typed, context)
    if errors:
        values = view.declaration_values(pack, result, f"/to-khai/{id}", typed, errors)
        return answer(request, pack, DECLARATION, shown(opened, values), status=422)
    missing = await uploads.missing(node, key, files_submitted(pack.flow, result))
    done = await node.store.write(
        hand_in.hand_in, node.guide, node.inbox, key, pack.locale, said, missing,
        assist=assist_of(request.scope),
    )  # fmt: skip
    await uploads.drop(node, key, done.spare)
    if opened.held.redo is None:
        count(node, pack.flow, "sent")
    return await after_hand_in(request, done.code)


def answer(
    request: Req, pack: Pages, page: str, values: view.Holes, status: int = 200
) -> Response[Any]:
    """A page of a pack: whole for a navigation, the fragment for htmx."""
    draw = pack.fragment if wants_fragment(request.scope) else pack.page
    return Response(
        draw(page, values), media_type=HTML, status_code=status, headers={"Vary": "HX-Request"}
    )


HANDLERS = (start, begin, question, member, reply, member_reply)
