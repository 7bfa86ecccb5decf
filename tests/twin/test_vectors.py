"""The vectors, replayed by the JavaScript twin: what both engines are held to."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from msgspec import convert

from kiosk.cli.twin import NoTwin, Twin
from kiosk.engine.fields.files import is_file_field, typed_entry
from kiosk.engine.shapes import FeeTable, Field, decode, flow_from
from tests.engine.conftest import pack_for
from tests.twin.shared import COUNTRY, told, trees

VECTORS = Path(__file__).parents[1] / "vectors"
TODAY = {"today": "2026-11-22"}
pytestmark = pytest.mark.vectors


def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text("utf-8"))


def same(node: Twin, pairs: Iterable[tuple[dict[str, Any], Any]]) -> None:
    """Asks all at once; each request stands beside what it should give."""
    asked, wanted = zip(*pairs, strict=True)
    got = node.ask_all(list(asked))
    wrong = [
        (request, want, found)
        for request, want, found in zip(asked, wanted, got, strict=True)
        if told(want) != told(found)
    ]
    assert not wrong, f"{len(wrong)} of {len(got)} differ; the first: {wrong[0]}"


@pytest.mark.parametrize("module", ["dates", "text"])
def test_dates_and_text(node: Twin, module: str) -> None:
    same(node, [
        ({"do": "call", "module": module, "name": name,
          "values": given if module == "dates" else [given]}, wanted)
        for name, cases in vectors(module).items() for given, wanted in cases
    ])  # fmt: skip


def test_expressions(node: Twin) -> None:
    pairs = []
    for case in (case for group in vectors("expressions") for case in group["cases"]):
        repeated = {name: what * times for name, (what, times) in case.get("repeat", {}).items()}
        env = finite(case["env"]) | repeated
        request = {"do": "evaluate", "tree": case["tree"], "env": env}
        pairs.append((request, case["result"]))
    same(node, pairs)


def finite(value: Any) -> Any:
    """1e400 is JSON, and an infinity to both parsers; Python would not write it as JSON again."""
    far = {"Infinity": 10**400, "-Infinity": -(10**400)}
    return json.loads(json.dumps(value), parse_constant=far.__getitem__)


def field_of(case: dict[str, Any]) -> Field:
    return convert(case["field"], Field, dec_hook=decode)


def test_fields_read_what_is_typed(node: Twin) -> None:
    cases = vectors("fields")["cases"]
    found = node.ask_all([
        {"do": "read", "field": trees(field_of(case)), "typed": case["typed"],
         "env": TODAY | case.get("env", {}), "reference": COUNTRY}
        for case in cases
    ])  # fmt: skip
    for case, got in zip(cases, found, strict=True):
        error = got["error"] or {"id": None, "params": {}}
        assert (error["id"], error["params"]) == (case.get("error"), case.get("params", {}))
        assert (None if got["error"] else got["value"]) == case["value"], case["why"]
        assert got["choices"] == case.get("choices", []), case["why"]
        assert (got["warning"] or {"id": None})["id"] == case.get("warning"), case["why"]


def test_fields_judge_what_is_stored(node: Twin) -> None:
    cases = vectors("fields")["judged"]
    found = node.ask_all([
        {"do": "judge", "field": trees(field_of(case)), "value": case["value"],
         "env": TODAY | case.get("env", {}), "reference": COUNTRY}
        for case in cases
    ])  # fmt: skip
    for case, wrong in zip(cases, found, strict=True):
        assert (wrong["id"] if wrong else None) == case.get("error"), case["why"]


def test_a_value_shown_again_is_read_as_itself(node: Twin) -> None:
    for case in vectors("fields")["cases"]:
        if case["value"] is None:
            continue
        field = trees(field_of(case))
        asked = {"field": field, "reference": COUNTRY, "value": case["value"]}
        shown = node.ask({"do": "retype", **asked})
        again = {name: [text] for name, text in shown.items() if isinstance(text, str)}
        if field["type"] == "choices":
            again = {"f": [name.removeprefix("f=") for name in shown if name[:2] == "f="]}
        if is_file_field(field_of(case)):
            again = {"f": [typed_entry(one) for one in case["value"]]}
        env = TODAY | case.get("env", {})
        got = node.ask({"do": "read", **asked, "typed": again, "env": env})
        assert got["value"] == case["value"], case["why"]


def test_places(node: Twin) -> None:
    same(node, [
        ({"do": "find", "reference": COUNTRY, **case},
         {"found": case["found"], "decided": case["decided"]})
        for case in vectors("places")["cases"]
    ])  # fmt: skip


def test_fees(node: Twin) -> None:
    cases = vectors("fees")["cases"]
    found = node.ask_all([
        {"do": "fee", **{name: case[name] for name in ("env", "today", "channel")},
         "tables": trees(convert(case["fee"], tuple[FeeTable, ...], dec_hook=decode))}
        for case in cases
    ])  # fmt: skip
    for case, fee in zip(cases, found, strict=True):
        totals = [line["total"] for line in fee["lines"]]
        assert (fee["total"], totals) == (case["total"], case["lines"]), case["why"]


def test_deadlines(node: Twin) -> None:
    same(node, [({"do": "due", **case}, case["due"]) for case in vectors("deadlines")["cases"]])


def test_holes(node: Twin) -> None:
    same(node, [({"do": "fill", **case}, case["html"]) for case in vectors("holes")["fills"]])


@pytest.mark.parametrize("case", vectors("holes")["refused"], ids=lambda case: case["name"])
def test_what_is_no_template_is_refused(node: Twin, case: dict[str, Any]) -> None:
    with pytest.raises(NoTwin):
        node.ask({"do": "fill", "template": case["template"], "values": {}})


def test_turns(node: Twin) -> None:
    given = vectors("turns")
    node.keep("nha-toi", pack_for(flow_from(given["flow"])).data)
    for case in given["cases"]:
        step, _, n = case["place"].partition("/")
        got = node.ask({
            "do": "turn", "pack": "nha-toi", "reference": COUNTRY, "today": "2026-11-22",
            "commune": "00070", "channel": "online", "receiving": given["receiving"],
            "place": [step, int(n) if n else None],
            "draft": {"answers": case["answers"], "typed": case.get("typed", {})},
            "sent": case["sent"], "to_check": case.get("to_check", False), "looks": [],
            "base": "/to-khai/1", "whole": False,
        })  # fmt: skip
        found = (got["go"], got["draft"]["answers"], got["draft"]["typed"], got["unseen"])
        wanted = (case["go"], case["after"], case.get("kept", {}), case.get("unseen", []))
        assert told(found) == told(wanted), case["why"]
        assert got["walk"]["path"] == case.get("path", got["walk"]["path"]), case["why"]
