"""What was measured, beside what was promised: a table for people, JSON for machines."""

import json
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Row:
    """One figure: the median of `runs` where it was taken more than once. `at_least` says that the
    budget is a floor; a row without a budget is told for its own sake."""

    what: str
    measured: float
    unit: str
    budget: float | None = None
    at_least: bool = False
    runs: tuple[float, ...] = ()
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.budget is None:
            return ""
        more = self.measured >= self.budget
        return "pass" if more is self.at_least or self.measured == self.budget else "FAIL"


def row_of(
    what: str, runs: Sequence[float], unit: str, budget: float | None = None,
    at_least: bool = False, note: str = "",
) -> Row:  # fmt: skip
    """A row whose figure is the median of these runs."""
    return Row(what, median(runs), unit, budget, at_least, tuple(runs), note)


def quantile(runs: Sequence[float], share: float) -> float:
    return sorted(runs)[min(len(runs) - 1, int(share * len(runs)))]


def heading() -> str:
    about = ", ".join(f"{name} {value}" for name, value in machine().items())
    return f"{about}\n\n{'what':<58} {'measured':>16}  {'budget':<16} verdict"


def line(row: Row) -> str:
    sign = "≥" if row.at_least else "≤"
    budget = "" if row.budget is None else f"{sign} {figure(row.budget)} {row.unit}"
    measured = f"{figure(row.measured)} {row.unit}"
    note = f"  ({row.note})" if row.note else ""
    return f"{row.what:<58} {measured:>16}  {budget:<16} {row.verdict}{note}".rstrip()


def figure(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def machine() -> dict[str, Any]:
    """As much of the machine as makes a figure mean something."""
    cores = Path("/proc/cpuinfo").read_text("utf-8").count("processor\t")
    return {
        "cores": cores,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
    }


def as_json(rows: Iterable[Row], about: dict[str, Any]) -> str:
    told = [{**asdict(row), "verdict": row.verdict} for row in rows]
    return json.dumps({"machine": about, "rows": told}, ensure_ascii=False, indent=1) + "\n"
