"""What is kept of a deed."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.engine.lesson import events, play
from kiosk.engine.lesson.events import Event
from kiosk.engine.lesson.pack import LessonPack
from kiosk.engine.lesson.place import At
from kiosk.engine.lesson.play import Sent
from kiosk.engine.walk import Context
from tests.twin.lesson_vectors import RUN
from tests.twin.lessons import BACK, WITNESS, LessonDraw


def event(pack: LessonPack, at: At, sent: Sent, world: Context) -> Event:
    turn = play.play(pack.lesson, at, sent, world)
    return events.event_of(pack.lesson, at, turn, sent, **WITNESS)


@settings(deadline=None)
@given(st.integers(0, 10**9))
def test_every_deed_makes_an_event_that_can_be_told(world: Context, seed: int) -> None:
    draw = LessonDraw(f"event {seed}")
    lesson = draw.lesson()
    at = draw.at(lesson)
    sent = play.sent_from(draw.deed(lesson, at))
    made = events.event_of(lesson, at, play.play(lesson, at, sent, world), sent, **WITNESS)
    assert msgspec.json.decode(msgspec.json.encode(made), type=Event) == made


def test_what_was_typed_is_never_in_it(otp: LessonPack, world: Context) -> None:
    for typed in ("001190004321", "482913"):
        made = event(otp, At(RUN, "nhap-ma"), Sent(typed=typed), world)
        assert typed not in str(made)


def test_it_says_under_what_it_was_done(otp: LessonPack, world: Context) -> None:
    at = At(RUN, "cuoc-goi", n=4, round=1, tries=2, hint=3, back=BACK)
    made = event(otp, at, Sent(tap="doc-ma", helped=True), world)
    assert (made.n, made.variant, made.tries, made.hint, made.fell) == (4, 2, 2, 3, True)
    assert (made.touch, made.rehearsal, made.trap, made.skill) == (
        "coach", True, True, "refuse-otp-request",
    )  # fmt: skip


def test_of_a_hint_it_says_which_one_came(otp: LessonPack, world: Context) -> None:
    made = event(otp, At(RUN, "nhap-ma", hint=3), Sent(tap="goi-y"), world)
    assert (made.result, made.outcome, made.hint) == ("hint", "goi-y", 4)


def test_the_same_deed_at_another_time_has_the_same_key(otp: LessonPack, world: Context) -> None:
    first = event(otp, At(RUN, "xem"), Sent(tap="tiep"), world)
    later = msgspec.structs.replace(first, at=first.at + 1, device="khác")
    assert first.key == later.key == (RUN, 0, "xem", "tiep")
    begun = events.begun(otp.lesson, At(RUN, "xem"), **WITNESS)
    assert begun.key != first.key


@pytest.mark.parametrize(
    "wrong",
    [{"run": "x"}, {"n": -1}, {"hint": 5}, {"at": -1}, {"scene": "A b"}, {"touch": "nobody"},
     {"outcome": "x" * 41}, {"result": "won"}, {"extra": 1}, {"at": 32_503_680_000_000}],
)  # fmt: skip
def test_what_no_device_of_ours_tells_is_refused(otp: LessonPack, wrong: dict[str, object]) -> None:
    good = msgspec.to_builtins(events.begun(otp.lesson, At(RUN, "xem"), **WITNESS))
    assert msgspec.convert(good, Event)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**good, **wrong}, Event)


def test_a_step_done_for_real_counts_once(otp: LessonPack) -> None:
    first = events.done_for_real(otp.lesson, "enter-otp", RUN, "ma", "alone", **WITNESS)
    assert first.key == (RUN, 0, "ma", "that-enter-otp")
    assert msgspec.convert(msgspec.to_builtins(first), Event) == first
