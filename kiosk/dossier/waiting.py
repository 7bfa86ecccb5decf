"""The queue of a commune: which of its dossiers somebody wants to see, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, or_, select

from kiosk.dossier.actions import Record, recorded
from kiosk.dossier.queries import COLUMNS
from kiosk.dossier.rules import OPEN
from kiosk.dossier.tables import Dossier
from kiosk.engine.text import tidy
from kiosk.sync import codes

Lateness = Literal["", "late", "today"]
Flagged = Literal["", "any", "amiss"]
# Flags of what is wrong or missing; the others are notes that a flow leaves for the officer. A
# wrong answer is among them, since it also leaves a dossier unfinished.
AMISS = ("unknown_pack", "unfinished:", "not_applied:", "late:", "blob_missing:", "not_redone:")
NOBODY = ""
# One code, one dossier; but what an officer types is only looked at, never trusted to be unique.
MOST_WITH_A_CODE = 20


@dataclass(frozen=True)
class Wanted:
    """Which dossiers of a commune. `assignee` is a staff id, `NOBODY`, or None for anybody's;
    `today` is what lateness is measured by, `YYYY-MM-DD`."""

    commune: str
    today: str
    flow: str = ""
    assignee: str | None = None
    lateness: Lateness = ""
    flagged: Flagged = ""


def page(
    db: Connection, wanted: Wanted, states: Sequence[str], limit: int, offset: int
) -> tuple[Record, ...]:
    """Open ones: what is overdue, then what is due soonest, then what has no date yet. Ended ones:
    the latest received first."""
    rows = db.execute(
        select(*COLUMNS)
        .where(*wishes(wanted), Dossier.state.in_(states))
        .order_by(*order(states))
        .limit(limit)
        .offset(offset)
    ).all()
    return tuple(recorded(row) for row in rows)


def counts(db: Connection, wanted: Wanted) -> dict[str, int]:
    """How many there are in each state that has any."""
    rows = db.execute(
        select(Dossier.state, func.count()).where(*wishes(wanted)).group_by(Dossier.state)
    ).all()
    return {state: count for state, count in rows}  # noqa: C416  rows are not pairs to mypy


def flows(db: Connection, commune: str) -> tuple[str, ...]:
    """Ids of the flows that a commune has dossiers of."""
    return tuple(
        db.scalars(select(Dossier.flow).where(Dossier.commune == commune).distinct()).all()
    )


def with_code(db: Connection, commune: str, typed: str) -> tuple[Record, ...]:
    """A commune's dossiers under a receipt code, however it was typed, an official code, or the
    secret that a scanner reads from a receipt."""
    secret = codes.normalise_secret(typed.rpartition("#")[2])
    official = tidy(typed).replace(" ", "").upper()
    if secret:
        is_one = Dossier.follow == codes.secret_hash(secret)
    elif receipt := codes.normalise(typed):
        is_one = or_(Dossier.code == receipt, Dossier.official_code == official)
    else:
        is_one = Dossier.official_code == official
    rows = db.execute(
        select(*COLUMNS).where(Dossier.commune == commune, is_one).limit(MOST_WITH_A_CODE)
    )
    return tuple(recorded(row) for row in rows)


def wishes(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [Dossier.commune == wanted.commune]
    if wanted.flow:
        found.append(Dossier.flow == wanted.flow)
    if wanted.assignee is not None:
        found.append(is_with(wanted.assignee))
    if wanted.lateness:
        found.append(Dossier.state.in_(OPEN))
        late, due = Dossier.due_on < wanted.today, Dossier.due_on == wanted.today
        found.append(late if wanted.lateness == "late" else due)
    if wanted.flagged == "any":
        found.append(Dossier.flags != "[]")
    if wanted.flagged == "amiss":
        found.append(or_(*(Dossier.flags.contains(f'"{kind}') for kind in AMISS)))
    return found


def is_amiss(record: Record) -> bool:
    return any(flag.startswith(AMISS) for flag in record.flags)


def is_with(assignee: str) -> ColumnElement[bool]:
    return Dossier.assignee.is_(None) if assignee == NOBODY else Dossier.assignee == assignee


def order(states: Sequence[str]) -> tuple[Any, ...]:
    if set(states) & set(OPEN):
        return Dossier.due_on.is_(None), Dossier.due_on, Dossier.received_at, Dossier.id
    return Dossier.received_at.desc(), Dossier.id
