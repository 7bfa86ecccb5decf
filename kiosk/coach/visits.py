"""Somebody of the staff helps a person with forms: begun with the person's consent, and ended."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, Connection, case, select, type_coerce, update

from kiosk.clock import to_millis
from kiosk.coach.tables import VisitRow
from kiosk.flow.actions import KEPT_AFTER_HAND_IN, Guide
from kiosk.flow.redo import held
from kiosk.people import audit
from kiosk.people.assist import How, Visit
from kiosk.people.rules import Staff
from kiosk.store.inserts import insert_into
from kiosk.sync.ids import uuid7


class EndedVisit(NamedTuple):
    """Times in milliseconds."""

    how: str
    begun_at: int
    ended_at: int
    dossiers: int


def begin(db: Connection, staff: Staff, how: How, learner: str | None, now: datetime) -> Visit:
    """The person has agreed. `learner`: who of a group it is, where that is said."""
    visit = Visit(uuid7(to_millis(now)), how, now)
    keep(db, staff, visit, learner, now)
    return visit


def keep(db: Connection, staff: Staff, visit: Visit, learner: str | None, now: datetime) -> None:
    """One that may have begun before now. With an id that is there already nothing happens."""
    new = insert_into(db, VisitRow).values(
        id=visit.id,
        commune=staff.commune,
        staff_id=staff.id,
        learner_id=learner,
        how=visit.how,
        begun_at=to_millis(visit.begun_at),
        dossiers=0,
    )
    if db.execute(new.on_conflict_do_nothing(index_elements=[VisitRow.id])).rowcount:
        audit.record(db, staff, "begin_visit", None, now, detail=f"{visit.how} {visit.id}")


def end(db: Connection, visit: Visit, dossiers: int, at: datetime, of: Staff | None = None) -> None:
    """A second time changes nothing, nor does the end of a visit that is not theirs whom `of`
    names. None ends before it begins, whatever a device says."""
    mine = () if of is None else (VisitRow.staff_id == of.id,)
    ended = to_millis(at)
    db.execute(
        update(VisitRow)
        .where(VisitRow.id == visit.id, VisitRow.ended_at.is_(None), *mine)
        .values(
            ended_at=case((VisitRow.begun_at > ended, VisitRow.begun_at), else_=ended),
            dossiers=dossiers,
        )
    )


def handed_in(
    db: Connection, guide: Guide, keys: Mapping[str, bytes], visit: Visit
) -> tuple[str, ...]:
    """The receipt codes of what was handed in during the visit, by the keys that its browser
    holds."""
    return tuple(_codes(db, guide, keys, to_millis(visit.begun_at)))


def ended_visits(
    db: Connection, commune: str, since_ms: int, until_ms: int
) -> tuple[EndedVisit, ...]:
    """Those that somebody ended in this time: how long one took that nobody ended is not known."""
    ended = type_coerce(VisitRow.ended_at, BigInteger)
    found = db.execute(
        select(VisitRow.how, VisitRow.begun_at, ended, VisitRow.dossiers).where(
            VisitRow.commune == commune,
            VisitRow.ended_at >= since_ms,
            VisitRow.ended_at < until_ms,
        )
    )
    return tuple(EndedVisit(*row) for row in found)


def _codes(db: Connection, guide: Guide, keys: Mapping[str, bytes], since: int) -> Iterator[str]:
    kept = KEPT_AFTER_HAND_IN.total_seconds() * 1000
    for _, opened in held(db, guide, keys):
        if opened.row.code and opened.row.expires_at - kept >= since:
            yield opened.row.code
