"""The figures as CSV, for spreadsheets and other programs. docs/figures.md names the columns."""

import csv
import io
from collections.abc import Iterable, Sequence

from kiosk.insight.actions import Asked
from kiosk.insight.rules import Filled, Help, Skill, Way
from kiosk.tutor.export import cell

Row = tuple[object, ...]
OF = ("commune", "from", "until")
"""Both days are of the period."""
SKILLS = ("skill", "lessons", "able_people", "people", "able_households", "households")
DOSSIERS = ("flow", "version", "alone", "helped", "typed")
HELP = ("how", "visits", "dossiers", "minutes")
STEPS = ("flow", "version", "step", "begun", "done", "errors", "stopped", "came", "sent")


def as_csv(asked: Asked, columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """With a byte-order mark, without which spreadsheets spoil Vietnamese; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*OF, *columns))
    period = (asked.commune, asked.period.since.isoformat(), asked.period.last.isoformat())
    for row in rows:
        writer.writerow(cell("", value) for value in (*period, *row))
    return out.getvalue().encode("utf-8-sig")


def skill_rows(skills: Iterable[Skill]) -> Iterable[Row]:
    for one in skills:
        lessons = " ".join(lesson.id for lesson in one.lessons)
        yield one.id, lessons, *one.people, *one.households


def dossier_rows(filled: Iterable[Filled]) -> Iterable[Row]:
    return filled


def help_rows(given: Iterable[Help]) -> Iterable[Row]:
    return given


def step_rows(ways: Iterable[Way]) -> Iterable[Row]:
    """A line a step."""
    for way in ways:
        for one in way.lines:
            counts = (way.begun, one.done, one.errors, *one.stopped, way.sent)
            yield way.flow, way.version, one.step, *counts
