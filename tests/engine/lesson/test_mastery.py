"""Standings follow from the set of events alone."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.engine.lesson.events import Event
from kiosk.engine.lesson.mastery import Rule, rules, standings
from kiosk.engine.lesson.pack import LessonPack
from tests.twin.lessons import RUNS

DAY = 86_400_000
SKILLS = {"biet": Rule(2, True, (7, 21, 60), False), "lua": Rule(3, True, (7, 21, 60), True)}
EVENTS = st.builds(
    Event,
    run=st.sampled_from(RUNS), n=st.integers(0, 3), scene=st.sampled_from(["mot", "hai"]),
    outcome=st.sampled_from(["a", "b"]),
    result=st.sampled_from(["right", "right", "right", "wrong", "hint", "real", "begun"]),
    lesson=st.just("bai"), version=st.just(1), skill=st.sampled_from(["biet", "lua", None]),
    variant=st.sampled_from([None, 0, 1]), hint=st.sampled_from([0, 0, 1, 2, 4]),
    tries=st.just(0), fell=st.booleans(), ends=st.just(False), rehearsal=st.booleans(),
    touch=st.sampled_from(["alone", "alone", "coach"]), trap=st.booleans(),
    at=st.integers(0, 20).map(lambda days: days * DAY), device=st.sampled_from(["m", "n"]),
    learner=st.none(),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(EVENTS, max_size=12), st.randoms(), st.integers(1, 3))
def test_merged_from_several_devices_in_any_order_they_are_the_same(
    told: list[Event], chance: object, devices: int
) -> None:
    wanted = standings(told, SKILLS)
    heard = [one for at in range(devices) for one in told[at:] + told]
    chance.shuffle(heard)  # type: ignore[attr-defined]
    assert standings(heard, SKILLS) == wanted


@settings(deadline=None, max_examples=60)
@given(st.lists(EVENTS, max_size=12))
def test_a_standing_never_contradicts_itself(told: list[Event]) -> None:
    for skill, one in standings(told, SKILLS).items():
        worked = sum(one.worked.values())
        assert (one.state == "new") <= (worked == 0)
        assert (one.due_ms is None) == (one.state not in ("alone", "lasting"))
        assert (one.since_ms is None) == (one.state == "new")
        assert one.last_ms is not None or not worked
        assert one.streak <= worked
        assert skill in SKILLS


@settings(deadline=None, max_examples=60)
@given(st.lists(EVENTS, max_size=12))
def test_successes_alone_always_end_in_being_able(told: list[Event]) -> None:
    last = max((one.at for one in told), default=0)
    good = Event(
        "0197a2b4-0000-7000-8000-00000000ffff", 0, "ba", "dung", "right", "bai", 1, "lua", 0, 0, 0,
        False, False, False, "alone", True, last + 1, "m", None,
    )  # fmt: skip
    more = [replace(good, n=n, variant=n, at=good.at + n) for n in range(3)]
    assert standings([*told, *more], SKILLS)["lua"].state in ("alone", "lasting")


def test_a_skill_of_two_lessons_has_the_stricter_rule(otp: LessonPack) -> None:
    easy = replace(otp.lesson, scam=False, mastery=replace(otp.lesson.mastery, n=2))
    for pair in ([easy, otp.lesson], [otp.lesson, easy]):
        assert rules(pair)["enter-otp"] == Rule(3, True, (7, 21, 60), True)
