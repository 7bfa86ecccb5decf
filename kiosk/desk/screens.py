"""The screens of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from kiosk.desk.findings import Cost, Finding, PaperLine
from kiosk.desk.form import Entry, Section
from kiosk.dossier.actions import OffDay
from kiosk.people.rules import Staff
from kiosk.web.forms import FieldError
from kiosk.web.screens import Screen


@dataclass(frozen=True)
class StaffScreen(Screen):
    """What the frame of every page of the desk shows."""

    staff: Staff


@dataclass(frozen=True)
class TabLink:
    href: str
    label: str
    count: int


@dataclass(frozen=True)
class Line:
    """A dossier in the queue. `lateness` is "late", "today" or ""."""

    href: str
    groups: tuple[str, ...]
    procedure: str
    received_at: datetime
    due_on: date | None
    lateness: str
    state: str
    assist: str


@dataclass(frozen=True)
class QueueScreen(StaffScreen):
    template: ClassVar[str] = "desk/queue.html"

    commune: str
    tabs: tuple[TabLink, ...]
    here: str
    title: str
    lines: tuple[Line, ...]
    overdue: int
    before: str
    after: str
    must_export: bool


@dataclass(frozen=True)
class Happened:
    """`by` is "" for the citizen or the program."""

    what: str
    at: datetime
    by: str
    reason: str
    detail: str


@dataclass(frozen=True)
class Sheet:
    """The opened dossier, laid out. Empty where it cannot be read."""

    sections: tuple[Section, ...] = ()
    others: tuple[Entry, ...] = ()
    unplaced: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    unanswered: str = ""
    to_bring: tuple[PaperLine, ...] = ()
    not_needed: tuple[PaperLine, ...] = ()
    costs: tuple[Cost, ...] = ()
    total: str = ""


@dataclass(frozen=True)
class Typed:
    """What an officer typed into the form of one act that could not be taken."""

    kind: str = ""
    text: str = ""
    error: str = ""


@dataclass(frozen=True)
class DossierScreen(StaffScreen):
    """`moves` are the acts that the state allows; `trouble` is "" or why the answers are not
    shown: "sealed", "unknown_pack"; `just` the act that was just recorded."""

    template: ClassVar[str] = "desk/dossier.html"

    base: str
    back: str
    rev: int
    groups: tuple[str, ...]
    procedure: str
    form: str
    state: str
    received_at: datetime
    due_on: date | None
    lateness: str
    assist: str
    handler: str
    official_code: str
    moves: tuple[str, ...]
    trouble: str
    sheet: Sheet
    events: tuple[Happened, ...]
    typed: Typed = field(default_factory=Typed)
    just: str = ""


@dataclass(frozen=True)
class ConflictScreen(StaffScreen):
    """Somebody else was faster. `who` is "" for the citizen or the program."""

    template: ClassVar[str] = "desk/conflict.html"

    href: str
    what: str
    at: datetime
    who: str
    typed: str


@dataclass(frozen=True)
class DaysOffScreen(StaffScreen):
    template: ClassVar[str] = "desk/days_off.html"

    days: tuple[tuple[date, OffDay], ...]
    typed: Mapping[str, str]
    errors: tuple[FieldError, ...] = ()
    may_edit: bool = False


@dataclass(frozen=True)
class MachineScreen(StaffScreen):
    """`troubles` are lines: why flows were left out."""

    template: ClassVar[str] = "desk/machine.html"

    commune: str
    version: str
    address: str
    flows: tuple[tuple[str, str, bool], ...]
    troubles: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    overdue: int
    days_off: int
    must_export: bool
