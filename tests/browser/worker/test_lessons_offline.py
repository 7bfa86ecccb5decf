"""A lesson is played to its end on a phone that has no line, after one visit."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kiosk.engine.lesson.shapes import Lesson
from tests.browser.lessons.player import SLOW, Player, Screen, lesson_at
from tests.browser.lessons.test_personas import BACK
from tests.faults.offline.device import controlled, idb_keys, until, until_lesson


@pytest.fixture(scope="module")
def apart(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A phone with a worker, on which one lesson is played after the other."""
    context = browser.new_context(**{**browser_context_args, "service_workers": "allow"})
    yield controlled(context.new_page())
    context.close()


@pytest.fixture(params=SLOW)
def player(request: pytest.FixtureRequest, apart: Page, base_url: str) -> Iterator[Player]:
    """Somebody who has seen the first page of the lesson, and then has no line."""
    apart.goto(f"/hoc/{request.param}")
    until_lesson(apart, request.param)
    lesson = lesson_at(base_url, request.param, "vi")
    until(lambda: places_of(lesson) <= set(idb_keys(apart, "packs")), "the places it speaks of")
    apart.context.set_offline(True)
    yield Player(lesson, Screen(apart))
    apart.context.set_offline(False)


def places_of(lesson: Lesson) -> set[str]:
    """What comes last: the communes of the provinces that the answers name."""
    given = (each for one in lesson.scenes for each in one.expect.answers.items())
    return {f"places {text}" for name, text in given if name.endswith(".province")}


def test_a_lesson_and_a_minute_of_practice_are_played_without_a_line(player: Player) -> None:
    player.begin()
    player.play(player.always_right)
    player.begin(BACK)
    assert tuple(player.play(player.always_right)) == player.lesson.rehearsal
