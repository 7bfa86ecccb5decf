"""What the pages of a procedure work with, put together once by `kiosk.app`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from litestar import Request

from kiosk.dossier.look_ups import LookUps
from kiosk.engine.shapes import Step
from kiosk.engine.turn import Draft
from kiosk.flow.actions import DraftKey, Guide
from kiosk.flow.figures import Counts
from kiosk.flow.finding import Finder
from kiosk.papers.studio import Studio
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.store.files import Files
from kiosk.sync.inbox import Inbox

Req = Request[Any, Any, Any]


class Done(NamedTuple):
    """A step that was done just now, at the first try, with nobody's help."""

    key: DraftKey
    step: Step
    draft: Draft


async def nobody(_: Req, __: Done) -> None:
    """Where nobody learns."""


@dataclass(frozen=True)
class Node:
    """`on_done` is told of each `Done` after its save."""

    settings: Settings
    store: Store
    guide: Guide
    inbox: Inbox
    files: Files
    studio: Studio
    finder: Finder
    look_ups: LookUps
    counts: Counts = field(default_factory=Counts)
    on_done: Callable[[Req, Done], Awaitable[None]] = nobody


def node_of(request: Req) -> Node:
    node: Node = request.app.state.node
    return node
