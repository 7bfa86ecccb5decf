from dataclasses import replace
from typing import Any

from kiosk.content.cases import Case
from kiosk.content.checks import structure
from kiosk.content.explore import random_walks
from kiosk.content.flows import FlowFile
from kiosk.engine.shapes import Flow
from kiosk.engine.walk import Context, Walk, submitted, walk
from tests.flows.coverage import steps

# In its first case: a married mother who registers within 60 days.
FLOW = "khai-sinh"


def test_the_flow_has_no_mistakes(file: FlowFile) -> None:
    assert [str(trouble) for trouble in structure(file)] == []


def test_there_are_at_least_fifteen_cases(cases: tuple[Case, ...]) -> None:
    assert len(cases) >= 15


def test_the_cases_pass_every_step(flow: Flow, walks: list[Walk]) -> None:
    seen = {step for result in walks for step in steps(result)}
    assert {step.id for step in flow.steps} == seen


def test_the_cases_end_at_every_stop(flow: Flow, walks: list[Walk]) -> None:
    assert {step.id for step in flow.steps if step.stop} <= {result.stopped for result in walks}


def test_the_cases_need_every_paper(flow: Flow, walks: list[Walk]) -> None:
    assert {one.id for one in flow.papers} == {
        paper.id for result in walks if result.done for paper in result.papers
    }


def test_the_cases_give_every_reason_of_the_fee(flow: Flow, walks: list[Walk]) -> None:
    reasons = {one.why for table in flow.fee for one in (*table.rows, *table.exempt)}
    assert reasons == {line.why for result in walks if result.done for line in result.fee.lines}


def test_the_cases_meet_every_check(flow: Flow, walks: list[Walk]) -> None:
    met = {
        note.message.id
        for result in walks
        for note in (*result.errors, *result.warnings, *result.officer)
    }
    assert [i for i in range(len(flow.checks)) if f"check.{i}" not in met] == []


def test_every_official_field_is_asked_derived_or_left_with_a_reason(flow: Flow) -> None:
    assert flow.official_form is not None
    asked = {one.official for one in flow.fields()}
    worked_out = {one.official for one in flow.derived}
    for one in flow.official_form.fields:
        assert one.id in asked | worked_out or one.officer, one.id


def test_the_mother_is_not_asked_again_who_she_is(
    flow: Flow, lan: dict[str, Any], context: Context
) -> None:
    result = walk(flow, lan, context)
    assert result.done
    assert not {"me-ten", "me-so-dinh-danh", "me-cung-noi", "me-noi-cu-tru"} & set(steps(result))


def test_the_father_is_not_asked_again_who_he_is(
    flow: Flow, lan: dict[str, Any], context: Context
) -> None:
    result = walk(flow, {**lan, "nguoi_khai": "cha", "me_ho_ten": "Lê Thị Mai"}, context)
    assert "me-ten" in steps(result)
    assert not {"cha-ten", "cha-so-dinh-danh"} & set(steps(result))


def test_a_mother_alone_is_asked_nothing_about_the_father(
    flow: Flow, lan: dict[str, Any], context: Context
) -> None:
    result = walk(flow, {**lan, "ket_hon": False, "ghi_cha_me": "chi_me"}, context)
    assert result.done
    assert not [name for name in submitted(flow, result) if name.startswith("cha_")]


def test_parents_of_one_ethnic_group_are_not_asked_which_the_child_takes(
    flow: Flow, lan: dict[str, Any], context: Context
) -> None:
    assert "dan-toc-theo" not in steps(walk(flow, lan, context))
    assert "dan-toc-theo" in steps(walk(flow, {**lan, "cha_dan_toc": "tay"}, context))


def test_nobody_is_asked_for_a_nationality(flow: Flow) -> None:
    assert not [one for one in flow.fields() if one.type == "nationality"]


def test_a_late_birth_goes_on_without_a_warning_and_never_reads_free(
    flow: Flow, lan: dict[str, Any], context: Context
) -> None:
    late = replace(context, today="2028-03-01")
    result = walk(flow, {**lan, "dien_uu_tien": []}, late)
    assert result.done
    assert result.fee.total is None
    assert not result.warnings


def test_after_the_law_changed_the_fee_is_not_known(
    flow: Flow, lan: dict[str, Any], context: Context
) -> None:
    later = replace(context, today="2027-03-01")
    born = {**lan, "tre_ngay_sinh": "2027-02-20"}
    assert walk(flow, born, later).fee.total is None


def test_an_abandoned_child_is_the_officers_after_one_question(
    flow: Flow, context: Context
) -> None:
    result = walk(flow, {"truong_hop": "bo_roi"}, context)
    assert steps(result) == ["truong-hop", "dung-bo-roi"]


def test_any_answers_lead_to_an_end_and_hidden_ones_are_not_submitted(
    flow: Flow, context: Context
) -> None:
    owners = {one.id: step.id for step in flow.steps for one in step.fields}
    reached: set[str] = set()
    for _, result in random_walks(flow, context, rounds=150):
        assert result.done or result.stopped
        reached |= set(steps(result))
        assert {owners[name] for name in submitted(flow, result)} <= set(steps(result))
    assert reached == {step.id for step in flow.steps}
