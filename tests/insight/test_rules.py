"""What is made of the counts."""

from itertools import count
from typing import Any

from msgspec.structs import replace

from kiosk.coach.visits import EndedVisit
from kiosk.content.lessons.read import read_lesson
from kiosk.engine.lesson.events import Event, done_for_real
from kiosk.engine.lesson.shapes import Lesson
from kiosk.flow.figures import Figure
from kiosk.insight import rules
from kiosk.insight.rules import Filled, Share
from kiosk.tutor.actions import Member, Person
from tests.tutor.conftest import LESSON

RUNS = (f"019c2b7e-6f00-7abc-8def-{number:012x}" for number in count())


def lesson(vn5: Any = "tu-bao-ve") -> Lesson:
    read = read_lesson(LESSON.parent).lesson
    return replace(read, competence=replace(read.competence, vn5=vn5))


def member(id: str, household: str | None, group: str = "g") -> Member:
    return Member(Person(id, group, "1.2.3", None), household, "Thôn Đông")


def able(taught: Lesson, learner: str) -> list[Event]:
    return [
        done_for_real(
            taught, skill, next(RUNS), "ma", "alone", now_ms=1, device="x", learner=learner
        )
        for skill in taught.skills
    ]


def test_a_household_is_able_where_one_of_it_is() -> None:
    taught = lesson()
    people = [member("lan", "Nhà  ông Tư"), member("mai", "nhà ông tư"), member("tam", None)]
    found = rules.skills(people, {"lan": able(taught, "lan"), "tam": able(taught, "tam")}, [taught])
    by_id = {one.id: one for one in found}
    assert by_id["tu-bao-ve"].people == Share(2, 3)
    assert by_id["tu-bao-ve"].households == Share(1, 1)
    assert by_id["mua-sam"].lessons == ()


def test_the_same_name_in_another_group_is_another_household() -> None:
    people = [member("lan", "Nhà ông Tư"), member("mai", "Nhà ông Tư", group="h")]
    assert len(rules.households(people)) == 2


def test_part_of_a_lesson_makes_nobody_able() -> None:
    taught = lesson()
    some = able(taught, "lan")[:1]
    found = rules.skills([member("lan", "A")], {"lan": some}, [taught])
    assert {one.people.part for one in found} == {0} if len(taught.skills) > 1 else {0, 1}


def test_of_few_no_percentage_is_said() -> None:
    assert (Share(3, 9).percent, Share(3, 10).percent, Share(0, 0).percent) == (None, 30, None)


def test_dossiers_are_told_apart_by_version() -> None:
    told = [("f", "1", "none", 3), ("f", "1", "typed", 2), ("f", "2", "helped", 1)]
    rows = rules.by_version(told)
    assert rows == (Filled("f", "1", 3, 0, 2), Filled("f", "2", 0, 1, 0))
    assert rules.all_of(rows).share == Share(3, 6)


def test_minutes_are_those_of_all_visits_for_each_dossier() -> None:
    visits = [EndedVisit("helped", 0, 600_000, 2), EndedVisit("typed", 0, 1_200_000, 0)]
    assert rules.help_given(visits).each == 15
    assert rules.help_given(visits, "typed").each is None


def figures(**counts: int) -> list[Figure]:
    names = {"begun": ("", "begun"), "sent": ("", "sent")}
    told = {name: names.get(name) or tuple(name.split("_")) for name in counts}
    return [Figure("f", "1", *told[name], n) for name, n in counts.items()]  # type: ignore[arg-type]


def test_who_stops_is_counted_at_the_step_they_never_did() -> None:
    found = figures(begun=20, a_done=18, a_error=4, b_done=15, c_done=15, sent=12)
    way = rules.way("f", "1", found, ["a", "b", "c"])
    assert [(one.step, one.stopped) for one in way.lines] == [
        ("a", Share(2, 20)),
        ("b", Share(3, 18)),
        ("c", Share(0, 15)),
    ]
    assert way.lines[0].refused == Share(4, 22)
    assert way.unsent == Share(3, 15)


def test_nobody_stops_at_a_step_that_only_some_are_asked() -> None:
    found = figures(begun=10, a_done=10, b_done=2, c_done=9, sent=9)
    way = rules.way("f", "1", found, ["a", "b", "c"])
    assert [one.stopped.part for one in way.lines] == [0, 1, 0]


def test_a_step_of_an_older_version_comes_last() -> None:
    way = rules.way("f", "0", figures(old_done=1, a_done=1), ["a", "b"])
    assert [one.step for one in way.lines] == ["a", "old"]
