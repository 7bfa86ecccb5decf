"""Deeds in any lesson: always an answer, always the same one, and always a way to the end."""

from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.engine.lesson import place, play
from kiosk.engine.lesson.pack import LessonPack
from kiosk.engine.lesson.place import At
from kiosk.engine.lesson.shapes import END
from kiosk.engine.walk import Context
from tests.twin.lesson_vectors import RUN, query_of
from tests.twin.lessons import BACK, RUNS, LessonDraw

SEEDS = st.integers(0, 10**9)


@settings(deadline=None)
@given(SEEDS)
def test_every_deed_leads_to_a_place_that_there_is(world: Context, seed: int) -> None:
    draw = LessonDraw(f"play {seed}")
    lesson = draw.lesson()
    at = draw.at(lesson)
    turn = play.play(lesson, at, play.sent_from(draw.deed(lesson, at)), world)
    assert turn.at.scene == END or lesson.scene(turn.at.scene)
    assert place.at_from(*query_of(place.url("x", turn.at).removeprefix("/hoc/x/"))) == turn.at
    assert turn.ends == (turn.at.scene == END)
    assert turn.at.n == min(at.n + 1, place.MOST)


@settings(deadline=None)
@given(SEEDS)
def test_the_same_deed_sent_twice_has_the_same_answer(world: Context, seed: int) -> None:
    draw = LessonDraw(f"twice {seed}")
    lesson = draw.lesson()
    at = draw.at(lesson)
    sent = play.sent_from(draw.deed(lesson, at))
    first = asdict(play.play(lesson, at, sent, world))
    assert asdict(play.play(lesson, at, sent, world)) == first


@settings(deadline=None)
@given(SEEDS, st.sampled_from(["", BACK]))
def test_who_does_what_is_expected_reaches_the_end(world: Context, seed: int, back: str) -> None:
    draw = LessonDraw(f"end {seed}", fair=True)
    lesson = draw.lesson()
    at = play.begin(lesson, RUNS[0], back)
    for _ in lesson.scenes:
        scene = play.scene_at(lesson, at)
        turn = play.play(lesson, at, play.sent_from(draw.expected(lesson, scene)), world)
        assert turn.result == "right"
        at = turn.at
        if turn.ends:
            break
    assert at.scene == END


def test_a_run_begins_at_the_first_scene_and_a_rehearsal_at_its_own(otp: LessonPack) -> None:
    assert play.begin(otp.lesson, RUN) == At(RUN, "xem")
    assert play.begin(otp.lesson, RUN, BACK) == At(RUN, "nhap-ma", back=BACK)
    assert play.begin(otp.lesson, RUN, "https://x.vn") == At(RUN, "xem")


def test_every_trap_walked_into_changes_its_clothes(otp: LessonPack) -> None:
    scene = otp.lesson.scene("cuoc-goi")
    assert scene is not None
    seen = [play.variant_of(scene, At(RUN, scene.id, round=lost)) for lost in range(4)]
    assert seen == [1, 2, 0, 1]


@pytest.mark.parametrize(("form", "helped"), [({"giup": ["1"]}, True), ({}, False)])
def test_a_form_says_who_did_it(form: dict[str, list[str]], helped: bool) -> None:
    assert play.sent_from({"lam": ["a"], **form}).helped is helped


def test_a_form_that_sends_nothing_typed_is_told_from_an_empty_box() -> None:
    assert play.sent_from({"lam": ["a"]}).typed is None
    assert play.sent_from({"chu": [""]}).typed == ""
