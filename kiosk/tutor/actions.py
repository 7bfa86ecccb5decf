"""What is written about lessons, and what is known of a learner. Each function is one unit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection

from kiosk.clock import to_millis
from kiosk.engine.lesson.events import Event
from kiosk.flow import figures
from kiosk.sync.batches import Batch, TakenBatch, receive_batch
from kiosk.sync.inbox import Inbox
from kiosk.tutor import queries
from kiosk.tutor.queries import Group, Meeting, Member, Person
from kiosk.tutor.wire import ToldBatch

__all__ = ["Group", "Meeting", "Member", "Person"]


KEPT = timedelta(days=3 * 366)
"""How long a deed in a lesson is known, from when this node was told of it."""


class Standing(NamedTuple):
    """Who is learning, and what was done so far."""

    person: Person
    events: tuple[Event, ...]


def keep(db: Connection, event: Event, commune: str, now: datetime) -> None:
    """One deed. Told again it changes nothing. A learner who has left is not named."""
    queries.add(db, _rows(db, (event,), commune, now))


def keep_real(db: Connection, events: Sequence[Event], commune: str, now: datetime) -> None:
    """What somebody did in earnest, of a learner who is still here. Told again it changes
    nothing."""
    queries.add(db, [row for row in _rows(db, events, commune, now) if row["learner"]])


def erase_old(db: Connection, now: datetime) -> int:
    """Deletes what nobody needs any more; how much."""
    return queries.forget_before(db, to_millis(now - KEPT))


def take_batch(
    db: Connection, inbox: Inbox, told: ToldBatch, body: bytes, now: datetime
) -> TakenBatch:
    """What was done on a device, and how often steps were, once. Raises `sync.other_digest`. Nobody
    is named who does not learn in that commune."""
    batch = Batch(told.id, told.kind, told.commune, body)

    def act(db: Connection) -> None:
        queries.add(db, _rows(db, told.events, told.commune, now))
        figures.add(db, told.tallies())

    return receive_batch(db, inbox, batch, now, act)


def person(db: Connection, commune: str, learner: str) -> Person | None:
    return queries.learner(db, commune, learner)


def standing(db: Connection, commune: str, learner: str) -> Standing | None:
    found = queries.learner(db, commune, learner)
    return Standing(found, events_of(db, learner)) if found else None


def events_of(db: Connection, learner: str) -> tuple[Event, ...]:
    return tuple(_events(queries.events_of(db, learner)))


def open_groups(db: Connection, commune: str) -> tuple[Group, ...]:
    """Groups of the commune in which somebody learns."""
    return queries.groups(db, commune)


def recognised(db: Connection, commune: str, group: str, pictures: str) -> Person | None:
    """Whoever has these pictures, in this order, in this group."""
    return queries.learner_by_pictures(db, commune, group, pictures)


def practised(db: Connection, commune: str) -> Sequence[Any]:
    """Everything that was done in a commune, oldest first: rows with the columns of an event,
    `group` and `nickname`."""
    return queries.events_in(db, commune)


# For those who teach: groups of their commune, who is in them, and what these do.


class Heard(NamedTuple):
    """A device, when it last told something, and the learner whom it told of."""

    device: str
    at: int
    learner: str | None


def groups(db: Connection, commune: str) -> tuple[Group, ...]:
    return queries.all_groups(db, commune)


def group(db: Connection, commune: str, id: str) -> Group | None:
    return next(iter(queries.all_groups(db, commune, id)), None)


def members(db: Connection, commune: str, group: str | None = None) -> tuple[Member, ...]:
    return queries.members(db, commune, group)


def events_by_learner(
    db: Connection, commune: str, group: str | None = None
) -> dict[str, list[Event]]:
    """All that the members of a group did, or of all groups of the commune."""
    return _by_learner(queries.events_of_members(db, commune, group))


def recent_events(db: Connection, commune: str, since: int, until: int) -> dict[str, list[Event]]:
    """Between two times in milliseconds, by the learner."""
    return _by_learner(queries.events_between(db, commune, since, until))


def heard_of(db: Connection, commune: str, since: int) -> tuple[Heard, ...]:
    """Every device that was at work since then, the longest silent first."""
    latest: dict[str, Heard] = {}
    for row in queries.devices(db, commune, since):
        known = latest.get(row.device)
        if known is None or row.heard > known.at:
            latest[row.device] = Heard(row.device, row.heard, row.learner)
    return tuple(sorted(latest.values(), key=lambda one: (one.at, one.device)))


def make_group(db: Connection, id: str, commune: str, name: str, by: str, now: datetime) -> None:
    """`by` is a staff id. With an id that is there already nothing happens."""
    row = {"id": id, "commune": commune, "name": name, "made_by": by}
    queries.add_group(db, row | {"made_at": to_millis(now)})


def close_group(db: Connection, group: str, now: datetime) -> None:
    queries.end_meetings(db, group, to_millis(now))
    queries.close_group(db, group, to_millis(now))


def pictures_in(db: Connection, group: str) -> frozenset[str]:
    """Those that cannot be given to anybody else."""
    return queries.pictures_in(db, group)


def add_learner(db: Connection, person: Person, household: str | None, now: datetime) -> None:
    """With an id that is there already nothing happens."""
    row = person._asdict() | {"household": household}
    queries.add_learner(db, row | {"made_at": to_millis(now)})


def take_out(db: Connection, group: str, learner: str, now: datetime) -> bool:
    """Somebody leaves the group: no name of theirs is kept. False: they had left before."""
    return queries.take_out(db, group, learner, to_millis(now))


def meetings(db: Connection, commune: str, group: str | None = None) -> tuple[Meeting, ...]:
    """Of a group, or of all groups of the commune; the newest first."""
    return queries.meetings(db, commune, group)


def meeting(db: Connection, commune: str, id: str) -> Meeting | None:
    return next(iter(queries.meetings(db, commune, id=id)), None)


def begin_meeting(db: Connection, id: str, group: str, lesson: str, now: datetime) -> None:
    """A group meets once at a time: one that was forgotten ends."""
    queries.end_meetings(db, group, to_millis(now))
    queries.add_meeting(db, id, group, lesson, to_millis(now))


def keep_meeting(db: Connection, id: str, group: str, lesson: str, at: datetime) -> bool:
    """One that was held elsewhere, beside whatever is on here. False: it was known."""
    return queries.add_meeting(db, id, group, lesson, to_millis(at))


def end_meetings(db: Connection, group: str, now: datetime) -> None:
    queries.end_meetings(db, group, to_millis(now))


def end_meeting(db: Connection, id: str, at: datetime) -> None:
    """This one alone. A second time changes nothing."""
    queries.end_meeting(db, id, to_millis(at))


def present_at(db: Connection, meeting: str) -> frozenset[str]:
    """The ids of those who are there."""
    return queries.present(db, meeting)


def attend(db: Connection, meeting: str, learner: str, is_there: bool) -> None:
    if is_there:
        queries.attend(db, meeting, learner)
    else:
        queries.miss(db, meeting, learner)


def _rows(
    db: Connection, events: Sequence[Event], commune: str, now: datetime
) -> list[dict[str, Any]]:
    """Nobody is named who does not learn in the commune."""
    named = {one.learner for one in events if one.learner}
    here = queries.learners_among(db, commune, named) if named else ()
    more = {"commune": commune, "taken_at": to_millis(now)}
    return [
        msgspec.to_builtins(one) | more | {"learner": one.learner if one.learner in here else None}
        for one in events
    ]


def _by_learner(rows: Iterable[Any]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for event in _events(rows):
        found[event.learner or ""].append(event)
    return found


def _events(rows: Iterable[Any]) -> Iterator[Event]:
    """A row has its columns in the order of an event's fields."""
    return (Event(*row) for row in rows)
