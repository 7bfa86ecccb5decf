"""Finding dossiers and acting on them. Each function that takes a connection is one unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.content.library import Library
from kiosk.desk import problems
from kiosk.desk.filters import Filters
from kiosk.desk.words import TABS
from kiosk.dossier import actions as dossiers
from kiosk.dossier import acts, waiting
from kiosk.dossier import problems as refusals
from kiosk.dossier.actions import Event, Record
from kiosk.dossier.acts import Act
from kiosk.dossier.rules import OPEN
from kiosk.people import audit
from kiosk.people.actions import everybody
from kiosk.people.audit import Action
from kiosk.people.rules import AT_THE_DESK, Staff

PAGE = 50
# What the trail calls each act.
DEEDS: Mapping[str, Action] = {
    "accepted": "accept",
    "refused": "refuse",
    "supplement": "ask_for_supplement",
    "handed_over": "hand_over",
    "extended": "extend",
    "stopped": "stop",
    "done": "complete",
    "returned": "return",
}
# A result that is ready still has to be handed to somebody.
TO_ASSIGN = (*OPEN, "done")


@dataclass(frozen=True)
class Queue:
    """A page of a tab. `counts` are by slug, of what the filters let through; `overdue` is of the
    whole commune; `is_last` when nothing comes after."""

    records: tuple[Record, ...]
    counts: Mapping[str, int]
    overdue: int
    is_last: bool
    flows: tuple[str, ...]
    names: Mapping[str, str]
    colleagues: tuple[tuple[str, str], ...]


def queue(db: Connection, staff: Staff, filters: Filters, today: str) -> Queue:
    wanted = filters.wanted(staff.commune, staff.id, today)
    start = (filters.number - 1) * PAGE
    found = waiting.page(db, wanted, filters.tab.states, PAGE + 1, start)
    return Queue(
        found[:PAGE],
        counts(db, staff, filters, today),
        dossiers.overdue_count(db, staff.commune, today),
        len(found) <= PAGE,
        waiting.flows(db, staff.commune),
        names(db),
        colleagues(db, staff.commune),
    )


def counts(db: Connection, staff: Staff, filters: Filters, today: str) -> dict[str, int]:
    """By tab; what is with the officer counts once more."""
    by_tab = {}
    known: dict[bool, dict[str, int]] = {}
    for tab in TABS:
        if tab.is_mine not in known:
            wanted = filters.at(tab).wanted(staff.commune, staff.id, today)
            known[tab.is_mine] = waiting.counts(db, wanted)
        by_tab[tab.slug] = sum(known[tab.is_mine].get(state, 0) for state in tab.states)
    return by_tab


def with_code(db: Connection, staff: Staff, typed: str) -> tuple[Record, ...]:
    """The commune's dossiers that a typed or scanned code leads to, one as a rule."""
    return waiting.with_code(db, staff.commune, typed) if typed.strip() else ()


def act(db: Connection, library: Library, staff: Staff, id: str, done: Act, now: datetime) -> None:
    """Raises `desk.no_such_dossier`, and what `kiosk.dossier.acts.move` raises."""
    record = find(db, staff, id)
    if is_second_tap(db, record, done):
        return
    acts.move(db, library, id, done, now)
    audit.record(db, staff, DEEDS[done.kind], id, now)


def assign(db: Connection, staff: Staff, id: str, rev: int, to: str | None, now: datetime) -> None:
    """To a colleague, to oneself, or to nobody (None).

    Raises `desk.no_such_dossier`, `desk.no_such_colleague`, `dossier.changed_meanwhile`,
    `dossier.not_now`.
    """
    record = find(db, staff, id)
    if is_second_tap(db, record, Act("assigned", rev, staff.id), detail=to):
        return
    if to is not None and to not in dict(colleagues(db, staff.commune)):
        raise problems.no_such_colleague()
    if record.state not in TO_ASSIGN:
        raise refusals.not_now()
    acts.assign(db, id, rev, staff.id, to, now)
    audit.record(db, staff, "assign", id, now, about=to)


def last_change(
    db: Connection, library: Library, staff: Staff, id: str
) -> tuple[Event, str | None, Mapping[str, str]]:
    """What was done last, the name of who did it, and the dossier's questions by step. Raises
    `desk.no_such_dossier`."""
    record = find(db, staff, id)
    last = dossiers.events_of(db, id)[-1]
    pack = library.pack(db, record.pack)
    questions = {step.id: step.ask for step in pack.flow.steps} if pack else {}
    return last, names(db).get(last.by or ""), questions


def find(db: Connection, staff: Staff, id: str) -> Record:
    record = dossiers.record_of(db, id, staff.commune)
    if record is None:
        raise problems.no_such_dossier()
    return record


def is_second_tap(db: Connection, record: Record, done: Act, detail: str | None = None) -> bool:
    """The same form from the same person again, without a change in between: it was done."""
    last = dossiers.events_of(db, record.id)[-1]
    return record.rev == done.rev + 1 and (last.kind, last.by, last.reason, last.detail) == (
        done.kind,
        done.staff,
        done.reason,
        detail or done.detail,
    )


def names(db: Connection) -> dict[str, str]:
    """Staff by id; those who left keep their names."""
    return {person.staff.id: person.staff.name for person in everybody(db)}


def colleagues(db: Connection, commune: str) -> tuple[tuple[str, str], ...]:
    """Id and name of everybody to whom a commune's dossier can be given."""
    return tuple(
        (person.staff.id, person.staff.name)
        for person in everybody(db)
        if person.staff.commune == commune
        and person.staff.role in AT_THE_DESK
        and person.disabled_at is None
    )
