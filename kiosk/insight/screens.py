"""What the pages of figures show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kiosk.desk.screens import StaffScreen
from kiosk.insight.periods import Period
from kiosk.insight.rules import Filled, Help, Share, Skill, Way


@dataclass(frozen=True)
class FiguresScreen(StaffScreen):
    """`here` is the page without its period, `query` what keeps the period in a link, `csv` the
    same figures as a file. `names` are the procedures' by flow."""

    commune: str
    periods: tuple[Period, ...]
    period: Period
    here: str
    query: str
    csv: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class OverviewScreen(FiguresScreen):
    template: ClassVar[str] = "insight/overview.html"

    skills: tuple[Skill, ...]
    skill_names: Mapping[str, str]
    learners: int
    alone: Share
    help: Help
    hard: tuple["HardStep", ...]


@dataclass(frozen=True)
class HardStep:
    """A step at which many have to mend something, or stop."""

    flow: str
    ask: str
    refused: Share
    stopped: Share


@dataclass(frozen=True)
class SkillsScreen(FiguresScreen):
    template: ClassVar[str] = "insight/skills.html"

    skills: tuple[Skill, ...]
    skill_names: Mapping[str, str]


@dataclass(frozen=True)
class DossiersScreen(FiguresScreen):
    template: ClassVar[str] = "insight/dossiers.html"

    filled: tuple[Filled, ...]
    total: Filled


@dataclass(frozen=True)
class HelpScreen(FiguresScreen):
    template: ClassVar[str] = "insight/help.html"

    total: Help
    given: tuple[Help, ...]
    how: Mapping[str, str]


@dataclass(frozen=True)
class StepsScreen(FiguresScreen):
    """`flows` have figures; `ways` are the versions of `flow`; `asks` are its questions, by step.
    `ends`: whether a dossier is handed in at its end."""

    template: ClassVar[str] = "insight/steps.html"

    flows: tuple[str, ...]
    flow: str
    ways: tuple[Way, ...]
    asks: Mapping[str, str]
    ends: bool
