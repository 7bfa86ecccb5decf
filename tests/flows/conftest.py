"""The flows that come with the program, and a day and place to walk them on."""

from pathlib import Path

import pytest

from kiosk.content.reference.lookup import reference
from kiosk.engine.walk import Context

FLOWS = Path(__file__).parents[2] / "flows"


@pytest.fixture(scope="session")
def context() -> Context:
    return Context("2026-11-20", "00070", reference())
