"""Who is stuck: two mistakes, the third hint, a trap, two minutes of nothing; until a success."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kiosk.coach.rules import (
    LOOK_BACK_MS,
    MINUTE_MS,
    has_number,
    new_pictures,
    place_of,
    sentence_for,
)
from kiosk.content.lessons.read import read_lesson
from kiosk.engine.lesson.events import Event
from kiosk.engine.lesson.shapes import Lesson
from tests.tutor.conftest import LAN, LESSON

NOW = 1_800_000_000_000
RUN, NEXT = (f"019c2b7e-6f00-7abc-8def-00000000000{n}" for n in (1, 2))
ALONE: dict[str, Any] = {
    "lesson": "ma-otp", "version": 2, "skill": "enter-otp", "variant": None, "hint": 0, "tries": 0,
    "fell": False, "ends": False, "rehearsal": False, "touch": "alone", "trap": False,
    "device": "may", "learner": LAN,
}  # fmt: skip


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Lesson]:
    home = tmp_path_factory.mktemp("x") / "ma-otp"
    home.mkdir()
    (home / "lesson.yaml").write_bytes(Path(LESSON).read_bytes())
    return {"ma-otp": read_lesson(home).lesson}


def did(result: Any, outcome: str, ago: int, n: int, scene: str = "nhap-ma", **more: Any) -> Event:
    """Something that was done so many seconds ago."""
    given = ALONE | {"run": RUN} | more
    return Event(n=n, scene=scene, outcome=outcome, result=result, at=NOW - 1000 * ago, **given)


BEGUN = did("begun", "bat-dau", 100, 0)
ONCE, TWICE = (did("wrong", "thieu-so", 90 - n, n) for n in (1, 2))


def stuck_since(events: list[Event], lessons: Mapping[str, Lesson]) -> int | None:
    """Seconds ago."""
    place = place_of(events, lessons, NOW)
    return None if place is None or place.stuck_since is None else (NOW - place.stuck_since) // 1000


def test_one_mistake_is_nothing_and_the_second_is(lessons: Mapping[str, Lesson]) -> None:
    assert stuck_since([BEGUN, ONCE], lessons) is None
    assert stuck_since([TWICE, ONCE, BEGUN], lessons) == 88


def test_a_success_clears_it(lessons: Mapping[str, Lesson]) -> None:
    right = did("right", "o-ma", 60, 3)
    place = place_of([BEGUN, ONCE, TWICE, right], lessons, NOW)
    assert place
    assert place.stuck_since is None
    assert (place.scene, place.wrong) == ("cuoc-goi", None)


def test_the_third_hint_and_the_trap(lessons: Mapping[str, Lesson]) -> None:
    second, third = (did("hint", "goi-y", 50 - n, n, hint=n) for n in (2, 3))
    assert stuck_since([BEGUN, second], lessons) is None
    assert stuck_since([BEGUN, second, third], lessons) == 47
    fell = did("wrong", "doc-ma", 30, 4, "cuoc-goi", fell=True)
    place = place_of([BEGUN, fell], lessons, NOW)
    assert place
    assert place.scene == "nhap-ma"
    assert place.wrong == fell
    assert NOW - (place.stuck_since or 0) == 30_000


def test_two_minutes_of_nothing(lessons: Mapping[str, Lesson]) -> None:
    assert stuck_since([did("begun", "bat-dau", 119, 0)], lessons) is None
    assert stuck_since([did("begun", "bat-dau", 120, 0)], lessons) == 120
    assert place_of([did("begun", "bat-dau", 30 * 60 + 1, 0)], lessons, NOW) is None


def test_a_run_that_ended_and_an_older_one_do_not_count(lessons: Mapping[str, Lesson]) -> None:
    end = did("right", "cup-may", 80, 3, "cuoc-goi", ends=True)
    place = place_of([BEGUN, ONCE, TWICE, end], lessons, NOW)
    assert place
    assert place.ended
    assert place.stuck_since is None
    again = did("begun", "bat-dau", 20, 0, run=NEXT)
    assert stuck_since([BEGUN, ONCE, TWICE, again], lessons) is None
    assert stuck_since([BEGUN, ONCE, TWICE, did("real", "that", 1, 0, run=NEXT)], lessons) == 88


def test_a_clock_that_is_ahead_is_now(lessons: Mapping[str, Lesson]) -> None:
    ahead = [did("wrong", "khac", -60 - n, n) for n in (1, 2)]
    assert stuck_since(ahead, lessons) == 0
    far = [did("wrong", "khac", -LOOK_BACK_MS // 1000 - 60, n) for n in (1, 2)]
    assert place_of(far, lessons, NOW) is None
    assert LOOK_BACK_MS == 30 * MINUTE_MS


def test_a_lesson_that_is_not_here_any_more(lessons: Mapping[str, Lesson]) -> None:
    old = [did("wrong", "x", 9 - n, n, "mat", lesson="cu") for n in (1, 2)]
    place = place_of(old, lessons, NOW)
    assert place
    assert (place.lesson, place.scene) == ("cu", "mat")
    assert sentence_for(lessons["ma-otp"], "mat") == ""
    assert sentence_for(lessons["ma-otp"], "nhap-ma") == "Mã chỉ dùng một lần."


def test_pictures_are_apart_as_long_as_that_goes() -> None:
    taken = {new_pictures((), Random(1))}
    for seed in range(219):
        taken.add(new_pictures(taken, Random(seed)))
    assert len({frozenset(one.split(".")) for one in taken}) == len(taken) == 220
    assert new_pictures(taken, Random(1)) not in taken


@pytest.mark.parametrize("text", ["001099012345", "0912 345 678", "Lan 0912.345.678"])
def test_a_number_of_a_card_or_telephone(text: str) -> None:
    assert has_number(text)
    assert not has_number("Bà Lan 2, số nhà 145")
