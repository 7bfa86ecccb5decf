"""The hole grammar of docs/packs.md, as both engines have to read it."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.engine.holes import HoleError, compile, fill

VECTORS = json.loads(Path(__file__).with_name("holes.json").read_text("utf-8"))


@pytest.mark.parametrize("one", VECTORS["fills"], ids=lambda one: one["name"])
def test_a_template_is_filled_as_published(one: dict[str, Any]) -> None:
    assert fill(compile(one["template"]), one["values"]) == one["html"]


@pytest.mark.parametrize("one", VECTORS["refused"], ids=lambda one: one["name"])
def test_what_is_no_template_is_refused(one: dict[str, Any]) -> None:
    with pytest.raises(HoleError):
        compile(one["template"])
