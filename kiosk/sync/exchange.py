"""What the endpoints work with, put together once by `kiosk.app`."""

from asyncio import Event, Lock, Semaphore
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias
from weakref import WeakValueDictionary

from litestar import Request
from sqlalchemy import Connection

from kiosk.clock import Clock
from kiosk.store import Store
from kiosk.store.files import Files
from kiosk.store.pieces import Pieces
from kiosk.sync.enrolment import Vault
from kiosk.sync.inbox import Inbox

# A whole file is held in memory while it is checked: 20 MB each, on a machine that may have 1 GB.
CHECKED_AT_ONCE = 2


OnCarried: TypeAlias = Callable[[Connection, str], None]
"""What a hub does once a station follows a dossier, named by its id, that was there before."""


class Arriving(Protocol):
    """A piece of which bytes are still coming, or seem to."""

    ended: Event

    async def save(self) -> object: ...


def ignore(db: Connection, dossier: str) -> None:
    """For a node, which tells nobody."""


@dataclass(frozen=True)
class Exchange:
    store: Store
    inbox: Inbox
    files: Files
    pieces: Pieces
    clock: Clock
    vault: Vault
    carried: OnCarried = ignore
    checking: Semaphore = field(default_factory=lambda: Semaphore(CHECKED_AT_ONCE))
    # In this process only: they save a bad line some bytes. What is stored is right without them.
    arriving: dict[tuple[str, str], set[Arriving]] = field(default_factory=dict)
    turns: "WeakValueDictionary[tuple[str, str], Lock]" = field(default_factory=WeakValueDictionary)

    def turn(self, blob: tuple[str, str]) -> Lock:
        return self.turns.setdefault(blob, Lock())


def exchange_of(request: Request[Any, Any, Any]) -> Exchange:
    exchange: Exchange = request.app.state.exchange
    return exchange
