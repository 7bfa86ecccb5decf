"""The flows that come with the program, and a day and place to walk them on."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.content.cases import Case, context_of, read_cases
from kiosk.content.flows import FlowFile, read_flow
from kiosk.content.reference.lookup import reference
from kiosk.engine.shapes import Flow
from kiosk.engine.walk import Context, Walk, walk

FLOWS = Path(__file__).parents[2] / "flows"


@pytest.fixture(scope="session")
def context() -> Context:
    return Context("2026-11-20", "00070", reference())


@pytest.fixture(scope="module")
def home(request: pytest.FixtureRequest) -> Path:
    """The folder of the flow that a module of tests names as its `FLOW`."""
    name: str = request.module.FLOW
    return FLOWS / name


@pytest.fixture(scope="module")
def file(home: Path) -> FlowFile:
    return read_flow(home)


@pytest.fixture(scope="module")
def flow(file: FlowFile) -> Flow:
    return file.flow


@pytest.fixture(scope="module")
def cases(home: Path) -> tuple[Case, ...]:
    return read_cases(home / "cases.yaml")


@pytest.fixture(scope="module")
def walks(flow: Flow, cases: tuple[Case, ...], context: Context) -> list[Walk]:
    return [walk(flow, case.answers, context_of(case, context)) for case in cases]


@pytest.fixture(scope="module")
def lan(cases: tuple[Case, ...]) -> dict[str, Any]:
    """Lan's answers: those of the first worked case."""
    return dict(cases[0].answers)
