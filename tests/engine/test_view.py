"""What stands in the holes of a page."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.engine import view
from kiosk.engine.fields import Message
from kiosk.engine.shapes import Flow
from kiosk.engine.turn import CHECK, Draft, turn
from kiosk.engine.walk import Context, Place, walk
from tests.engine.conftest import pack_for
from tests.engine.strategies import answers_to, flows

Answers = dict[str, Any]
BASE = "/to-khai/1"
NOW = {"con_ten": ["Trần Văn An"], "con_sinh.d": ["5/5/2015"]}


def holes(flow: Flow, draft: Draft, place: Place, world: Context, edit: bool = False) -> Answers:
    result = walk(flow, draft.answers, world)
    return view.step_values(pack_for(flow), draft, result, place, world, BASE, edit)


def test_a_stored_answer_is_shown_again(my_house: Flow, lan: Answers, world: Context) -> None:
    values = holes(my_house, Draft(lan, {}), Place("nguoi"), world)
    assert values["ho_ten"] == "Nguyễn Thị Lan"
    assert [values[f"ngay_sinh.{part}"] for part in "dmy"] == ["01", "03", "1990"]
    assert not values["errors"]


def test_what_was_typed_wrong_is_shown_with_its_message(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    sent = {"ho_ten": ["Lan 2"], "ngay_sinh.d": ["1"], "ngay_sinh.m": ["3"]}
    done = turn(my_house, Draft(lan, {}), Place("nguoi"), sent, world, False)
    values = holes(my_house, done.draft, done.go, world)
    assert (values["ho_ten"], values["ngay_sinh.d"]) == ("Lan 2", "1")
    assert values["error:ho_ten"] == "Họ tên không có chữ số. Bạn xem lại nhé."
    assert values["error:ngay_sinh"] == "Còn thiếu năm."


def test_messages_name_days_as_people_write_them(my_house: Flow, world: Context) -> None:
    pack = pack_for(my_house)
    message = Message("date.min", {"min": "2024-03-01"})
    assert view.text_of(pack, message) == "Ngày sớm nhất là 01/03/2024."


def test_a_similar_commune_is_offered_and_not_taken(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    sent = {"noi.province": ["01"], "noi.place": ["Ba Đìnhh"]}
    done = turn(my_house, Draft(lan, {}), Place("noi"), sent, world, False)
    values = holes(my_house, done.draft, done.go, world)
    assert values["noi:choose"] is True
    assert values["noi:candidates"] == [{"code": "00004", "label": "Phường Ba Đình"}]
    assert values["noi.place"] == "Ba Đìnhh"
    assert "noi" not in done.draft.answers


def test_a_warning_is_marked_so_that_it_lets_pass_once_seen(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    values = holes(my_house, Draft(lan | {"so": "001195004321"}, {}), Place("so"), world)
    assert values["warning:so"].startswith("Số này không khớp năm sinh 1990")
    assert values["seen"] == "so:person_id.birth_year"


def test_members_are_listed_by_name_with_room_for_more(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    values = holes(my_house, Draft(lan, {}), Place("con-em"), world)
    assert values["members"] == [{"n": "1", "name": "Trần Văn An"}]
    assert (values["room"], values["count"]) == (True, "1")


def test_a_check_on_a_group_is_told_where_its_members_stand(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    old = [{"con_ten": "Trần Văn An", "con_sinh": "1980-05-05"}]
    values = holes(my_house, Draft(lan | {"con-em": old}, {}), Place("con-em"), world)
    assert values["error:more"] == "Con sinh trước bạn."


def test_back_leads_to_the_page_before_and_from_a_correction_to_the_check_page(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    draft = Draft(lan, {})
    assert holes(my_house, draft, Place("nguoi"), world)["back"] == "/thu-tuc/nha-toi"
    assert holes(my_house, draft, Place("noi"), world)["back"] == "/to-khai/1/con-em"
    assert holes(my_house, draft, Place("noi"), world, edit=True)["back"] == "/to-khai/1/kiem-tra"


def test_the_next_member_is_open_and_the_one_after_is_not(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    result, draft = walk(my_house, lan, world), Draft(lan, {})
    places = [Place("con-em", n) for n in (0, 1, 2, 3)] + [Place("ly-do"), Place("?")]
    opened = [view.is_open(my_house, draft, result, place) for place in places]
    assert opened == [False, True, True, False, False, False]


def test_the_check_page_shows_what_counts_and_nothing_hidden(
    my_house: Flow, lan: Answers, world: Context
) -> None:
    answers = lan | {"ly_do": "giấu", "so": None}
    result = walk(my_house, answers, world)
    values = view.check_values(pack_for(my_house), Draft(answers, {}), result, world, BASE)
    assert values["show:noi"] == "Phường Ba Đình, Thành phố Hà Nội"
    assert values["show:so"] == "Để trống"
    assert values["group:con-em"][0]["show:con_sinh"] == "05/05/2015"
    assert not any("ly-do" in name or "ly_do" in name for name in values)


@settings(max_examples=150, deadline=None)
@given(flow=flows(), data=st.data())
def test_any_json_in_a_draft_can_be_shown(world: Context, flow: Flow, data: st.DataObject) -> None:
    draft = Draft(data.draw(answers_to(flow)), {})
    result, pack = walk(flow, draft.answers, world), pack_for(flow)
    for place in result.path:
        step = flow.step(place.step)
        if step and step.stop is None:
            view.step_values(pack, draft, result, place, world, BASE, False)
    assert view.check_values(pack, draft, result, world, BASE)["path"] == view.url(BASE, CHECK)
