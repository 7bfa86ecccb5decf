"""What a node knows of dossiers: what its hub tells of them, in the same tables."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, update

from kiosk.clock import to_millis
from kiosk.dossier.opening import named_in
from kiosk.dossier.rules import WAITING
from kiosk.dossier.tables import Dossier, DossierEvent
from kiosk.store.inserts import insert_into
from kiosk.sync import outgoing, upstream
from kiosk.sync.envelope import Envelope
from kiosk.sync.problems import other_epoch
from kiosk.sync.upstream import NoLine, Upstream
from kiosk.sync.wire import moment

if TYPE_CHECKING:
    from kiosk.sync.envoy import Envoy

EVENTS = "/sync/v1/events"


class Told(Struct, frozen=True):
    """An event, and its dossier as it stands now. `event` is its number at the hub: told twice, it
    is here once."""

    id: str
    event: int
    flow: str
    pack: str
    commune: str
    code: str
    kind: str
    state: str
    at: str
    received_at: str
    due_on: str | None = None
    extended_to: str | None = None


class Page(Struct, frozen=True):
    next: str
    more: bool
    events: tuple[Told, ...]


async def fetch_events(envoy: "Envoy") -> None:
    """An errand. A hub that counts anew tells all of it again; whom it tells is in good standing.
    Raises NoLine."""
    more = True
    while more:
        after = envoy.upstream.facts.after
        answer = await envoy.ask("GET", f"{EVENTS}?after={quote(after, safe=':')}")
        if answer.problem == other_epoch.code and after:
            await envoy.note(after="")
            continue
        if answer.status != 200:
            return
        page = read(answer.body)
        await envoy.stand("active")
        envoy.upstream.become(await envoy.store.write(keep, page, is_first=not after))
        more = page.more


def read(body: bytes) -> Page:
    try:
        return msgspec.json.decode(body, type=Page)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NoLine("not the hub's events") from error


def keep(db: Connection, page: Page, *, is_first: bool) -> Upstream:
    """The events, and how far they go, or neither."""
    if is_first:
        begin_anew(db)
    for one in page.events:
        keep_event(db, one)
    return upstream.note(db, after=page.next)


def begin_anew(db: Connection) -> None:
    """Before all is told again. What was handed in here stays: whoever holds its receipt has to
    find it, also while a hub that came back from a backup has yet to get it once more."""
    db.execute(delete(DossierEvent))
    db.execute(delete(Dossier).where(Dossier.follow == ""))
    db.execute(update(Dossier).where(outgoing.is_waiting(Dossier.id)).values(state=WAITING))


def note_waiting(db: Connection, envelope: Envelope, now: datetime) -> None:
    """What this node tells of a hand-in until its hub tells of a dossier."""
    header = envelope.header
    if header.kind == "submission":
        db.execute(
            insert_into(db, Dossier)
            .values(
                **named_in(header),
                state=WAITING,
                received_at=to_millis(now),
                flags="[]",
                rev=0,
            )
            .on_conflict_do_nothing(index_elements=[Dossier.id])
        )


def keep_event(db: Connection, told: Told) -> None:
    new = insert_into(db, Dossier).values(
        id=told.id,
        code=told.code,
        follow="",  # what was handed in here is there already, with the hash of its secret
        flow=told.flow,
        pack=told.pack,
        commune=told.commune,
        assist="none",
        flags="[]",
        rev=0,
        **standing(told),
    )
    db.execute(new.on_conflict_do_update(index_elements=[Dossier.id], set_=standing(told)))
    event = insert_into(db, DossierEvent).values(
        seq=told.event,
        dossier=told.id,
        kind=told.kind,
        at=to_millis(moment(told.at)),
        detail=told.extended_to if told.kind == "extended" else None,
    )
    db.execute(event.on_conflict_do_nothing(index_elements=[DossierEvent.seq]))


def standing(told: Told) -> dict[str, Any]:
    """By the hub's clock: ours may have been wrong when it was handed in."""
    received_at = to_millis(moment(told.received_at))
    return {"state": told.state, "due_on": told.due_on, "received_at": received_at}
