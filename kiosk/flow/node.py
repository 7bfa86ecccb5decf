"""What the pages of a procedure work with, put together once by `kiosk.app`."""

from dataclasses import dataclass
from typing import Any

from litestar import Request

from kiosk.dossier.look_ups import LookUps
from kiosk.flow.actions import Guide
from kiosk.flow.finding import Finder
from kiosk.papers.studio import Studio
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.store.files import Files
from kiosk.sync.inbox import Inbox


@dataclass(frozen=True)
class Node:
    settings: Settings
    store: Store
    guide: Guide
    inbox: Inbox
    files: Files
    studio: Studio
    finder: Finder
    look_ups: LookUps


def node_of(request: Request[Any, Any, Any]) -> Node:
    node: Node = request.app.state.node
    return node
