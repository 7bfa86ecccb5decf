"""Problems are named once."""

import pytest

from kiosk.problem import Problem, kind, kinds

no_such_wish = kind("tests.no_such_wish", 404)


def test_a_problem_carries_its_code_its_status_and_what_fills_the_sentence() -> None:
    with pytest.raises(Problem) as caught:
        raise no_such_wish(id="7")
    problem = caught.value
    assert (problem.code, problem.status, problem.params) == (
        "tests.no_such_wish",
        404,
        {"id": "7"},
    )


def test_a_code_means_one_status() -> None:
    assert kind("tests.no_such_wish", 404) == no_such_wish
    with pytest.raises(ValueError, match="404"):
        kind("tests.no_such_wish", 410)
    assert no_such_wish in kinds()
