"""Every scene of a lesson, measured: what can be hit, what can be read, what stands in view."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from playwright.sync_api import Page

from kiosk.content.lessons.read import read_lesson
from kiosk.engine.lesson.shapes import Lesson, Scene, ScreenKind
from kiosk.settings import ROOT
from tests.browser.conftest import NewPhone
from tests.browser.lessons.player import IS_LONG, SEEN, SLOW
from tests.browser.look import PHONE, WIDTH, complaints

SIZES = Path(__file__).with_name("sizes.js").read_text("utf-8")
# A phone has about 160 px an inch, a kiosk 96: 48 px are never gone below, 12 mm are 76 px; on a
# kiosk 20 mm are 76 px and 16 mm 61. Between two targets stand 3 mm of a phone.
SMALL_PHONE = {"width": 360, "height": 640}
KIOSK = {"width": 1280, "height": 800}
RUN = "00000000-0000-7000-8000-00000000{:04x}"
# Without hints axe looks at each scene while it is played: test_personas.
LEVELS = (0, 4) if IS_LONG else (4,)


@pytest.fixture(scope="module", params=SLOW)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return read_lesson(ROOT / "tutorials" / request.param).lesson


@pytest.fixture
def screen(phone: NewPhone) -> Page:
    """A small window that does not zoom by itself, as a phone does."""
    return phone(is_mobile=False, has_touch=False)


def test_goal_control_and_help_stand_in_view_on_the_smallest_phone(
    phone: NewPhone, lesson: Lesson
) -> None:
    page = phone(viewport=SMALL_PHONE)
    sizes = {"least": 48, "mainLeast": 48, "apart": 19}
    assert not measured(page, lesson, sizes, first_only=True)


def test_targets_of_a_phone_are_twelve_millimetres(phone: NewPhone, lesson: Lesson) -> None:
    page = phone(viewport=PHONE)
    assert not measured(page, lesson, {"least": 48, "mainLeast": 60, "apart": 19})


def test_targets_of_a_kiosk_are_sixteen_and_twenty_millimetres(
    phone: NewPhone, lesson: Lesson
) -> None:
    page = phone(viewport=KIOSK, is_mobile=False)
    assert not measured(page, lesson, {"least": 61, "mainLeast": 76, "apart": 19})


def test_each_scene_can_be_read_by_everybody(screen: Page, lesson: Lesson) -> None:
    found = {}
    for scene, number in clothes(lesson):
        for level in LEVELS:
            visit(screen, lesson, scene, number, level)
            found[f"{scene.id}.{number} hint {level}"] = complaints(screen)
    assert not {name: wrong for name, wrong in found.items() if wrong}


def test_the_pages_around_the_scenes_can_be_read_by_everybody(screen: Page, lesson: Lesson) -> None:
    run = RUN.format(0)
    for path in ("", f"/xong?luot={run}", "/the"):
        screen.goto(f"/hoc/{lesson.id}{path}")
        assert not complaints(screen), path


def test_nothing_is_lost_at_twice_the_size(phone: NewPhone, lesson: Lesson) -> None:
    page = phone(viewport={"width": 640, "height": 400}, is_mobile=False)
    for scene, number in clothes(lesson):
        visit(page, lesson, scene, number)
        assert page.evaluate(WIDTH) <= 640
        page.locator(main_of(scene)).scroll_into_view_if_needed()
        page.locator(main_of(scene)).click(trial=True)


def test_nothing_moves_for_who_asks_for_that(phone: NewPhone, lesson: Lesson) -> None:
    page = phone(reduced_motion="reduce")
    for scene, number in clothes(lesson):
        visit(page, lesson, scene, number, 4)
        assert not page.evaluate("document.getAnimations().length"), scene.id


def measured(
    page: Page, lesson: Lesson, sizes: dict[str, Any], first_only: bool = False
) -> dict[str, list[str]]:
    """By scene, what is wrong. A page of a real procedure has targets of its own, and needs not be
    seen to its end."""
    found = {}
    for scene, number in clothes(lesson):
        if scene.flow and not first_only:
            continue
        visit(page, lesson, scene, number)
        how = {**sizes, "main": main_of(scene), "whole": first_only and not scene.flow}
        if wrong := page.evaluate(SIZES, how):
            found[f"{scene.id}.{number}"] = wrong
    return found


def clothes(lesson: Lesson) -> Iterator[tuple[Scene, int]]:
    """In the short run each trap once: its variants share one drawing."""
    for scene in lesson.scenes:
        for number in range((len(scene.variants) or 1) if IS_LONG else 1):
            yield (scene.in_clothes(number) if scene.variants else scene), number


def visit(page: Page, lesson: Lesson, scene: Scene, number: int, level: int = 0) -> None:
    """The last digits of a run choose the variant that it shows."""
    hint = f"&goiy={min(level, len(scene.hints))}" if level and scene.hints else ""
    page.goto(f"/hoc/{lesson.id}/{scene.id}?luot={RUN.format(number)}{hint}")


def main_of(scene: Scene) -> str:
    """What one has to use: a button, or what is typed into."""
    if scene.expect.do == "tap":
        return f"#s-{scene.expect.target}"
    return "#chu" if scene.expect.do == "type" else ".screen .button--main"


def test_what_is_played_has_every_kind_of_screen() -> None:
    kinds = {scene.screen.kind for id in SEEN for scene in shown_in(id)}
    assert kinds == set(get_args(ScreenKind))


def shown_in(id: str) -> tuple[Scene, ...]:
    return read_lesson(ROOT / "tutorials" / id).lesson.scenes
