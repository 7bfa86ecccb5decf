"""Reading and changing what a commune sets for itself. Each function is one unit of work."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from kiosk.clock import to_millis
from kiosk.commune import problems
from kiosk.commune.examples import EXAMPLES
from kiosk.commune.rules import (
    KINDS,
    LONGEST_REASON,
    LONGEST_VALUE,
    NAMES,
    CommuneSettings,
    ReasonKind,
    wrong_in,
)
from kiosk.commune.tables import CommuneSetting, UsualReason
from kiosk.engine.text import tidy
from kiosk.sync.ids import uuid7

__all__ = ["KINDS", "CommuneSettings", "ReasonKind"]


class Reason(NamedTuple):
    """A sentence for citizens that the desk uses often in one `kind` of act."""

    id: str
    kind: str
    text: str


def settings_of(db: Connection, commune: str) -> CommuneSettings:
    rows = db.execute(
        select(CommuneSetting.name, CommuneSetting.value).where(CommuneSetting.commune == commune)
    )
    return CommuneSettings(**{row.name: row.value for row in rows if row.name in NAMES})


def tidied(given: CommuneSettings) -> CommuneSettings:
    """As it is kept: one spelling, no stray spaces."""
    return CommuneSettings(**{name: tidy(getattr(given, name)) for name in NAMES})


def save_settings(db: Connection, commune: str, given: CommuneSettings) -> tuple[str, ...]:
    """The names of what is different now. Raises `commune.malformed_setting`."""
    given, before = tidied(given), settings_of(db, commune)
    if wrong_in(given):
        raise problems.malformed_setting(most=LONGEST_VALUE)
    changed = tuple(name for name in NAMES if getattr(given, name) != getattr(before, name))
    for name in changed:
        db.execute(
            delete(CommuneSetting).where(
                CommuneSetting.commune == commune, CommuneSetting.name == name
            )
        )
        if value := getattr(given, name):
            db.execute(insert(CommuneSetting).values(commune=commune, name=name, value=value))
    return changed


def reasons(db: Connection, commune: str, kind: str | None = None) -> tuple[Reason, ...]:
    """Of one kind or of every kind, the oldest first."""
    rows = db.execute(
        select(UsualReason.id, UsualReason.kind, UsualReason.text)
        .where(UsualReason.commune == commune)
        .order_by(UsualReason.id)
    )
    found = (Reason(row.id, row.kind, row.text) for row in rows)
    return tuple(one for one in found if kind in (None, one.kind))


def add_reason(db: Connection, commune: str, kind: str, text: str, now: datetime) -> bool:
    """False for one that is there already. Raises `commune.malformed_reason`."""
    said = tidy(text)
    if kind not in KINDS or not 1 <= len(said) <= LONGEST_REASON:
        raise problems.malformed_reason(most=LONGEST_REASON)
    if any(one.text == said for one in reasons(db, commune, kind)):
        return False
    db.execute(
        insert(UsualReason).values(id=uuid7(to_millis(now)), commune=commune, kind=kind, text=said)
    )
    return True


def take_examples(db: Connection, commune: str, kind: ReasonKind, now: datetime) -> int:
    """Puts the program's own examples on the list; how many are new there."""
    # A millisecond apart, so that the list keeps their order.
    return sum(
        add_reason(db, commune, kind, text, now + timedelta(milliseconds=number))
        for number, text in enumerate(EXAMPLES[kind])
    )


def remove_reason(db: Connection, commune: str, id: str) -> bool:
    """False for one that is gone already, or that another commune has."""
    done = db.execute(
        delete(UsualReason).where(UsualReason.id == id, UsualReason.commune == commune)
    )
    return done.rowcount == 1
