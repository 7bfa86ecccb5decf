import pytest

from kiosk.content.cases import Case, read_cases, run_case
from kiosk.content.flows import read_flow
from kiosk.engine.shapes import Flow
from kiosk.engine.walk import Context
from tests.flows.conftest import FLOWS


def every_case() -> list[object]:
    return [
        pytest.param(flow, case, id=f"{flow.id}: {case.name}")
        for file in sorted(FLOWS.glob("*/cases.yaml"))
        for flow in [read_flow(file.parent).flow]  # once, for all of its cases
        for case in read_cases(file)
    ]


@pytest.mark.parametrize(("flow", "case"), every_case())
def test_a_worked_case_comes_out_as_written(flow: Flow, case: Case, context: Context) -> None:
    assert [str(one) for one in run_case(flow, case, context)] == []
