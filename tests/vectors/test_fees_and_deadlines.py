"""What it costs and when it is due, case by case."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec import convert

from kiosk.engine.deadline import due
from kiosk.engine.fee import fee
from kiosk.engine.shapes import FeeTable, TimeLimit, decode

HERE = Path(__file__).parent
FEES, DEADLINES = (
    json.loads((HERE / f"{name}.json").read_text("utf-8"))["cases"]
    for name in ("fees", "deadlines")
)


@pytest.mark.parametrize("case", FEES, ids=lambda case: case["why"])
def test_a_fee(case: dict[str, Any]) -> None:
    tables = convert(case["fee"], tuple[FeeTable, ...], dec_hook=decode)
    flow: Any = SimpleNamespace(fee=tables)
    found = fee(flow, case["env"], case["today"], case["channel"])
    assert (found.total, [line.total for line in found.lines]) == (case["total"], case["lines"])


@pytest.mark.parametrize("case", DEADLINES, ids=lambda case: case["why"])
def test_a_deadline(case: dict[str, Any]) -> None:
    limit = convert(case["limit"], TimeLimit)
    assert due(limit, case["day"], case["time"], case["off"]) == case["due"]
