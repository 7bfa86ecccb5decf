"""The screens of volunteers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from kiosk.coach.words import Sign
from kiosk.people.screens import InsideScreen
from kiosk.tutor.actions import Group
from kiosk.tutor.learner_pages import Picture
from kiosk.web.forms import FieldError


@dataclass(frozen=True)
class Who:
    """A learner, as a page names them: `name` is the nickname, else the pictures in words."""

    id: str
    name: str
    pictures: tuple[Picture, ...]
    household: str
    group: str
    group_href: str


@dataclass(frozen=True)
class HelpLine:
    """Somebody who needs help now. `mistake` is what the lesson answered last, or ""; `advice` a
    sentence to say."""

    who: Who
    lesson: str
    goal: str
    minutes: int
    mistake: str
    advice: str


@dataclass(frozen=True)
class DueLine:
    """`since` in milliseconds."""

    who: Who
    lesson: str
    scam: bool
    since: int


@dataclass(frozen=True)
class SilentLine:
    """A device: `name` is the beginning of its own, `who` last learnt on it, "" if that is not
    known."""

    name: str
    who: str
    heard: int


@dataclass(frozen=True)
class GroupLine:
    href: str
    name: str
    count: int


@dataclass(frozen=True)
class HelpScreen(InsideScreen):
    """Those who need help now: what is asked for again every few seconds. `help` are the first few
    of `waiting`; `busy` are in the middle of a lesson."""

    template: ClassVar[str] = "coach/help.html"

    help: tuple[HelpLine, ...]
    waiting: int
    busy: int
    seen_at: int


@dataclass(frozen=True)
class HomeScreen(HelpScreen):
    """`due` are the first few of `due_count`. `new` is an id for the group that the form makes."""

    template: ClassVar[str] = "coach/home.html"

    commune: str
    groups: tuple[GroupLine, ...]
    due: tuple[DueLine, ...]
    due_count: int
    silent: tuple[SilentLine, ...]
    new: str
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class MeetingLine:
    """`is_on`: it has not ended."""

    href: str
    lesson: str
    at: int
    count: int
    is_on: bool


@dataclass(frozen=True)
class GroupScreen(InsideScreen):
    """`just`: who has just been added. `lessons` are (id, title). `new` is an id for the learner
    whom the form adds."""

    template: ClassVar[str] = "coach/group.html"

    group: Group
    members: tuple[Who, ...]
    meetings: tuple[MeetingLine, ...]
    lessons: tuple[tuple[str, str], ...]
    just: Who | None
    new: str
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class GridLine:
    """A learner's states, in the order of the lessons."""

    who: Who
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class HardLine:
    lesson: str
    goal: str
    wrong: int
    answers: int


@dataclass(frozen=True)
class CommonLine:
    """`said` is what the lesson answers to the mistake."""

    lesson: str
    goal: str
    said: str
    times: int
    people: int


@dataclass(frozen=True)
class ProgressScreen(InsideScreen):
    template: ClassVar[str] = "coach/progress.html"

    group: Group
    lessons: tuple[str, ...]
    lines: tuple[GridLine, ...]
    hardest: tuple[HardLine, ...]
    commonest: tuple[CommonLine, ...]


@dataclass(frozen=True)
class CardsScreen(InsideScreen):
    """Cards to print, of a whole group or of one person in it."""

    template: ClassVar[str] = "coach/cards.html"

    group: Group
    learners: tuple[Who, ...]


@dataclass(frozen=True)
class Seat:
    """A member at a meeting. `doing` is "" for who has done nothing lately, else "stuck", "done" or
    "busy"; `lesson` and `goal` say where."""

    who: Who
    is_there: bool
    doing: str
    lesson: str
    goal: str
    minutes: int
    advice: str


@dataclass(frozen=True)
class MeetingScreen(InsideScreen):
    template: ClassVar[str] = "coach/meeting.html"

    group: Group
    href: str
    lesson: str
    lesson_href: str
    title: str
    at: int
    ended_at: int | None
    seats: tuple[Seat, ...]
    seen_at: int
