"""How a dossier stands, for who holds its secret: a hub knows, a node asks its hub and keeps
nothing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from litestar.datastructures import State
from msgspec import Struct
from sqlalchemy import Connection

from kiosk.content.library import Edition, Library
from kiosk.dossier import actions, problems, rules, status
from kiosk.dossier.actions import Event, Followed, Progress
from kiosk.dossier.status import HAPPENED, Particulars, Standing
from kiosk.people.actions import name_of
from kiosk.store import Store
from kiosk.sync import codes
from kiosk.sync.upstream import NoLine
from kiosk.sync.wire import instant, moment

if TYPE_CHECKING:
    from kiosk.sync.courier import Courier

FOLLOW = "/sync/v1/follow"


@dataclass(frozen=True)
class Known:
    """What a holder of the secret may know. `handler` is a name."""

    followed: Followed
    handler: str | None
    edition: Edition | None

    @property
    def standing(self) -> Standing:
        return Standing(self.followed.progress, self.edition)

    def particulars(self, secret: str) -> Particulars:
        return Particulars(self.followed, self.handler, secret)


class Happened(Struct, frozen=True):
    kind: str
    at: str


class Said(Struct, frozen=True):
    """As `POST follow` answers, but for its time and what can be worked out."""

    id: str
    code: str
    flow: str
    pack: str
    commune: str
    state: str
    told: str
    due_on: str | None
    extended_to: str | None
    reason: str | None
    handler: str | None
    official_code: str | None
    redo: tuple[str, ...]
    may_rate: bool
    rated: bool
    events: tuple[Happened, ...]


async def by_secret(state: State, secret: str, id: str | None = None) -> Known:
    """`secret` in any spelling; who typed it names no `id`.

    Raises `dossier.no_such_dossier`, the same for a wrong secret, and at a node
    `dossier.no_line` while its hub cannot be asked.
    """
    store: Store = state.store
    library: Library = state.library
    if state.courier is None:
        return await store.read(here, library, secret, id)
    said = await asked(state.courier, secret, id)
    edition = await store.read(lambda db: library.edition_with(db, said.pack))
    return Known(followed_in(said), said.handler, edition)


def here(db: Connection, library: Library, secret: str, id: str | None) -> Known:
    if id is not None:
        found = actions.followed_by_id(db, id, secret)
    elif letters := codes.normalise_secret(secret):
        found = actions.followed(db, letters)
    else:
        raise problems.no_such_dossier()
    handler = name_of(db, found.handler) if found.handler else None
    return Known(found, handler, library.edition_with(db, found.progress.pack))


async def asked(courier: "Courier", secret: str, id: str | None) -> Said:
    sent = {"secret": secret} | ({"id": id} if id else {})
    headers = {"Content-Type": "application/json"}
    try:
        answer = await courier.envoy.link.ask("POST", FOLLOW, msgspec.json.encode(sent), headers)
    except NoLine as error:
        raise problems.no_line() from error
    if answer.problem == problems.no_such_dossier.code:
        raise problems.no_such_dossier()
    try:
        if answer.status == 200:
            return msgspec.json.decode(answer.body, type=Said)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise problems.no_line() from error
    raise problems.no_line()


def followed_in(said: Said) -> Followed:
    """The reason is put back where it came from: with the event that it explains."""
    explained = rules.EXPLAINED.get(said.told)
    progress = Progress(
        code=said.code,
        flow=said.flow,
        pack=said.pack,
        told=said.told,
        due_on=said.due_on,
        events=tuple((one.kind, moment(one.at)) for one in said.events),
        extended_to=said.extended_to,
    )
    return Followed(
        id=said.id,
        progress=progress,
        state=said.state,
        handler=None,
        official_code=said.official_code,
        commune=said.commune,
        asked=said.redo,
        events=tuple(
            Event(kind, at, None, said.reason if kind == explained else None, None)
            for kind, at in progress.events
        ),
        rated=said.rated,
        may_rate=said.may_rate,
    )


def as_json(known: Known) -> dict[str, Any]:
    followed, progress = known.followed, known.followed.progress
    return {
        "id": followed.id,
        "code": progress.code,
        "flow": progress.flow,
        "pack": progress.pack,
        "commune": followed.commune,
        "state": followed.state,
        "told": progress.told,
        "due_on": status.due_day(known.standing),
        "extended_to": progress.extended_to,
        "reason": followed.reason,
        "handler": known.handler,
        "official_code": followed.official_code,
        "redo": list(followed.asked),
        "may_withdraw": followed.is_open,
        "may_rate": followed.may_rate,
        "rated": followed.rated,
        "events": [
            {"kind": kind, "at": instant(at)} for kind, at in progress.events if kind in HAPPENED
        ],
    }
