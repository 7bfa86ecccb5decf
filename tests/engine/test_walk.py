"""The walk ends, never throws, and never hands in what was not asked."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.explore import random_walks
from kiosk.engine.shapes import Flow
from kiosk.engine.turn import Draft, key, turn
from kiosk.engine.walk import Context, Place, Walk, name_of_group, submitted, walk
from tests.engine.strategies import answers_to, flows

Answers = dict[str, Any]
often = settings(max_examples=100, deadline=None)


def pages(result: Walk) -> list[str]:
    return [key(place) for place in result.path]


def asked(flow: Flow, result: Walk) -> set[str]:
    """The names under which answers of the path may be handed in."""
    steps = [flow.step(place.step) for place in result.path]
    return {name for step in steps if step for name in step.adds}


def assert_sane(flow: Flow, answers: Answers, world: Context) -> None:
    result = walk(flow, answers, world)
    assert result.done is (result.at is None)
    assert result.at is None or result.at in result.path
    assert len(set(result.path)) == len(result.path)
    assert set(submitted(flow, result)) <= asked(flow, result)
    if result.done:
        assert not result.errors
        assert_hidden_answers_change_nothing(flow, answers, result, world)


def assert_hidden_answers_change_nothing(
    flow: Flow, answers: Answers, result: Walk, world: Context
) -> None:
    sent = submitted(flow, result)
    groups = [step for step in flow.steps if step.group]
    given: Answers = {one.id: None for one in flow.fields()} | sent
    given |= {step.id: sent.get(name_of_group(step)) for step in groups}
    given |= {f"{step.id}.more": False for step in groups}
    again = walk(flow, given, world)
    assert (again.done, again.papers, again.fee) == (True, result.papers, result.fee)
    assert submitted(flow, again) == submitted(flow, result)


def test_a_draft_begins_at_the_first_page(my_house: Flow, world: Context) -> None:
    result = walk(my_house, {}, world)
    assert (result.at, result.done, result.stopped) == (Place("nguoi"), False, None)
    assert pages(result) == ["nguoi"]


def test_all_answers_lead_to_the_end(my_house: Flow, lan: Answers, world: Context) -> None:
    result = walk(my_house, lan, world)
    assert result.done
    assert pages(result) == ["nguoi", "so", "co-con", "con-em/1", "con-em", "noi"]


def test_a_hidden_answer_reads_as_null_and_stays_here(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    result = walk(my_house, {**lan, "ly_do": "dừng"}, world)
    assert result.done
    assert result.env.get("ly_do") is None
    assert "ly_do" not in submitted(my_house, result)


def test_members_are_hidden_with_their_step(my_house: Flow, lan: Answers, world: Context) -> None:
    result = walk(my_house, {**lan, "co_con": False, "so": None, "ly_do": "vì"}, world)
    assert result.done
    assert {"con-em", "con_em", "con-em.more"}.isdisjoint(submitted(my_house, result))


def test_a_stop_is_never_done(my_house: Flow, lan: Answers, world: Context) -> None:
    result = walk(my_house, {**lan, "co_con": False, "so": None, "ly_do": "dừng"}, world)
    assert (result.stopped, result.done, result.at) == ("dung", False, Place("dung"))


def test_after_a_step_back_what_lies_ahead_is_forgotten(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    old = {"con_ten": "Trần Văn An", "con_sinh": "1980-01-01"}
    result = walk(my_house, {**lan, "con-em": [old]}, world)
    assert pages(result)[-1] == "con-em"
    assert result.env.get("noi") is None
    assert "noi" not in submitted(my_house, result)
    assert [note.on for note in result.errors] == ["con_em"]


def test_an_answer_may_be_right_today_and_wrong_on_another_day(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    result = walk(my_house, lan, replace(world, today="2014-01-01"))
    assert result.at == Place("con-em", 1)
    assert [note.message.id for note in result.errors] == ["date.future"]


def test_what_is_handed_in_walks_the_same_way_at_the_hub(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    result = walk(my_house, lan, world)
    assert_hidden_answers_change_nothing(my_house, lan, result, world)


@often
@given(data=st.data())
def test_any_json_as_answers_to_the_birth_flow_is_walked(
    birth: Flow, world: Context, data: st.DataObject
) -> None:
    whole, _ = next(random_walks(birth, world, rounds=1, seed=data.draw(st.integers(0, 20))))
    assert_sane(birth, whole | data.draw(answers_to(birth)), world)


@settings(max_examples=50, deadline=None)
@given(flow=flows(), data=st.data())
def test_any_json_as_answers_to_any_flow_is_walked(
    world: Context, flow: Flow, data: st.DataObject
) -> None:
    whole, _ = next(random_walks(flow, world, rounds=1))
    assert_sane(flow, whole | data.draw(answers_to(flow)), world)


@often
@given(flow=flows(), data=st.data())
def test_any_form_sent_to_any_page_is_taken(
    world: Context, flow: Flow, data: st.DataObject
) -> None:
    answers = data.draw(answers_to(flow))
    names = [
        one.id + end for one in flow.fields() for end in ("", ".d", ".y", ".province", ".place")
    ]
    word = st.sampled_from(["", "1/3/2024", "co", "yes", "no", "01", "Ba Đình", "1"]) | st.text()
    sent = data.draw(st.dictionaries(
        st.sampled_from([*names, "more", "remove", "seen"]), st.lists(word, max_size=2)
    ))  # fmt: skip
    step = data.draw(st.sampled_from([*(step.id for step in flow.steps), "?"]))
    n = data.draw(st.none() | st.integers(-2, 4))
    done = turn(flow, Draft(answers, {}), Place(step, n), sent, world, data.draw(st.booleans()))
    assert_sane(flow, dict(done.draft.answers), world)
    assert all(len(note) <= 3 * len(names) for note in done.draft.typed.values())
