"""Files on their way in: cleaned, sealed once as the blobs they will be handed in as, and kept."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from litestar import Request

from kiosk.engine.fields import Message
from kiosk.engine.fields.files import LARGEST_SLOT, PDF, Entry
from kiosk.engine.shapes import Field, Step
from kiosk.engine.walk import Place
from kiosk.flow import actions
from kiosk.flow.actions import DraftKey, OpenDraft
from kiosk.flow.node import Node, node_of
from kiosk.flow.rules import NOTHING, Brought, Came, file_fields
from kiosk.papers.studio import Cleaned
from kiosk.problem import Problem
from kiosk.store.problems import files_away, no_room
from kiosk.sync.blobs import seal_blob
from kiosk.web.multipart import FILE_BYTES, MULTIPART, SentFile, Upload, read_upload

REMOVE = "xoa"
BUSY = Message("file.busy")
TOO_LARGE = Message("file.too_large", {"most": f"{FILE_BYTES // 1024 // 1024} MB"})


class Arrived(NamedTuple):
    """A file as it came, and where it belongs."""

    field: Field
    instead: int | None
    file: SentFile


class Ready(NamedTuple):
    """A file that was looked at."""

    arrived: Arrived
    done: Cleaned | Message


async def read(request: Request[Any, Any, Any], key: DraftKey) -> Upload:
    """The form. Only who can open the draft has a big one read. Raises `flow.no_such_draft`."""
    if request.content_type[0] == MULTIPART:
        node = node_of(request)
        await node.store.read(actions.read_draft, node.guide, key)
    return await read_upload(request)


async def bring(node: Node, key: DraftKey, place: Place, upload: Upload) -> Brought:
    """Takes in what the form of this page sent along; nothing for most forms."""
    if not upload.files and REMOVE not in upload.form:
        return NOTHING
    opened = await node.store.read(actions.read_draft, node.guide, key)
    step = opened.edition.flow.step(place.step)
    arrived = list(arrivals(step, upload))
    ready = [Ready(one, await cleaned(node, one)) for one in arrived]
    gone = frozenset(removals(step, upload.form.all(REMOVE)))
    return Brought(await sealed(node, key, ready), gone)


async def drop(node: Node, key: DraftKey, names: Sequence[str]) -> None:
    """What no page holds any more."""
    for name in names:
        await node.files.remove(key.id, name)


async def missing(node: Node, key: DraftKey, sent: Sequence[tuple[Field, Entry]]) -> frozenset[str]:
    """The names of files that are to be handed in and are not there any more."""
    names = [entry["sha256"] for _, entry in sent]
    return frozenset([name for name in names if not await node.files.has(key.id, name)])


def arrivals(step: Step | None, upload: Upload) -> Iterator[Arrived]:
    """Under the name of a field a new page, under `field:slot` another for that page."""
    known = {one.id: one for one in file_fields(step)}
    for name, files in upload.files.items():
        field, _, slot = name.partition(":")
        if field in known:
            for one in files:
                yield Arrived(known[field], slot_in(slot), one)


def removals(step: Step | None, said: Sequence[str]) -> Iterator[tuple[str, int]]:
    known = {one.id for one in file_fields(step)}
    for text in said:
        field, _, digits = text.partition(":")
        slot = slot_in(digits)
        if field in known and slot is not None:
            yield field, slot


def slot_in(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


async def cleaned(node: Node, one: Arrived) -> Cleaned | Message:
    if one.file.too_large:
        return TOO_LARGE
    return await node.studio.clean(
        one.file.data, "document" if one.field.type == "document" else "photo"
    )


async def sealed(node: Node, key: DraftKey, ready: Sequence[Ready]) -> tuple[Came, ...]:
    """Slots first, in a unit of their own: two tabs that send at once never share one."""
    count = sum(isinstance(one.done, Cleaned) for one in ready)
    if not count:
        return tuple(came(one, one.done) for one in ready if isinstance(one.done, Message))
    opened = await node.store.write(actions.reserve_slots, node.guide, key, count)
    slot, done = opened.held.slots, []
    for one in ready:
        done.append(came(one, await kept(node, opened, slot, one)))
        slot += isinstance(one.done, Cleaned)
    return tuple(done)


def came(one: Ready, what: Entry | Message) -> Came:
    return Came(one.arrived.field.id, one.arrived.instead, what)


async def kept(node: Node, opened: OpenDraft, slot: int, one: Ready) -> Entry | Message:
    """The entry of a file once it is on the disk; where there is no room, or no way to it, it is
    turned down, and nothing else is."""
    if isinstance(one.done, Message):
        return one.done
    if slot > LARGEST_SLOT or opened.row.code is not None:
        return BUSY
    blob = await asyncio.to_thread(seal_blob, opened.held.k, slot, one.done.data)
    try:
        await node.files.put(opened.row.id, blob.name, blob.ciphertext)
    except Problem as problem:
        if problem.kind not in (no_room, files_away):
            raise
        return BUSY
    entry: Entry = {
        "slot": slot,
        "sha256": blob.name,
        "size": len(blob.ciphertext),
        "type": one.done.type,
        "name": one.arrived.file.name,
    }
    return entry | ({"pages": one.done.pages} if one.done.type == PDF else {})
