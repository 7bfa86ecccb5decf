"""What was done in lessons, for other programs: CSV, and statements of xAPI 1.0.3. Pure."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kiosk.clock import from_millis
from kiosk.sync.wire import instant

Json = dict[str, Any]

COLUMNS = (
    "at", "group", "nickname", "learner", "run", "n", "lesson", "version", "scene", "skill",
    "variant", "outcome", "result", "hint", "tries", "fell", "trap", "ends", "rehearsal", "touch",
    "device",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP)."""

VERBS = "http://adlnet.gov/expapi/verbs"
LESSON_TYPE = "http://adlnet.gov/expapi/activities/lesson"
SCENE_TYPE = "http://adlnet.gov/expapi/activities/interaction"
EXTENSION = "urn:tramso:xapi"
VERB_OF = {
    "begun": "experienced",
    "hint": "experienced",
    "right": "passed",
    "wrong": "failed",
    "real": "passed",
}


def as_csv(rows: Iterable[Any]) -> bytes:
    return spreadsheet(COLUMNS, (cells(row) for row in rows))


def cells(row: Any) -> Iterator[Any]:
    yield instant(from_millis(row.at))
    yield from (getattr(row, name) for name in COLUMNS[1:])


def spreadsheet(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """CSV with a byte-order mark, without which spreadsheets spoil Vietnamese; no cell is a
    formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(map(cell, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    """A text that no spreadsheet runs."""
    if isinstance(value, bool):
        return str(int(value))
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_xapi(rows: Iterable[Any], home: str) -> bytes:
    """A statement a line. `home` is this node's address."""
    said = (json.dumps(one, ensure_ascii=False) for row in rows for one in statements(row, home))
    return "".join(f"{line}\n" for line in said).encode()


def statements(row: Any, home: str) -> Iterator[Json]:
    """What was done; then, where that ended the lesson and no mere rehearsal, that it was
    completed."""
    yield statement(row, home, VERB_OF[row.result], row.scene)
    if row.ends and not row.rehearsal:
        yield statement(row, home, "completed", "")


def statement(row: Any, home: str, verb: str, scene: str) -> Json:
    """Its id is made from what it says, so that who imports twice has it once."""
    key = f"{home}/hoc/{row.run}/{row.n}/{row.scene}/{row.outcome}/{verb}"
    actor = {"homePage": home, "name": row.learner or row.run}
    said = {
        "id": str(uuid5(NAMESPACE_URL, key)),
        "actor": {"objectType": "Agent", "account": actor},
        "verb": {"id": f"{VERBS}/{verb}", "display": {"en-US": verb}},
        "object": activity(row, home, scene),
        "context": context(row),
        "timestamp": instant(from_millis(row.at)),
    }
    return said | ({"result": outcome(row, verb)} if verb != "experienced" else {})


def activity(row: Any, home: str, scene: str) -> Json:
    path = f"/hoc/{row.lesson}/{scene}" if scene else f"/hoc/{row.lesson}"
    kind = SCENE_TYPE if scene else LESSON_TYPE
    return {"objectType": "Activity", "id": home + path, "definition": {"type": kind}}


def outcome(row: Any, verb: str) -> Json:
    if verb == "completed":
        return {"completion": True}
    told = {f"{EXTENSION}:outcome": row.outcome, f"{EXTENSION}:fell": row.fell}
    return {"success": verb == "passed", "extensions": told}


def context(row: Any) -> Json:
    """How much of it was done alone: the level of the last hint, and whether somebody helped."""
    names = ("version", "skill", "variant", "hint", "tries", "touch", "trap", "rehearsal", "device")
    given = {f"{EXTENSION}:{name}": getattr(row, name) for name in names}
    given = {name: value for name, value in given.items() if value is not None}
    given[f"{EXTENSION}:real"] = row.result == "real"
    return {"registration": row.run, "extensions": given}
