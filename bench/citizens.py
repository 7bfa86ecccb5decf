"""Citizens made for a measurement: drafts of a worked example, put into a node's database."""

import asyncio
import os
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from litestar import Litestar
from sqlalchemy import Connection

from bench.node import environ
from kiosk import settings
from kiosk.app import create_app
from kiosk.content.cases import read_cases
from kiosk.content.library import Edition
from kiosk.engine.fields import TYPES
from kiosk.engine.fields.files import Entry
from kiosk.engine.shapes import Flow, Value
from kiosk.engine.turn import key
from kiosk.engine.walk import Place, walk
from kiosk.flow.actions import Guide, Held, open_draft, store
from kiosk.flow.cookies import PREFIX
from kiosk.flow.node import Node
from kiosk.sync.blobs import Blob, seal_blob

FLOWS = Path(__file__).resolve().parent.parent / "flows"
T = TypeVar("T")
FORM = "application/x-www-form-urlencoded"


K = bytes(32)
"""All drafts have one content key here, so that they can share one file on the disk."""
PHOTO_BYTES = 430_000
"""What is left of a photograph of 12 megapixels."""


class Citizen(NamedTuple):
    """Somebody with a draft; `cookie` opens it."""

    base: str
    cookie: str


def answers_of(flow: str, folder: Path = FLOWS) -> dict[str, Value]:
    """Those of the first worked example, which reaches the end."""
    return dict(read_cases(folder / flow / "cases.yaml")[0].answers)


def with_photo(answers: Mapping[str, Value], photo: Blob) -> dict[str, Value]:
    """Of birth registration, with a photograph of the paper from the hospital."""
    entry: Entry = {
        "slot": 0, "sha256": photo.name, "size": len(photo.ciphertext), "type": "image/jpeg",
        "name": "giay.jpg",
    }  # fmt: skip
    rest = {name: value for name, value in answers.items() if name != "ma_chung_sinh"}
    return rest | {"giay_chung_sinh": "giay", "anh_giay_to": [entry]}


def photo() -> Blob:
    return seal_blob(K, 0, os.urandom(PHOTO_BYTES))


def with_node(
    data_dir: Path | None, work: Callable[[Litestar], Awaitable[T]], folder: Path = FLOWS
) -> T:
    """What `work` gives, done with an app that serves nobody."""

    async def inside(data_dir: Path) -> T:
        app = create_app(settings.read(environ(data_dir, 1, folder)))
        async with app.lifespan():
            return await work(app)

    if data_dir is not None:
        return asyncio.run(inside(data_dir))
    with TemporaryDirectory() as passing:
        return asyncio.run(inside(Path(passing)))


def seat(
    data_dir: Path, count: int, flow: str, answers: Mapping[str, Value], until: str | None = None,
    folder: Path = FLOWS, photo: Blob | None = None,
) -> list[Citizen]:  # fmt: skip
    """Drafts with these answers; with `until`, only with those that come before that step. With a
    `photo` its file is there for every draft."""

    async def work(app: Litestar) -> list[Citizen]:
        node: Node = app.state.node
        edition = node.guide.library.flows[flow]
        draft = Held(before(edition, node.guide, answers, until), k=K, slots=1)
        waiting = [node.store.write(draft_with, node.guide, edition, draft) for _ in range(count)]
        seated = list(await asyncio.gather(*waiting))
        if photo:
            await laid_out(node, photo, [one.base.rsplit("/", 1)[1] for one in seated])
        return seated

    return with_node(data_dir, work, folder)


async def laid_out(node: Node, photo: Blob, ids: list[str]) -> None:
    """One file under many names: what is measured asks whether it is there, and no more."""
    await node.files.put(ids[0], photo.name, photo.ciphertext)
    first = node.settings.files_dir / ids[0] / photo.name
    for id in ids[1:]:
        owned = node.settings.files_dir / id
        owned.mkdir()
        (owned / photo.name).hardlink_to(first)


def draft_with(db: Connection, guide: Guide, edition: Edition, draft: Held) -> Citizen:
    now = guide.clock.now()
    held = open_draft(db, edition, now)
    store(db, held, draft, now)
    secret = urlsafe_b64encode(held.secret).rstrip(b"=").decode()
    return Citizen(f"/to-khai/{held.id}", f"{PREFIX}{held.id}={secret}")


def before(
    edition: Edition, guide: Guide, answers: Mapping[str, Value], until: str | None
) -> dict[str, Value]:
    if until is None:
        return dict(answers)
    flow = edition.pack("vi").flow
    path = [place.step for place in walk(flow, answers, guide.context("vi")).path]
    steps = [flow.step(one) for one in path[: path.index(until)]]
    asked = {one.id for step in steps if step for one in step.fields}
    return {name: value for name, value in answers.items() if name in asked}


def form_of(flow: Flow, place: Place, answers: Mapping[str, Value]) -> dict[str, Any]:
    """What a browser sends from a page with these answers."""
    step = flow.step(place.step)
    assert step is not None, key(place)
    sent: dict[str, Any] = {}
    for one in step.fields:
        value = answers.get(one.id)
        sent |= {one.id: value} if isinstance(value, list) else TYPES[one.type].retype(one, value)
    return {name: value for name, value in sent.items() if value != ""}


def encoded(form: Mapping[str, Any]) -> str:
    return urlencode(form, doseq=True)
