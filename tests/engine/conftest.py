"""A small flow with a group, a stop and checks, shared with the vectors; and what a walk needs."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.flows import read_flow
from kiosk.content.reference.lookup import reference
from kiosk.content.words import MESSAGES, WORDS
from kiosk.engine.pack import FORMAT, Body, Pack, pack_bytes
from kiosk.engine.shapes import Flow, flow_from
from kiosk.engine.walk import Context

ROOT = Path(__file__).parents[2]
TURNS: dict[str, Any] = json.loads((ROOT / "tests/vectors/turns.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def world() -> Context:
    return Context("2026-11-22", "00070", reference())


@pytest.fixture(scope="session")
def my_house() -> Flow:
    return flow_from(TURNS["flow"])


@pytest.fixture(scope="session")
def birth() -> Flow:
    return read_flow(ROOT / "flows" / "khai-sinh").flow


@pytest.fixture(scope="session")
def lan() -> dict[str, Any]:
    """Lan's answers to all of the small flow."""
    return {
        "ho_ten": "Nguyễn Thị Lan", "ngay_sinh": "1990-03-01", "so": "001190004321",
        "co_con": True, "con-em": [{"con_ten": "Trần Văn An", "con_sinh": "2015-05-05"}],
        "con-em.more": False, "noi": {"province": "01", "commune": "00004", "place": "Ba Đình"},
    }  # fmt: skip


def pack_for(flow: Flow) -> Pack:
    """A pack with words and no pages."""
    messages = MESSAGES | {f"check.{at}": one.say for at, one in enumerate(flow.checks)}
    return Pack(pack_bytes(Body(FORMAT, flow, "vi", WORDS, messages, ("", "", ""), {})))
