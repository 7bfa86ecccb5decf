"""What an officer does with a dossier, each act an event that the citizen can see."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, update

from kiosk.clock import local_date, to_millis
from kiosk.content.library import Library
from kiosk.dossier import problems, queries, rules
from kiosk.dossier.days_off import due_on
from kiosk.dossier.tables import Dossier, DossierEvent
from kiosk.engine.pack import Pack


@dataclass(frozen=True)
class Act:
    """What an officer does: a kind of `rules.MOVES`, on the dossier as it was at `rev`. `steps`
    are those to redo (supplement), `until` is the new date, `YYYY-MM-DD` (extended)."""

    kind: str
    rev: int
    staff: str
    reason: str | None = None
    official_code: str | None = None
    steps: tuple[str, ...] = ()
    until: str | None = None

    @property
    def detail(self) -> str | None:
        """What the event keeps beside the reason."""
        return self.official_code or self.until or (json.dumps(self.steps) if self.steps else None)


def move(db: Connection, library: Library, id: str, act: Act, now: datetime) -> None:
    """Moves a dossier on and tells the citizen.

    Raises `dossier.changed_meanwhile` when another officer was faster, `dossier.not_now` when the
    state does not allow it, and what `check` raises.
    """
    row = to_change(db, id, act.rev)
    step = rules.MOVES.get(act.kind)
    if step is None or row.state not in step.since:
        raise problems.not_now()
    pack = library.pack(db, row.pack)
    check(step, act, row, pack, local_date(now).isoformat())
    if act.kind == "extended" and was(db, id, "extended"):
        raise problems.extended_before()
    change(db, row, changes(db, pack, row, act, now))
    note(db, id, act.kind, to_millis(now), act.staff, act.reason, act.detail)


def assign(db: Connection, id: str, rev: int, by: str, to: str | None, now: datetime) -> None:
    """Gives a dossier to somebody of the staff, or to nobody. Citizens are not told.

    Raises `dossier.changed_meanwhile`.
    """
    row = to_change(db, id, rev)
    change(db, row, {"assignee": to})
    note(db, id, "assigned", to_millis(now), by, detail=to)


def to_change(db: Connection, id: str, rev: int) -> Row[Any]:
    row = queries.dossier_by_id(db, id)
    if row is None:
        raise problems.no_such_dossier()
    if row.rev != rev:
        raise problems.changed_meanwhile()
    return row


def check(step: rules.Move, act: Act, row: Row[Any], pack: Pack | None, today: str) -> None:
    """Raises `dossier.reason_missing`, `dossier.reason_too_long`, `dossier.official_code_wrong`,
    `dossier.steps_missing`, `dossier.date_wrong`."""
    if step.needs_reason and not act.reason:
        raise problems.reason_missing()
    if len(act.reason or "") > rules.LONGEST_REASON:
        raise problems.reason_too_long(most=rules.LONGEST_REASON)
    if act.kind == "handed_over" and not rules.is_official_code(act.official_code or ""):
        raise problems.official_code_wrong()
    if act.kind == "supplement" and not rules.can_be_redone(pack, act.steps):
        raise problems.steps_missing()
    if act.kind == "extended" and not (act.until and max(row.due_on or today, today) < act.until):
        raise problems.date_wrong()


def changes(
    db: Connection, pack: Pack | None, row: Row[Any], act: Act, now: datetime
) -> dict[str, Any]:
    state = rules.MOVES[act.kind].to or row.state
    values = {"state": state, "handler": act.staff, "asked": None}
    if state in rules.ENDED:
        values["ended_at"] = to_millis(now)
    if act.official_code:
        values["official_code"] = act.official_code
    if act.kind == "extended":
        values["due_on"] = act.until
    if act.kind == "supplement":
        # The term stands still while the citizen's turn lasts.
        values |= {"asked": json.dumps(act.steps), "due_on": None}
    # The term runs from the day on which the desk accepts a file that is in order.
    if act.kind == "accepted" and pack:
        values["due_on"] = due_on(db, pack, now)
    return values


def change(db: Connection, row: Row[Any], values: Mapping[str, Any]) -> None:
    done = db.execute(
        update(Dossier)
        .where(Dossier.id == row.id, Dossier.rev == row.rev)
        .values(rev=row.rev + 1, **values)
    )
    if done.rowcount != 1:
        raise problems.changed_meanwhile()


def was(db: Connection, id: str, kind: str) -> bool:
    """Whether this ever happened to the dossier."""
    return any(event.kind == kind for event in queries.events_of(db, id))


def note(
    db: Connection, dossier: str, kind: str, at: int, by: str | None = None,
    reason: str | None = None, detail: str | None = None,
) -> None:  # fmt: skip
    db.execute(
        insert(DossierEvent).values(
            dossier=dossier, kind=kind, at=at, by=by, reason=reason, detail=detail
        )
    )
