"""A draft moves to the device: begun here before the device could answer, and not far yet.

Two requests, so that a lost answer loses nothing: the device takes a copy and keeps it; then it
says which state it holds, and only if the draft still is in that state it is the device's. What
stays behind is a mark, so that the same question gets the same answer.
"""

from hashlib import sha256
from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath
from sqlalchemy import Connection

from kiosk.flow import actions, queries
from kiosk.flow.actions import DraftKey, Guide, Held, OpenDraft
from kiosk.flow.cookies import key_of
from kiosk.flow.node import node_of
from kiosk.people.assist import visit_of
from kiosk.web.forms import read_form
from kiosk.web.openapi import Described

Req = Request[Any, Any, Any]
JSON = "application/json"
DESCRIBED = {
    "/to-khai/{id:str}/sang-may": Described(form=("state",), gives=(JSON,), also=(204, 409))
}


@post("/to-khai/{id:str}/sang-may", status_code=200)
async def move(request: Req, id: FromPath[str]) -> Response[Any]:
    """Without `state` a copy; with it 204 once the draft is the device's, 409 when it changed
    since, or stays."""
    node = node_of(request)
    key = key_of(request.scope, id)
    if state := (await read_form(request)).get("state", ""):
        moved = await node.store.write(let_go, node.guide, key, state)
        return Response(None, status_code=204 if moved else 409)
    # What belongs to a visit goes with it, and what a device keeps would stay.
    helped = visit_of(request.scope)
    copy = None if helped else await node.store.read(copy_of, node.guide, key)
    return Response(copy, media_type=JSON, status_code=409 if copy is None else 200)


HANDLERS = (move,)


def copy_of(db: Connection, guide: Guide, key: DraftKey) -> dict[str, Any] | None:
    """What the device needs to go on; None when the draft stays here. Raises
    `flow.no_such_draft`."""
    opened = actions.read_draft(db, guide, key)
    if not may_move(opened):
        return None
    return {
        "state": state_of(opened.row.sealed),
        "flow": opened.edition.flow.id,
        "packs": opened.edition.hashes,
        "answers": opened.held.answers,
        "typed": opened.held.typed,
        "assist": opened.held.assist,
    }


def may_move(opened: OpenDraft) -> bool:
    """Files are sealed and kept here, a supplement needs the dossier's flow as it was."""
    return opened.row.code is None and opened.held.slots == 0 and opened.held.redo is None


def let_go(db: Connection, guide: Guide, key: DraftKey, state: str) -> bool:
    """Whether the draft is the device's now. Raises `flow.no_such_draft`."""
    row = queries.draft_to_change(db, key.id)
    opened = actions.unseal(db, guide, row, key.secret, moved_too=True)
    if opened.held.moved:
        return opened.held.moved == state
    if not may_move(opened) or state_of(opened.row.sealed) != state:
        return False
    actions.store(db, key, Held(moved=state), guide.clock.now())
    return True


def state_of(sealed: bytes) -> str:
    """Saving seals anew, so that no two states are alike."""
    return sha256(sealed).hexdigest()
