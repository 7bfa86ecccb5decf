"""Looking at one dossier: what it holds, what is new in it, and the answers laid out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.commune.actions import Reason, reasons
from kiosk.content.library import Library
from kiosk.desk import actions, findings, form
from kiosk.desk.attached import attached
from kiosk.desk.case import Case, Reading, open_case, reading
from kiosk.desk.pages import DESK
from kiosk.desk.screens import Sheet
from kiosk.dossier.actions import Event
from kiosk.engine.fields import Reference
from kiosk.engine.pack import Pack
from kiosk.flow.node import Node
from kiosk.people import audit
from kiosk.people.rules import Staff
from kiosk.sync.keys import KeyRing


@dataclass(frozen=True)
class Look:
    """A dossier in clear, as long as a request lasts. `before` is when this officer looked last."""

    case: Case = field(repr=False)
    before: datetime | None
    colleagues: tuple[tuple[str, str], ...]
    reasons: tuple[Reason, ...]

    @property
    def redone(self) -> Event | None:
        """The last supplement that counts."""
        return self.case.last("supplemented")

    @property
    def is_new(self) -> bool:
        """Whether it came after this officer looked last."""
        return bool(self.redone and self.before and self.redone.at > self.before)


def look(
    db: Connection, library: Library, ring: KeyRing, staff: Staff, id: str, now: datetime
) -> Look:
    """Raises `desk.no_such_dossier`, for another commune's dossier too. The look goes on record
    in the same unit: nobody sees a dossier without a trace."""
    case = open_case(db, library, ring, staff, id)
    looks = [
        one.at
        for one in audit.trail(db, id)
        if (one.login, one.action) == (staff.login, "look")
    ]  # fmt: skip
    audit.record(db, staff, "look", id, now)
    return Look(
        case,
        looks[-1] if looks else None,
        actions.colleagues(db, staff.commune),
        reasons(db, staff.commune),
    )


def trouble_in(case: Case) -> str:
    """What keeps the answers from being laid out, "" when nothing does."""
    if case.record.is_erased:
        return "erased"
    if case.file is None:
        return "sealed"
    return "" if case.edition else "unknown_pack"


def sheet_of(node: Node, case: Case, lang: str) -> Sheet:
    """Empty where the answers cannot be read; as they came where the questions are not here."""
    read = reading(node, case, lang)
    if read:
        return laid_out(case, read)
    delivered = findings.deliveries(case.pack(lang), case.record.flags)
    answers = case.file.answers if case.file else {}
    return Sheet(
        unplaced=form.unplaced_answers(None, None, answers),
        files=attached(None, case.file, base_of(case)),
        findings=delivered,
    )


def base_of(case: Case) -> str:
    return f"{DESK}/ho-so/{case.record.id}"


def laid_out(case: Case, read: Reading) -> Sheet:
    pack, result, ref = read.pack, read.result, read.context.reference
    redone = frozenset(
        name
        for step in pack.flow.steps
        if step.id in redone_steps(case.events)
        for name in (*step.adds, *(one.id for one in step.fields))
    )
    return Sheet(
        sections=form.sections(pack, result, ref, redone),
        others=form.other_answers(pack, result, read.file.answers, ref, redone),
        unplaced=form.unplaced_answers(pack, result, read.file.answers),
        late=late_answers(pack, read, ref),
        late_files=tuple(
            one for aside in read.file.aside for one in attached(pack, aside, base_of(case))
        ),
        files=attached(pack, read.file, base_of(case)),
        findings=(
            *findings.findings(pack, result),
            *findings.deliveries(pack, case.record.flags),
        ),
        unanswered=findings.unanswered(pack, result),
        to_bring=findings.to_bring(pack.flow, result),
        not_needed=findings.not_needed(pack.flow, result),
        costs=findings.costs(pack, result),
        total=findings.total(pack, result),
    )


def redone_steps(events: tuple[Event, ...]) -> frozenset[str]:
    """What was asked for in the last supplement that came."""
    asked: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    for event in events:
        if event.kind == "supplement":
            asked = tuple(json.loads(event.detail or "[]"))
        elif event.kind == "supplemented":
            found = asked
    return frozenset(found)


def late_answers(pack: Pack, read: Reading, ref: Reference) -> tuple[form.Entry, ...]:
    """Of supplements that came too late to count."""
    given: Mapping[str, Any] = {
        name: value for aside in read.file.aside for name, value in aside.answers.items()
    }
    return form.entries_of(pack, given, ref)
