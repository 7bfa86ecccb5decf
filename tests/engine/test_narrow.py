"""The flow of a supplement: the steps that were asked for, and no way to anything else."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.engine.narrow import narrow, narrow_pack
from kiosk.engine.shapes import Flow, Step
from kiosk.engine.turn import Draft, key, turn
from kiosk.engine.view import check_values, is_open, page_of, step_values
from kiosk.engine.walk import MORE, Context, Walk, walk
from tests.engine.conftest import pack_for
from tests.engine.strategies import answers_to, flows

Answers = dict[str, Any]
often = settings(max_examples=100, deadline=None)
FILE = {"slot": 0, "sha256": "a" * 64, "size": 20, "type": "image/jpeg", "name": "a.jpg"}
FITTING: Answers = {
    "full_name": "Nguyễn Thị Lan", "person_id": "001190004321", "phone": "0912345678",
    "date": "2015-05-05", "partial_date": "2015", "text": "x", "long_text": "x", "number": 3,
    "money": 3, "yes_no": True, "choice": "co", "choices": ["co"],
    "commune": {"province": "01", "commune": "00004", "place": "Ba Đình"},
    "address": {"province": "01", "commune": "00004", "place": "Ba Đình", "detail": "1"},
    "ethnicity": "kinh", "nationality": "VN", "consent": True, "photo": [FILE],
    "document": [FILE], "signature": [FILE],
}  # fmt: skip


def answers_for(step: Step) -> Answers:
    """Somebody's good answers to a step."""
    page = {one.id: FITTING[one.type] for one in step.fields}
    if step.group is None:
        return page
    return {step.id: [page] * max(step.group.min, 1), step.id + MORE: False}


@st.composite
def narrowed(draw: st.DrawFn) -> tuple[Flow, list[str], Flow]:
    flow = draw(flows())
    ids = [step.id for step in flow.steps]
    asked = draw(st.lists(st.sampled_from([*ids, "khong-co"]), unique=True))
    return flow, asked, narrow(flow, asked)


def is_held_by_a_check(flow: Flow, result: Walk) -> bool:
    """An author's own check, of these very answers, may keep anybody from going on."""
    return bool(result.errors) and all(n.message.id.startswith("check.") for n in result.errors)


@often
@given(narrowed())
def test_whoever_answers_what_is_asked_comes_to_the_end(
    world: Context, made: tuple[Flow, list[str], Flow]
) -> None:
    _, _, flow = made
    answers: Answers = {}
    for step in flow.steps:
        answers |= answers_for(step)
    result = walk(flow, answers, world)
    assert result.done or is_held_by_a_check(flow, result)


@often
@given(narrowed(), st.data())
def test_nothing_else_is_ever_on_the_path(
    world: Context, made: tuple[Flow, list[str], Flow], data: st.DataObject
) -> None:
    whole, asked, flow = made
    result = walk(flow, data.draw(answers_to(whole)), world)
    assert {place.step for place in result.path} <= set(asked)
    assert result.stopped is None
    assert (result.papers, result.fee.lines, result.officer) == ((), (), result.officer)


@often
@given(narrowed(), st.data())
def test_any_answers_can_be_shown_page_by_page(
    world: Context, made: tuple[Flow, list[str], Flow], data: st.DataObject
) -> None:
    whole, asked, _ = made
    pack = narrow_pack(pack_for(whole), asked)
    draft = Draft(data.draw(answers_to(whole)), {})
    result = walk(pack.flow, draft.answers, world)
    for place in result.path:
        assert is_open(pack.flow, draft, result, place)
        assert page_of(place).removesuffix("/n") in asked
        step_values(pack, draft, result, place, world, "/x", to_check=False)
        assert key(turn(pack.flow, draft, place, {}, world, to_check=False).go)
    check_values(pack, draft, result, world, "/x")


def test_steps_keep_the_order_of_the_flow_and_lose_their_conditions(my_house: Flow) -> None:
    cut = narrow(my_house, ["noi", "con-em", "dung", "khong-co"])
    assert [step.id for step in cut.steps] == ["con-em", "noi"]
    assert all(step.when is None for step in cut.steps)


def test_a_check_that_looks_at_what_is_not_asked_never_holds(
    my_house: Flow, world: Context
) -> None:
    cut = narrow(my_house, ["noi"])
    assert len(cut.checks) == len(my_house.checks)
    assert walk(cut, {"noi": FITTING["address"]}, world).done


def test_the_words_of_a_check_are_still_its_own(my_house: Flow, world: Context) -> None:
    old = {"con-em": [{"con_ten": "Trần Văn An", "con_sinh": "1980-01-01"}], "con-em.more": False}
    whole = walk(my_house, LAN_AND | old, world)
    cut = walk(narrow(my_house, ["nguoi", "con-em"]), LAN_AND | old, world)
    assert [note.message.id for note in cut.errors] == [note.message.id for note in whole.errors]


LAN_AND: Answers = {
    "ho_ten": "Nguyễn Thị Lan", "ngay_sinh": "1990-03-01", "so": "001190004321", "co_con": True,
}  # fmt: skip


def test_a_pack_keeps_its_hash_and_its_own_flow(my_house: Flow) -> None:
    pack = pack_for(my_house)
    cut = narrow_pack(pack, ["noi"])
    assert (cut.sha256, len(cut.flow.steps)) == (pack.sha256, 1)
    assert pack.flow == my_house
