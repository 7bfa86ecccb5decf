"""Every lesson, played by people who differ: each comes to the end, and nobody is trapped."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from kiosk.engine.lesson.place import At, url
from kiosk.engine.lesson.play import begin
from kiosk.engine.lesson.shapes import END, Lesson, Scene
from tests.browser.conftest import NewPhone
from tests.browser.lessons.player import (
    IS_LONG,
    LESSONS,
    SEEN,
    SLOW,
    Deed,
    LessonKeys,
    Player,
    Screen,
    Sheet,
    Surface,
    lesson_at,
)
from tests.browser.look import axe
from tests.browser.noises import Noises
from tests.browser.walker import MARK
from tests.faults.offline.learner import Form

LANGUAGES = ("vi", "en") if IS_LONG else ("vi",)
RUN = "0197a2b4-0000-4000-8000-00000000{:04x}"
BACK = "/to-khai/0197a2b4-0000-7000-8000-000000000001/con-em/2#con_sinh.d"
# All of a page is in view: to axe, what scrolls beneath the bar of tools is too small.
WHOLE = {"width": 360, "height": 1600}
# The tap after it is no longer the second one of two.
A_WHILE_MS = 600


@pytest.fixture(params=LESSONS)
def id(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def lesson(base_url: str, id: str) -> Lesson:
    return lesson_at(base_url, id, "vi")


@pytest.fixture(params=LANGUAGES)
def reader(request: pytest.FixtureRequest, base_url: str, id: str) -> Iterator[Player]:
    """Somebody without scripts, of this language."""
    with httpx.Client(base_url=base_url, follow_redirects=True, trust_env=False) as browser:
        browser.headers["Origin"] = base_url
        yield Player(lesson_at(base_url, id, request.param), Sheet(browser, request.param))


def runs(lesson: Lesson) -> range:
    """As many as there are clothes for a scene."""
    return range(max(1, *(len(one.variants) for one in lesson.scenes)))


def open_first(player: Player, number: int = 0, back: str = "") -> None:
    """The first scene of a run that shows these clothes."""
    lesson = player.lesson
    player.surface.open(url(lesson.id, begin(lesson, RUN.format(number), back)))


@pytest.mark.parametrize("id", SEEN, indirect=True)
def test_always_right(phone: NewPhone, lesson: Lesson) -> None:
    page = phone(viewport=WHOLE)
    player, noises, found = Player(lesson, Screen(page)), Noises(page), {}

    def looking(scene: Scene, at: At, surface: Surface) -> Deed:
        found[scene.id] = axe(page)
        return player.always_right(scene, at, surface)

    player.begin()
    way = player.play(looking)
    found[END] = axe(page)
    assert len(set(way)) == len(way) > 1
    assert (noises.said, {name: wrong for name, wrong in found.items() if wrong}) == ([], {})


@pytest.mark.parametrize("id", SLOW, indirect=True)
def test_nothing_but_keys(page: Page, lesson: Lesson) -> None:
    player = Player(lesson, Screen(page, LessonKeys()))
    player.begin()
    player.play(player.always_right)


@pytest.mark.parametrize(
    "reader", ["vi", pytest.param("en", marks=pytest.mark.long)], indirect=True
)
def test_without_scripts(reader: Player) -> None:
    reader.begin()
    reader.play(reader.always_right)
    for number in runs(reader.lesson):
        open_first(reader, number)
        reader.play(reader.always_right)


def test_each_mistake_first(reader: Player) -> None:
    open_first(reader)
    reader.play(reader.wrong_first())


def test_hints_only(reader: Player) -> None:
    open_first(reader)
    reader.play(reader.hints_only)


def test_a_minute_of_practice_leads_back(reader: Player) -> None:
    """To the field where somebody was stuck; right, or wrong as often as one can be."""
    reader.begin(BACK)
    assert tuple(reader.play(reader.always_right)) == reader.lesson.rehearsal
    assert f'class="button button--main" href="{BACK}"' in reader.surface.html
    open_first(reader, back=BACK)
    reader.play(reader.wrong_first())
    assert f'class="button button--main" href="{BACK}"' in reader.surface.html


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.long)])
def test_each_mistake_first_in_a_real_browser(
    phone: NewPhone, base_url: str, javascript: bool
) -> None:
    """The lesson that has pages of a real procedure in it."""
    page = phone(java_script_enabled=javascript)
    player = Player(lesson_at(base_url, "dien-to-khai", "vi"), Screen(page))
    player.begin()
    player.play(player.wrong_first())


class Restless(Screen):
    """Taps everything twice; then goes back and does it again, or reloads the page."""

    goes_back = False

    def press(self, target: Locator) -> None:
        """The second tap may take the focus away; a finger does not need it."""
        target.tap(trial=True)  # scrolled to where no bar lies over it
        self.page.clock.fast_forward(A_WHILE_MS)
        box = target.bounding_box()
        assert box
        self.page.evaluate(MARK)
        for _ in range(2):
            self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.locator("main:not([data-left])").wait_for()
        self.page.wait_for_load_state()

    def do(self, form: Form) -> None:
        before, action = self.page.url, self._action
        super().do(form)
        self.goes_back = not self.goes_back
        if self.goes_back:
            self.page.go_back()
            expect(self._form).to_have_attribute("action", action)
            assert self.page.url == before
            super().do(form)
            return
        after = self._action
        self.page.reload()
        assert self._action == after

    @property
    def _form(self) -> Locator:
        return self.page.locator("main form, main .lesson--end").first

    @property
    def _action(self) -> str:
        return self._form.get_attribute("action") or ""


@pytest.mark.parametrize("id", SLOW, indirect=True)
def test_restless(page: Page, lesson: Lesson) -> None:
    """No deed counts twice, and none is skipped."""
    page.clock.install()
    player = Player(lesson, Restless(page))
    open_first(player)
    way = player.play(player.always_right)
    assert len(set(way)) == len(way)
    assert f"n={len(way)}" in page.url
