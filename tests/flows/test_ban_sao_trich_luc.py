from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.cases import Case
from kiosk.content.checks import structure
from kiosk.content.explore import random_walks
from kiosk.content.flows import FlowFile
from kiosk.engine.shapes import Flow
from kiosk.engine.walk import Context, Walk, submitted, walk
from tests.flows.coverage import nothing_is_missed, steps

# In its first case: Lan asks for copies of her own birth certificate.
FLOW = "ban-sao-trich-luc"
KINDS = ("co_cong", "ngheo", "khuyet_tat")


@pytest.fixture(scope="module")
def for_mother(cases: tuple[Case, ...]) -> dict[str, Any]:
    return dict(next(case.answers for case in cases if case.name.startswith("xin giấy kết hôn")))


def test_the_flow_has_no_mistakes(file: FlowFile) -> None:
    assert [str(trouble) for trouble in structure(file)] == []


def test_the_cases_miss_nothing(flow: Flow, walks: list[Walk]) -> None:
    assert nothing_is_missed(flow, walks)


def test_every_official_field_is_asked_or_derived(flow: Flow) -> None:
    assert flow.official_form is not None
    filled = {one.official for one in flow.fields()} | {one.official for one in flow.derived}
    assert [one.id for one in flow.official_form.fields if one.id not in filled] == []


@given(copies=st.integers(1, 10))
def test_each_copy_costs_eight_thousand(
    flow: Flow, lan: dict[str, Any], context: Context, copies: int
) -> None:
    assert walk(flow, {**lan, "so_luong_ban": copies}, context).fee.total == 8000 * copies


@given(kinds=st.sets(st.sampled_from(KINDS), min_size=1))
def test_an_exemption_is_the_officers_word_and_never_reads_free(
    flow: Flow, lan: dict[str, Any], context: Context, kinds: set[str]
) -> None:
    answers = {**lan, "dien_uu_tien": [one for one in KINDS if one in kinds]}
    assert walk(flow, answers, context).fee.total is None


def test_after_the_law_changed_the_fee_is_not_known(
    flow: Flow, lan: dict[str, Any], context: Context
) -> None:
    assert walk(flow, lan, replace(context, today="2027-02-28")).fee.total == 16000
    assert walk(flow, lan, replace(context, today="2027-03-01")).fee.total is None


def test_lan_is_not_asked_again_who_she_is(
    flow: Flow, lan: dict[str, Any], context: Context
) -> None:
    result = walk(flow, lan, context)
    assert result.done
    assert not {"ai-co-ten", "so-dinh-danh", "noi-cu-tru"} & set(steps(result))


@pytest.mark.parametrize("name", ["noi_dang_ky", "ngay_dang_ky"])
def test_place_and_year_are_demanded(
    flow: Flow, lan: dict[str, Any], context: Context, name: str
) -> None:
    result = walk(flow, {**lan, name: None}, context)
    assert [note.on for note in result.errors] == [name]


def test_only_a_stranger_needs_a_certified_authorisation(
    flow: Flow, for_mother: dict[str, Any], context: Context
) -> None:
    papers = {
        who: [paper.id for paper in walk(flow, {**for_mother, **more}, context).papers]
        for who, more in (
            ("mother", {}),
            ("stranger", {"cho_ai": "uy_quyen", "co_uy_quyen": True}),
            ("child", {"ngay_sinh": "2019"}),
        )
    }
    assert "uy_quyen_nguoi_than" in papers["mother"]
    assert "uy_quyen_chung_thuc" in papers["stranger"]
    assert not [paper for paper in papers["child"] if paper.startswith("uy_quyen")]


def test_the_dead_are_not_asked_where_they_live(
    flow: Flow, for_mother: dict[str, Any], context: Context
) -> None:
    result = walk(flow, {**for_mother, "loai_viec": "khai_tu"}, context)
    assert not {"cung-noi", "noi-cu-tru"} & set(steps(result))


def test_any_answers_lead_to_an_end_and_hidden_ones_are_not_submitted(
    flow: Flow, context: Context
) -> None:
    owners = {one.id: step.id for step in flow.steps for one in step.fields}
    for _, result in random_walks(flow, context, rounds=150):
        assert result.done or result.stopped
        assert {owners[name] for name in submitted(flow, result)} <= set(steps(result))
