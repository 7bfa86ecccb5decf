"""A lesson's pages, whoever answers them: the same bytes and headers, in both languages.

The phone has no line while it plays: what is equal was answered by its worker.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from kiosk.content.lessons.library import Lessons, open_lessons
from kiosk.content.library import open_library
from kiosk.engine.lesson.place import At, url
from kiosk.engine.lesson.play import begin
from kiosk.engine.lesson.shapes import END, Lesson
from kiosk.settings import Settings
from kiosk.web.tongues import open_tongues
from tests.browser.worker.test_same_pages import Phone, Seen, Server, server
from tests.faults.offline.device import practised, until_lesson
from tests.faults.offline.learner import Form, Learner, at_in, next_url

__all__ = ["server"]

DEEDS = 10
RUN = "0197a2b4-0000-4000-8000-00000000{:04x}"
BACK = "/to-khai/0197a2b4-0000-4000-8000-000000000001/con-em/2#con_sinh.d"


@pytest.fixture(scope="module")
def lessons() -> Lessons:
    settings = Settings(Path("var"), "sqlite://")
    tongues = open_tongues(settings)
    return open_lessons(settings.tutorials_dir, open_library(settings.flows_dir, tongues), tongues)


class Both:
    """Asks the server and the phone, and wants the same of them."""

    def __init__(self, server: Server, phone: Phone) -> None:
        self.asked = (server, phone)

    def ask(self, path: str, form: Form | None = None, part: bool = False) -> Seen:
        there, here = (one.ask(path, form, part) for one in self.asked)
        assert (there.path, there.html) == (here.path, here.html), f"{path} {form}"
        assert there == here
        return here


@pytest.mark.parametrize("lang", ["vi", pytest.param("en", marks=pytest.mark.long)])
def test_a_lesson_is_played_here_as_it_is_there(
    page: Page, server: Server, lessons: Lessons, lang: str
) -> None:
    both = Both(server, Phone(page))
    for one in both.asked:
        one.ask("/ngon-ngu", {"lang": [lang], "back": ["/xong"]})
    page.goto("/")
    for id in lessons.lessons:
        page.goto(f"/hoc/{id}")
        until_lesson(page, id)
    page.context.set_offline(True)
    both.ask("/hoc")
    for number, edition in enumerate(lessons.lessons.values()):
        lesson = edition.pack(lang).lesson
        around(both, lesson)
        played(both, lesson, RUN.format(number), "")
    played(both, lesson, RUN.format(99), BACK)
    assert {one["lesson"] for one in practised(page)} == set(lessons.lessons)


def around(both: Both, lesson: Lesson) -> None:
    """All but its scenes; a run of its own begins at the same one."""
    for more in ("", "/the", f"/{lesson.first}", "/khong-co?luot=x&ve=/to-khai", "?ve=//x.vn"):
        both.ask(f"/hoc/{lesson.id}{more}")
    for back in ("", BACK):
        both.ask(url(lesson.id, At(RUN.format(0), END, back=back)))
    there, here = (one.ask(f"/hoc/{lesson.id}", {}) for one in both.asked)
    assert there.path == here.path
    assert there.headers == here.headers


def played(both: Both, lesson: Lesson, run: str, back: str) -> None:
    learner = Learner(lesson, f"{lesson.id} {back}")
    here = both.ask(url(lesson.id, begin(lesson, run, back)))
    for number in range(DEEDS):
        where = next_url(lesson, here.html)
        at = at_in(where) if where else None
        if where is None or at is None:
            return
        here = both.ask(where, learner.anything(at), number % 3 == 0)
