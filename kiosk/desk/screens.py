"""The screens of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from kiosk.commune.actions import CommuneSettings, Reason
from kiosk.desk.attached import Attached
from kiosk.desk.filters import Filters
from kiosk.desk.findings import Cost, Finding, PaperLine
from kiosk.desk.form import Entry, Question, Section
from kiosk.dossier.days_off import OffDay
from kiosk.engine.shapes import Option
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
    """A dossier in the queue. `waiting` is in days, None once it has ended; `lateness` is "late",
    "today", "paused" (the citizen's turn) or ""; `assignee` is "" for nobody."""

    href: str
    groups: tuple[str, ...]
    procedure: str
    received_at: datetime
    waiting: int | None
    due_on: date | None
    lateness: str
    state: str
    assist: str
    assignee: str
    is_amiss: bool


@dataclass(frozen=True)
class QueueScreen(StaffScreen):
    """`count` is how many there are on all pages of the tab; `flows` and `colleagues` are id and
    name, to choose from."""

    template: ClassVar[str] = "desk/queue.html"

    commune: str
    tabs: tuple[TabLink, ...]
    here: str
    filters: Filters
    lines: tuple[Line, ...]
    count: int
    overdue: int
    flows: tuple[tuple[str, str], ...]
    colleagues: tuple[tuple[str, str], ...]
    before: str
    after: str
    must_export: bool


@dataclass(frozen=True)
class FoundScreen(StaffScreen):
    """What a code led to, when that is not one dossier."""

    template: ClassVar[str] = "desk/found.html"

    code: str
    is_empty: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Happened:
    """`by` is "" for the citizen or the program; `asked` are questions that were to be redone,
    `day` a date that was set, `detail` any other thing to show."""

    what: str
    at: datetime
    by: str
    reason: str
    detail: str
    asked: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class Sheet:
    """The opened dossier, laid out; empty where it cannot be read. `late` and `late_files` came
    too late to count."""

    sections: tuple[Section, ...] = ()
    others: tuple[Entry, ...] = ()
    unplaced: tuple[Entry, ...] = ()
    late: tuple[Entry, ...] = ()
    late_files: tuple[Attached, ...] = ()
    files: tuple[Attached, ...] = ()
    findings: tuple[Finding, ...] = ()
    unanswered: str = ""
    to_bring: tuple[PaperLine, ...] = ()
    not_needed: tuple[PaperLine, ...] = ()
    costs: tuple[Cost, ...] = ()
    total: str = ""


@dataclass(frozen=True)
class Typed:
    """What an officer put into the form of one act: `values` by input, `picked` are the usual
    reasons and `steps` the questions that were ticked. `errors` where it could not be taken."""

    kind: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    picked: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class Head:
    """The top of every page about one dossier. `lateness` and `waiting` as in `Line`."""

    base: str
    rev: int
    groups: tuple[str, ...]
    procedure: str
    state: str
    received_at: datetime
    waiting: int | None
    due_on: date | None
    lateness: str
    assignee: str


@dataclass(frozen=True)
class DossierScreen(StaffScreen):
    """`moves` are the acts that the state allows, the first of `main` of them the next one;
    `trouble` is "" or why the answers are not shown: "sealed", "erased", "unknown_pack"; `asked` is
    the open request for a supplement; `redone_at` when the last one came, `is_new` if this officer
    has not seen it; `reasons` are the usual ones by kind; `printable` are papers
    to print, href and name; `just` the act that was just recorded."""

    template: ClassVar[str] = "desk/dossier.html"

    head: Head
    back: str
    form: str
    assist: str
    handler: str
    assignee: str
    official_code: str
    moves: tuple[str, ...]
    main: str
    may_assign: bool
    may_erase: bool
    colleagues: tuple[tuple[str, str], ...]
    asked: Happened | None
    redone_at: datetime | None
    is_new: bool
    trouble: str
    sheet: Sheet
    events: tuple[Happened, ...]
    reasons: Mapping[str, tuple[str, ...]]
    printable: tuple[tuple[str, str], ...] = ()
    typed: Typed = field(default_factory=Typed)
    just: str = ""


@dataclass(frozen=True)
class SupplementScreen(StaffScreen):
    """`preview` is what the citizen would read, None while it is being written."""

    template: ClassVar[str] = "desk/supplement.html"

    head: Head
    questions: tuple[Question, ...]
    wrong: frozenset[str]
    reasons: tuple[str, ...]
    typed: Typed
    preview: Happened | None = None


@dataclass(frozen=True)
class ConflictScreen(StaffScreen):
    """Somebody else was faster. `who` is "" for the citizen or the program; `typed` are lines."""

    template: ClassVar[str] = "desk/conflict.html"

    href: str
    what: str
    at: datetime
    who: str
    typed: tuple[str, ...]


@dataclass(frozen=True)
class SettingsScreen(StaffScreen):
    template: ClassVar[str] = "desk/settings.html"

    commune: str
    values: CommuneSettings
    flows: tuple[Option, ...]
    errors: tuple[FieldError, ...]
    may_edit: bool
    is_saved: bool


@dataclass(frozen=True)
class ReasonList:
    """The usual reasons of one kind; `examples` are offered while there are none."""

    kind: str
    title: str
    reasons: tuple[Reason, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class ReasonsScreen(StaffScreen):
    template: ClassVar[str] = "desk/reasons.html"

    lists: tuple[ReasonList, ...]
    kind: str
    text: str
    errors: tuple[FieldError, ...]
    may_edit: bool


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


@dataclass(frozen=True)
class RefusedLine:
    """What the hub would not take: the code on its receipt, and why in words."""

    groups: tuple[str, ...]
    why: str
    since: datetime


@dataclass(frozen=True)
class SendingScreen(StaffScreen):
    """What a node owes its hub. `off_minutes` is 0 while its clock is good enough."""

    template: ClassVar[str] = "desk/sending.html"

    hub: str
    name: str
    station: str
    standing: str
    met_at: datetime | None
    waiting: int
    since: datetime | None
    off_minutes: int
    refused: tuple[RefusedLine, ...]
    was_asked: bool
