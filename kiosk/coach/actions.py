"""What volunteers do and see. Each function is one unit; what is changed stands in the trail."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random, SystemRandom
from typing import NamedTuple

from sqlalchemy import Connection

from kiosk.clock import to_millis
from kiosk.coach import figures
from kiosk.coach.figures import Due
from kiosk.coach.problems import no_such_group, no_such_meeting
from kiosk.coach.rules import LOOK_BACK_MS, Place, new_pictures, place_of
from kiosk.engine.lesson.events import Event
from kiosk.engine.lesson.shapes import Lesson
from kiosk.people import audit
from kiosk.people.rules import Staff
from kiosk.tutor import actions as tutor
from kiosk.tutor.actions import Group, Heard, Meeting, Member, Person

Lessons = Mapping[str, Lesson]
QUIET_DAYS = timedelta(days=7)
"""A telephone that was at home for a week has something to tell, or is broken."""
LOST_DAYS = timedelta(days=90)
AGAIN = timedelta(hours=4)
"""The same lesson begun a second time is the same meeting, as long as a meeting may last."""
CHANCE: Random = SystemRandom()


class Overview(NamedTuple):
    """`places` of the learners who are at work; `silent`: devices not heard of."""

    groups: tuple[Group, ...]
    members: tuple[Member, ...]
    places: dict[str, Place]
    due: list[Due]
    silent: tuple[Heard, ...]


class Progress(NamedTuple):
    group: Group
    members: tuple[Member, ...]
    done: dict[str, list[Event]]


class Kit(NamedTuple):
    """What a volunteer works with where there is no line: `meetings` are those that are on,
    `present` who is there, by meeting."""

    groups: tuple[Group, ...]
    members: tuple[Member, ...]
    meetings: tuple[Meeting, ...]
    present: dict[str, frozenset[str]]


class Room(NamedTuple):
    """A meeting: the members of its group, who of them is there, and where they are."""

    group: Group
    meeting: Meeting
    members: tuple[Member, ...]
    present: frozenset[str]
    places: dict[str, Place]


def overview(db: Connection, staff: Staff, lessons: Lessons, node: str, now: datetime) -> Overview:
    """`node` is this machine's name: that one is heard of all the time."""
    members = tutor.members(db, staff.commune)
    done = tutor.events_by_learner(db, staff.commune)
    due = figures.due(done, tuple(lessons.values()), to_millis(now))
    return Overview(
        tutor.groups(db, staff.commune),
        members,
        _places(done, lessons, now),
        due,
        tuple(one for one in _silent(db, staff, now) if one.device != node),
    )


def at_work(
    db: Connection, commune: str, lessons: Lessons, now: datetime, group: str | None = None
) -> tuple[tuple[Member, ...], dict[str, Place]]:
    """Members of the commune's groups or of one, and where those are who do something now."""
    at = to_millis(now)
    done = tutor.recent_events(db, commune, at - LOOK_BACK_MS, at + LOOK_BACK_MS)
    return tutor.members(db, commune, group), _places(done, lessons, now)


def found_group(db: Connection, staff: Staff, id: str) -> Group:
    """Raises `coach.no_such_group`, for one of another commune too."""
    found = tutor.group(db, staff.commune, id)
    if found is None:
        raise no_such_group()
    return found


def people_of(
    db: Connection, staff: Staff, id: str
) -> tuple[Group, tuple[Member, ...], tuple[Meeting, ...]]:
    found = found_group(db, staff, id)
    return found, tutor.members(db, staff.commune, id), tutor.meetings(db, staff.commune, id)


def progress(db: Connection, staff: Staff, id: str) -> Progress:
    found = found_group(db, staff, id)
    members = tutor.members(db, staff.commune, id)
    return Progress(found, members, tutor.events_by_learner(db, staff.commune, id))


def kit(db: Connection, staff: Staff) -> Kit:
    on = tuple(one for one in tutor.meetings(db, staff.commune) if one.ended_at is None)
    return Kit(
        tutor.groups(db, staff.commune),
        tutor.members(db, staff.commune),
        on,
        {one.id: tutor.present_at(db, one.id) for one in on},
    )


def take_progress(db: Connection, staff: Staff, id: str, now: datetime) -> None:
    """That it was taken away as a table."""
    found_group(db, staff, id)
    audit.record(db, staff, "export_practice", None, now, detail="csv")


def make_group(db: Connection, staff: Staff, id: str, name: str, now: datetime) -> None:
    if tutor.group(db, staff.commune, id) is None:
        tutor.make_group(db, id, staff.commune, name, staff.id, now)
        audit.record(db, staff, "make_group", None, now)


def close_group(db: Connection, staff: Staff, id: str, now: datetime) -> None:
    found_group(db, staff, id)
    tutor.close_group(db, id, now)
    audit.record(db, staff, "close_group", None, now)


def learns_in(db: Connection, staff: Staff, group: str, learner: str) -> bool:
    """Raises `coach.no_such_group`."""
    found_group(db, staff, group)
    return any(one.person.id == learner for one in tutor.members(db, staff.commune, group))


def add_learner(
    db: Connection, staff: Staff, group: str, learner: str, nickname: str, household: str,
    now: datetime,
) -> None:  # fmt: skip
    """With three pictures of their own. The same `learner` sent twice is one."""
    if learns_in(db, staff, group, learner):
        return
    pictures = new_pictures(tutor.pictures_in(db, group), CHANCE)
    person = Person(learner, group, pictures, nickname or None)
    tutor.add_learner(db, person, household or None, now)
    audit.record(db, staff, "add_learner", None, now)


def take_out(db: Connection, staff: Staff, group: str, learner: str, now: datetime) -> None:
    """A second time does no harm."""
    found_group(db, staff, group)
    if tutor.take_out(db, group, learner, now):
        audit.record(db, staff, "remove_learner", None, now)


def begin_meeting(
    db: Connection, staff: Staff, group: str, lesson: str, id: str, now: datetime
) -> str:
    """The meeting's id: that of the one that has just begun, when the button is pressed twice."""
    found_group(db, staff, group)
    since = to_millis(now - AGAIN)
    for one in tutor.meetings(db, staff.commune, group):
        if one.ended_at is None and one.lesson == lesson and one.at >= since:
            return one.id
    tutor.begin_meeting(db, id, group, lesson, now)
    audit.record(db, staff, "hold_session", None, now, detail=lesson)
    return id


def room(db: Connection, staff: Staff, id: str, lessons: Lessons, now: datetime) -> Room:
    meeting = _meeting(db, staff, id)
    group = found_group(db, staff, meeting.group_id)
    members, places = at_work(db, staff.commune, lessons, now, group.id)
    return Room(group, meeting, members, tutor.present_at(db, id), places)


def attend(db: Connection, staff: Staff, id: str, learner: str, is_there: bool) -> None:
    """Of a member of the group only; a meeting that has ended stays as it was."""
    meeting = _meeting(db, staff, id)
    if meeting.ended_at is None and learns_in(db, staff, meeting.group_id, learner):
        tutor.attend(db, id, learner, is_there)


def end_meeting(db: Connection, staff: Staff, id: str, now: datetime) -> str:
    """The id of its group."""
    meeting = _meeting(db, staff, id)
    if meeting.ended_at is None:
        tutor.end_meetings(db, meeting.group_id, now)
    return meeting.group_id


def _meeting(db: Connection, staff: Staff, id: str) -> Meeting:
    found = tutor.meeting(db, staff.commune, id)
    if found is None:
        raise no_such_meeting()
    return found


def _places(
    done: Mapping[str, Sequence[Event]], lessons: Lessons, now: datetime
) -> dict[str, Place]:
    at = to_millis(now)
    found = {learner: place_of(events, lessons, at) for learner, events in done.items()}
    return {learner: place for learner, place in found.items() if place}


def _silent(db: Connection, staff: Staff, now: datetime) -> list[Heard]:
    before = to_millis(now - QUIET_DAYS)
    heard = tutor.heard_of(db, staff.commune, to_millis(now - LOST_DAYS))
    return [one for one in heard if one.at < before]
