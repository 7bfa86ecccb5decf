"""A sealed file, opened in memory and shown: the citizen's preview, and the officer's page."""

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from kiosk.engine.fields.files import IMAGES, PDF
from kiosk.flow import actions, problems
from kiosk.flow.cookies import key_of
from kiosk.flow.node import node_of
from kiosk.flow.rules import file_in
from kiosk.problem import Problem
from kiosk.store.files import Files
from kiosk.sync.blobs import open_blob
from kiosk.sync.canonical import digest

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", PDF: "pdf"}
# A file is looked at, never run. Browsers show no PDF in a sandbox, so that one goes without;
# the other policy, which every answer carries, forbids it the same things.
SANDBOX = "sandbox; default-src 'none'"


@get("/to-khai/{id:str}/tep/{slot:int}")
async def preview(request: Request[Any, Any, Any], id: FromPath[str], slot: FromPath[int]) -> Any:
    """For the browser that holds the draft's key, as long as a page holds the file."""
    node = node_of(request)
    key = key_of(request.scope, id)
    opened = await node.store.read(actions.read_draft, node.guide, key)
    entry = file_in(opened.edition.flow, opened.draft, slot)
    if entry is None:
        raise problems.no_such_file()
    data = await opened_file(node.files, id, opened.held.k, slot, entry["sha256"])
    if data is None:
        raise problems.no_such_file()
    return as_file(data, entry["type"], slot)


HANDLERS = (preview,)


async def opened_file(files: Files, owner: str, k: bytes, slot: int, name: str) -> bytes | None:
    """The file in clear; None when it is gone or damaged."""
    ciphertext = await files.get(owner, name)
    if ciphertext is None:
        return None
    try:
        return await asyncio.to_thread(opened_blob, k, slot, name, ciphertext)
    except Problem:
        return None


def opened_blob(k: bytes, slot: int, name: str, ciphertext: bytes) -> bytes | None:
    return open_blob(k, slot, ciphertext) if digest(ciphertext) == name else None


def as_file(data: bytes, type: str, slot: int) -> Response[bytes]:
    """Under the media type it was cleaned to, or as bytes to save when that is none of ours."""
    if type not in (*IMAGES, PDF):
        type = "application/octet-stream"
    manner = "inline" if type in ENDINGS else "attachment"
    name = f"trang-{slot + 1}.{ENDINGS.get(type, 'bin')}"
    headers = {"Content-Disposition": f'{manner}; filename="{name}"'}
    if type != PDF:
        headers["Content-Security-Policy"] = SANDBOX
    return Response(data, media_type=type, headers=headers)
