"""What a volunteer did without a line, told in a session of theirs. Told again it changes
nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.clock import from_millis, to_millis
from kiosk.coach import visits
from kiosk.coach.wire import Deed, MeetingDeed, VisitDeed
from kiosk.people import audit
from kiosk.people.assist import Visit
from kiosk.people.rules import Staff
from kiosk.tutor import actions as tutor

OLDEST = timedelta(days=31)
"""A kit opens for a week after the last contact: what is older has a wrong clock."""


def take(db: Connection, staff: Staff, told: Iterable[Deed], now: datetime) -> None:
    """What is not of this commune, or somebody else's, is left as it is."""
    for deed in told:
        if isinstance(deed, VisitDeed):
            _take_visit(db, staff, deed, now)
        else:
            _take_meeting(db, staff, deed, now)


def _take_visit(db: Connection, staff: Staff, deed: VisitDeed, now: datetime) -> None:
    learner = tutor.person(db, staff.commune, deed.learner) if deed.learner else None
    visit = Visit(deed.id, deed.how, _moment(deed.begun_at, now))
    visits.keep(db, staff, visit, learner and learner.id, now)
    if deed.ended_at is not None:
        visits.end(db, visit, deed.dossiers, _moment(deed.ended_at, now), of=staff)


def _take_meeting(db: Connection, staff: Staff, deed: MeetingDeed, now: datetime) -> None:
    if tutor.group(db, staff.commune, deed.group) is None:
        return
    if tutor.keep_meeting(db, deed.id, deed.group, deed.lesson, _moment(deed.at, now)):
        audit.record(db, staff, "hold_session", None, now, detail=deed.lesson)
    meeting = tutor.meeting(db, staff.commune, deed.id)
    if meeting is None or meeting.group_id != deed.group:
        return
    members = {one.person.id for one in tutor.members(db, staff.commune, deed.group)}
    for learner in members.intersection(deed.came):
        tutor.attend(db, deed.id, learner, is_there=True)
    for learner in members.intersection(deed.left):
        tutor.attend(db, deed.id, learner, is_there=False)
    if deed.ended_at is not None:
        ended = max(from_millis(meeting.at), _moment(deed.ended_at, now))
        tutor.end_meeting(db, deed.id, ended)


def _moment(told: int, now: datetime) -> datetime:
    """By the clock of a device, which may be wrong."""
    return from_millis(min(max(told, to_millis(now - OLDEST)), to_millis(now)))
