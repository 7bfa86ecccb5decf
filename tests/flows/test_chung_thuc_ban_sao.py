from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.checks import structure
from kiosk.content.explore import random_walks
from kiosk.content.flows import FlowFile
from kiosk.engine.shapes import Flow
from kiosk.engine.walk import Context, Walk, walk
from tests.flows.coverage import nothing_is_missed, steps

# In its first case: Lan wants copies of her identity card.
FLOW = "chung-thuc-ban-sao"
COUNTS = st.tuples(st.integers(1, 2000), st.integers(1, 99))


def paper(pages: int, copies: int, kind: str = "bang_cap", issuer: str = "viet_nam") -> Any:
    return {"loai_giay": kind, "noi_cap": issuer, "so_trang": pages, "so_ban": copies}


def by_the_book(pages: int, copies: int) -> int:
    """As the national portal says it, page being a page of the original."""
    return min(200_000, 2_000 * min(pages, 2) + 1_000 * max(pages - 2, 0)) * copies


def test_the_flow_has_no_mistakes(file: FlowFile) -> None:
    assert [str(trouble) for trouble in structure(file)] == []


def test_the_cases_miss_nothing(flow: Flow, walks: list[Walk]) -> None:
    assert nothing_is_missed(flow, walks)


def test_it_ends_in_a_list_and_hands_nothing_in(flow: Flow) -> None:
    assert (flow.ends, flow.declaration, flow.channel.online) == ("checklist", None, "none")
    assert not [one for one in flow.fields() if one.private or one.official]


@given(counts=st.lists(COUNTS, min_size=1, max_size=10))
def test_the_fee_is_the_books_for_each_paper_and_their_sum(
    flow: Flow, lan: dict[str, Any], context: Context, counts: list[tuple[int, int]]
) -> None:
    answers = {**lan, "giay-to": [paper(*each) for each in counts]}
    found = walk(flow, answers, context).fee
    assert [line.total for line in found.lines] == [by_the_book(*each) for each in counts]
    assert found.total == sum(by_the_book(*each) for each in counts)


@pytest.mark.parametrize("pages", [1, 2, 3, 197, 198, 199, 200])
def test_the_fee_where_it_bends(
    flow: Flow, lan: dict[str, Any], context: Context, pages: int
) -> None:
    answers = {**lan, "giay-to": [paper(pages, 1)]}
    assert walk(flow, answers, context).fee.total == by_the_book(pages, 1)


@pytest.mark.parametrize("kind", ["can_cuoc", "bang_cap", "lai_xe", "the_tru"])
def test_these_foreign_papers_need_no_legalisation(
    flow: Flow, lan: dict[str, Any], context: Context, kind: str
) -> None:
    answers = {**lan, "giay-to": [paper(1, 1, kind, "nuoc_ngoai")]}
    assert walk(flow, answers, context).done


def test_one_foreign_paper_among_many_is_asked_about(
    flow: Flow, lan: dict[str, Any], context: Context
) -> None:
    answers = {**lan, "giay-to": [paper(1, 1), paper(1, 1, "khac", "nuoc_ngoai")]}
    result = walk(flow, answers, context)
    assert result.at is not None
    assert result.at.step == "hop-phap-hoa"


def test_without_the_original_one_question_is_enough(flow: Flow, context: Context) -> None:
    result = walk(flow, {"co_ban_chinh": False}, context)
    assert steps(result) == ["ban-chinh", "dung-ban-chinh"]


def test_any_answers_lead_to_an_end(flow: Flow, context: Context) -> None:
    reached: set[str] = set()
    for _, result in random_walks(flow, context, rounds=150):
        assert result.done or result.stopped
        reached |= set(steps(result))
    assert reached == {step.id for step in flow.steps}
