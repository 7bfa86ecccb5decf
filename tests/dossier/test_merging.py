"""Steps answered anew take the place of the old answers, whole."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.dossier.merging import Redone, fields_of, merged
from kiosk.engine.shapes import Flow, flow_from
from tests.engine.conftest import TURNS
from tests.engine.strategies import answers_to, flows

Answers = dict[str, Any]
FLOW = flow_from(TURNS["flow"])
LAN: Answers = {
    "ho_ten": "Nguyễn Thị Lan", "ngay_sinh": "1990-03-01", "so": "001190004321", "co_con": True,
    "con_em": [{"con_ten": "Trần Văn An", "con_sinh": "2015-05-05"}], "cam_doan": True,
}  # fmt: skip


def test_a_redone_step_is_replaced_and_the_others_stay() -> None:
    new = {"ho_ten": "Lê Thị Lan", "ngay_sinh": "1990-03-02"}
    assert merged(FLOW, LAN, [Redone(("nguoi",), new)]) == LAN | new


def test_what_was_left_blank_is_blank_now() -> None:
    assert merged(FLOW, LAN, [Redone(("so",), {})]) == {k: v for k, v in LAN.items() if k != "so"}


def test_the_members_of_a_group_are_replaced_together() -> None:
    new = {"con_em": [{"con_ten": "Trần Thị Bình", "con_sinh": "2018-01-01"}]}
    assert merged(FLOW, LAN, [Redone(("con-em",), new)])["con_em"] == new["con_em"]


def test_the_groups_own_names_are_taken_out_with_it() -> None:
    old = LAN | {"con-em": [], "con-em.more": True}
    found = merged(FLOW, old, [Redone(("con-em",), {"con-em.more": False})])
    assert found.keys() & {"con_em", "con-em", "con-em.more"} == {"con-em.more"}


def test_what_is_said_of_other_steps_does_not_count() -> None:
    assert merged(FLOW, LAN, [Redone(("so",), {"so": None, "ho_ten": "X", "la": 1})]) == LAN | {
        "so": None
    }


def test_the_declaration_is_the_new_one() -> None:
    assert merged(FLOW, LAN, [Redone((), {"cam_doan": False})])["cam_doan"] is False


def test_the_last_of_several_supplements_counts() -> None:
    first, second = Redone(("so",), {"so": "1"}), Redone(("so", "nguoi"), {"so": "2"})
    found = merged(FLOW, LAN, [first, second])
    assert found["so"] == "2"
    assert "ho_ten" not in found


def test_a_file_is_found_by_its_field_even_inside_a_group() -> None:
    assert fields_of(FLOW, ["con-em", "noi"]) == {"con_ten", "con_sinh", "noi"}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_whatever_comes_only_the_redone_steps_change(data: st.DataObject) -> None:
    flow: Flow = data.draw(flows())
    old, new = data.draw(answers_to(flow)), data.draw(answers_to(flow))
    steps = tuple(data.draw(st.lists(st.sampled_from([*(s.id for s in flow.steps), "?"]))))
    found = merged(flow, old, [Redone(steps, new)])
    kept = {name for step in flow.steps if step.id not in steps for name in step.adds}
    assert {name: found.get(name) for name in kept} == {name: old.get(name) for name in kept}
    assert merged(flow, found, [Redone(steps, new)]) == found
