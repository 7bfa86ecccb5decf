"""What citizens type becomes values or messages, as any other engine would read it."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec import convert

from kiosk.content.reference.lookup import reference
from kiosk.content.words import MESSAGES
from kiosk.engine.fields import TYPES, error_in, read
from kiosk.engine.fields.files import is_file_field, typed_entry
from kiosk.engine.shapes import Field, decode
from kiosk.engine.view import answer_values

VECTORS = json.loads((Path(__file__).parent / "fields.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = VECTORS["cases"]
JUDGED: list[dict[str, Any]] = VECTORS["judged"]
TODAY = {"today": "2026-11-22"}


def field_of(case: dict[str, Any]) -> Field:
    return convert(case["field"], Field, dec_hook=decode)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_what_is_typed_is_read(case: dict[str, Any]) -> None:
    field, env = field_of(case), TODAY | case.get("env", {})
    got = read(field, case["typed"], env, reference())
    assert (got.error.id if got.error else None) == case.get("error")
    assert (got.value if got.error is None else None) == case["value"]
    assert dict(got.error.params if got.error else {}) == case.get("params", {})
    assert [list(pair) for pair in got.choices] == case.get("choices", [])
    stands = got.error is None and got.value is not None
    look = TYPES[field.type].warn(field, got.value, env) if stands else None
    assert (look.id if look else None) == case.get("warning")


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["value"] is not None], ids=lambda case: case["why"]
)
def test_a_value_shown_again_is_read_as_itself(case: dict[str, Any]) -> None:
    field, env = field_of(case), TODAY | case.get("env", {})
    shown = answer_values(field, case["value"], reference())
    again = {name: [text] for name, text in shown.items() if isinstance(text, str)}
    if field.type == "choices":
        again = {"f": [name.removeprefix("f=") for name in shown if name[:2] == "f="]}
    if is_file_field(field):
        again = {"f": [typed_entry(one) for one in case["value"]]}
    assert read(field, again, env, reference()).value == case["value"]


@pytest.mark.parametrize("case", JUDGED, ids=lambda case: case["why"])
def test_a_stored_value_is_judged(case: dict[str, Any]) -> None:
    wrong = error_in(field_of(case), case["value"], TODAY | case.get("env", {}), reference())
    assert (wrong.id if wrong else None) == case.get("error")


def test_every_type_and_every_message_has_a_vector() -> None:
    met = {case.get(kind) for case in (*CASES, *JUDGED) for kind in ("error", "warning")} - {None}
    never_met = {"ethnicity.several", "nationality.several"}  # no table has two of one name yet
    assert set(MESSAGES) - never_met == met
    assert {case["field"]["type"] for case in CASES} == set(TYPES)
