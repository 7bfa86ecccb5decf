"""Forms sent from pages, on one small flow: what is kept, and which page is next."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.reference.lookup import reference
from kiosk.engine.shapes import flow_from
from kiosk.engine.turn import Draft, key, turn
from kiosk.engine.walk import Context, Place

VECTORS = json.loads((Path(__file__).parent / "turns.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = VECTORS["cases"]
FLOW = flow_from(VECTORS["flow"])
RECEIVING = frozenset(VECTORS["receiving"])


def place_named(name: str) -> Place:
    step, _, n = name.partition("/")
    return Place(step, int(n) if n else None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_form_is_taken(case: dict[str, Any]) -> None:
    draft, place = Draft(case["answers"], case.get("typed", {})), place_named(case["place"])
    context = Context("2026-11-22", "00070", reference(), receiving=RECEIVING)
    done = turn(FLOW, draft, place, case["sent"], context, case.get("to_check", False))
    assert key(done.go) == case["go"]
    assert done.draft.answers == case["after"]
    assert done.draft.typed == case.get("kept", {})
    assert list(done.unseen) == case.get("unseen", [])
    if "path" in case:
        assert [key(one) for one in done.walk.path] == case["path"]


def test_a_turn_leaves_the_draft_it_was_given_alone() -> None:
    for case in CASES:
        before = json.dumps([case["answers"], case.get("typed", {})])
        draft = Draft(case["answers"], case.get("typed", {}))
        context = Context("2026-11-22", "00070", reference(), receiving=RECEIVING)
        turn(FLOW, draft, place_named(case["place"]), case["sent"], context, False)
        assert json.dumps([case["answers"], case.get("typed", {})]) == before
