"""Looking at a dossier and acting on it. Each function that takes a connection is one unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.content.library import Library
from kiosk.desk import problems
from kiosk.desk.words import TABS, Tab
from kiosk.dossier import actions as dossiers
from kiosk.dossier.actions import Act, Event, Record
from kiosk.engine.pack import Pack
from kiosk.people import audit
from kiosk.people.actions import everybody
from kiosk.people.audit import Action
from kiosk.people.rules import Staff
from kiosk.problem import Problem
from kiosk.sync import envelope as envelopes
from kiosk.sync import inbox
from kiosk.sync.envelope import Envelope, Plaintext
from kiosk.sync.keys import KeyRing

PAGE = 50
# What the trail calls each act.
DEEDS: Mapping[str, Action] = {
    "accepted": "accept",
    "refused": "refuse",
    "done": "complete",
    "handed_over": "hand_over",
}


@dataclass(frozen=True)
class Queue:
    """A page of a tab. `counts` are by slug; `is_last` when nothing comes after."""

    records: tuple[Record, ...]
    counts: Mapping[str, int]
    overdue: int
    is_last: bool


@dataclass(frozen=True)
class Look:
    """Everything that a dossier's page needs from the store; the answers still sealed."""

    record: Record
    events: tuple[Event, ...]
    envelope: Envelope | None
    pack: Pack | None
    names: Mapping[str, str]


def queue(db: Connection, commune: str, tab: Tab, number: int, today: str) -> Queue:
    """The `number`th page of a tab, from 1."""
    by_state = dossiers.counts_by_state(db, commune)
    found = dossiers.queue(db, commune, tab.states, PAGE + 1, (number - 1) * PAGE)
    return Queue(
        found[:PAGE],
        {one.slug: sum(by_state.get(state, 0) for state in one.states) for one in TABS},
        dossiers.overdue_count(db, commune, today),
        len(found) <= PAGE,
    )


def look(
    db: Connection, library: Library, staff: Staff, id: str, locale: str, now: datetime
) -> Look:
    """Raises `desk.no_such_dossier`, for another commune's dossier too. The look goes on record
    in the same unit: nobody sees a dossier without a trace."""
    record = find(db, staff, id)
    audit.record(db, staff, "look", id, now)
    edition = library.edition_with(db, record.pack)
    return Look(
        record,
        dossiers.events_of(db, id),
        inbox.envelope_by_id(db, id),
        edition.pack(locale) if edition else None,
        names(db),
    )


def act(db: Connection, library: Library, staff: Staff, id: str, done: Act, now: datetime) -> None:
    """Raises `desk.no_such_dossier`, and what `kiosk.dossier.actions.move` raises."""
    record = find(db, staff, id)
    if is_second_tap(db, record, done):
        return
    dossiers.move(db, library, id, done, now)
    audit.record(db, staff, DEEDS[done.kind], id, now)


def last_change(db: Connection, staff: Staff, id: str) -> tuple[Event, str | None]:
    """What was done last, and the name of who did it. Raises `desk.no_such_dossier`."""
    find(db, staff, id)
    last = dossiers.events_of(db, id)[-1]
    return last, names(db).get(last.by or "")


def open_envelope(envelope: Envelope | None, ring: KeyRing) -> Plaintext | None:
    """The answers in clear, in memory only; None when the key is gone or the bytes are damaged."""
    try:
        return envelopes.open(envelope, ring.openers) if envelope else None
    except Problem:
        return None


def find(db: Connection, staff: Staff, id: str) -> Record:
    record = dossiers.record_of(db, id, staff.commune)
    if record is None:
        raise problems.no_such_dossier()
    return record


def is_second_tap(db: Connection, record: Record, done: Act) -> bool:
    """The same form from the same person again, without a change in between: it was done."""
    last = dossiers.events_of(db, record.id)[-1]
    return record.rev == done.rev + 1 and (last.kind, last.by, last.reason, last.detail) == (
        done.kind,
        done.staff,
        done.reason,
        done.official_code,
    )


def names(db: Connection) -> dict[str, str]:
    """Staff by id; those who left keep their names."""
    return {person.staff.id: person.staff.name for person in everybody(db)}
