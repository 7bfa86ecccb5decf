"""Somebody who plays a lesson: all that they know is what it says, and what stands on its pages."""

import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple, Protocol

import httpx
from playwright.sync_api import Page

from kiosk.engine.lesson.pack import LessonPack
from kiosk.engine.lesson.place import At, start_url
from kiosk.engine.lesson.play import scene_at
from kiosk.engine.lesson.shapes import END, Lesson, Mistake, Scene
from kiosk.settings import ROOT
from tests.browser.hands import Hand, Keys
from tests.browser.walker import Visitor
from tests.faults.offline.learner import HINT, Form, Learner, at_in, next_url

LESSONS = sorted(file.parent.name for file in ROOT.glob("tutorials/*/lesson.yaml"))
IS_LONG = os.environ.get("LESSONS") == "all"
"""The long run: `LESSONS=all pytest tests/browser/lessons`."""
EACH_SCREEN = ("chup-giay-to", "dien-to-khai", "nhan-ra-lua-dao", "quet-ma-qr", "xem-lai-va-nop")
SEEN = LESSONS if IS_LONG else EACH_SCREEN
"""Played in a browser: in the short run lessons that have every kind of screen between them."""
SLOW = LESSONS if IS_LONG else ("dien-to-khai", "nhan-ra-lua-dao")
"""Where one lesson takes many seconds: in the short run pages of a real form, and traps."""
MOST_DEEDS = 80
TAPS = 'main button[name="lam"]:enabled:not([value="goi-y"])'
SEND = "main button:is(.s-button--send, .button--main)"
VALUES = "all => all.map(one => one.value)"
TAG = re.compile("<[^>]*>")
BOXES = "all => all.map(one => [one.name, one.tagName])"
# The bar at the bottom of the window lies above what scrolls.
IS_COVERED = """() => {
  const here = document.activeElement, bar = document.querySelector(".tools");
  const { top, height } = here.getBoundingClientRect();
  return bar && !bar.contains(here) && top + height / 2 > bar.getBoundingClientRect().top;
}"""


class Deed(NamedTuple):
    """What is done at a scene, what is said of it, and the scene after it."""

    form: Form
    told: str
    then: str


class Surface(Protocol):
    """What a lesson is played on."""

    def open(self, path: str) -> None: ...

    def do(self, form: Form) -> None:
        """With the controls of the open page, and in no other way."""

    @property
    def html(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def taps(self) -> list[str]:
        """What can be tapped on the simulated screen."""


Persona = Callable[[Scene, At, Surface], Deed]


class Player:
    def __init__(self, lesson: Lesson, surface: Surface) -> None:
        self.lesson, self.surface = lesson, surface
        self.learner = Learner(lesson, lesson.id)

    def begin(self, back: str = "") -> None:
        self.surface.open(start_url(self.lesson.id, back))
        self.surface.do({})

    def play(self, persona: Persona) -> list[str]:
        """From the open scene to the end; the scenes on the way, each time that something is done.
        Fails where the page does not say what the lesson says, or leads elsewhere."""
        way: list[str] = []
        while (at := self.at) is not None:
            assert len(way) < MOST_DEEDS, f"trapped: {' '.join(way)}"
            deed = persona(scene_at(self.lesson, at), at, self.surface)
            self.surface.do(deed.form)
            assert (self.at.scene if self.at else END) == deed.then, f"{at} {deed}"
            assert flat(deed.told) in flat(self.surface.text), f"{at} {deed}"
            way.append(at.scene)
        for line in self.lesson.take_away.lines:
            assert flat(self.lesson.worded(line)) in flat(self.surface.text)
        return way

    @property
    def at(self) -> At | None:
        """The open scene; none at the end."""
        where = next_url(self.lesson, self.surface.html)
        return at_in(where) if where else None

    def always_right(self, scene: Scene, at: At, _: Surface) -> Deed:
        leaves = at.back and scene.then not in self.lesson.rehearsal
        then = END if leaves else scene.then
        return Deed(self.learner.deed(scene, scene.expect), self.lesson.worded(scene.done), then)

    def wrong_first(self) -> Persona:
        """Makes each mistake that has a name once, wherever it leads."""
        made: set[tuple[str, str]] = set()

        def next_deed(scene: Scene, at: At, surface: Surface) -> Deed:
            for one in scene.mistakes:
                if (scene.id, one.id) not in made:
                    made.add((scene.id, one.id))
                    return self._wrong(scene, one)
            return self.always_right(scene, at, surface)

        return next_deed

    def hints_only(self, scene: Scene, at: At, surface: Surface) -> Deed:
        """Asks as long as there is another hint, then does the one thing that is left to do."""
        if scene.gives_hints and at.hint < len(scene.hints):
            return Deed(HINT, self.lesson.worded(scene.hints[at.hint].say), scene.id)
        right = self.always_right(scene, at, surface)
        if not scene.gives_hints or scene.hints[-1].lock_to is None:
            return right
        left = [scene.hints[-1].lock_to] if scene.expect.do == "tap" else []
        assert surface.taps == left, f"{at} {left}"
        return right._replace(form={"lam": left}) if left else right

    def _wrong(self, scene: Scene, mistake: Mistake) -> Deed:
        form = self.learner.deed(scene, mistake.when)
        return Deed(form, self.lesson.worded(mistake.say), mistake.then)


class Screen(Visitor):
    """A browser."""

    def __init__(self, page: Page, hand: Hand | None = None) -> None:
        super().__init__(page, hand)

    def open(self, path: str) -> None:
        self.page.goto(path)

    def do(self, form: Form) -> None:
        if "lam" in form:
            self.press(self.page.locator(f'main button[name="lam"][value="{form["lam"][0]}"]'))
            return
        # In their order on the page, as they are come by.
        for name, kind in self.page.locator("main form [name]").evaluate_all(BOXES):
            if name in form:
                enter = self.hand.pick if kind == "SELECT" else self.hand.write
                enter(self.field(name), form[name][0])
        self.press(self.page.locator(SEND))

    @property
    def html(self) -> str:
        return self.page.content()

    @property
    def text(self) -> str:
        return self.main.inner_text()

    @property
    def taps(self) -> list[str]:
        found: list[str] = self.page.locator(TAPS).evaluate_all(VALUES)
        return found


class LessonKeys(Keys):
    """Nothing but a keyboard. Nor may the bar of tools lie over what has the focus."""

    def _expect_seen(self, page: Page) -> None:
        super()._expect_seen(page)
        assert not page.evaluate(IS_COVERED), page.evaluate("document.activeElement.outerHTML")


class Sheet:
    """A page without any script, as plain as can be: what it says and its forms."""

    def __init__(self, browser: httpx.Client, lang: str) -> None:
        self.browser, self.html = browser, ""
        self._keep(browser.post("/ngon-ngu", data={"lang": lang, "back": "/"}))

    def open(self, path: str) -> None:
        self._keep(self.browser.get(path))

    def do(self, form: Form) -> None:
        fits = [one for one in self._forms() if one.takes(form)]
        assert fits, f"no form of the page takes {form}"
        self._keep(self.browser.post(fits[0].action, data={**fits[0].values, **form}))

    @property
    def text(self) -> str:
        return unescape(TAG.sub("", self._main))

    @property
    def taps(self) -> list[str]:
        return [one for form in self._forms() for one in form.taps if one != HINT["lam"][0]]

    def _keep(self, answer: httpx.Response) -> None:
        assert answer.status_code in (200, 422), f"{answer.status_code} {answer.url}"
        self.html = answer.text

    def _forms(self) -> list["PlainForm"]:
        reader = _Forms()
        reader.feed(self._main)
        return reader.found

    @property
    def _main(self) -> str:
        return self.html[self.html.index("<main") : self.html.index("</main>")]


class PlainForm:
    def __init__(self, action: str) -> None:
        self.action = action
        self.values: dict[str, list[str]] = {}
        self.taps: list[str] = []
        self.sends = False

    def takes(self, form: Mapping[str, list[str]]) -> bool:
        """Whether a browser could send this."""
        if "lam" in form:
            return form["lam"][0] in self.taps
        return self.sends and form.keys() <= self.values.keys()


class _Forms(HTMLParser):
    """The forms of a lesson, as they are before anything is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[PlainForm] = []
        self._open: PlainForm | None = None
        self._named: dict[str, PlainForm] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form" and given["action"].startswith("/hoc/"):
            self._open = self._named[given.get("id", "")] = PlainForm(given["action"])
            self.found.append(self._open)
        form = self._named.get(given["form"]) if "form" in given else self._open
        if form and "disabled" not in given and "formaction" not in given:
            self._control(form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        self._open = None if tag == "form" else self._open

    def _control(self, form: PlainForm, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "button" and given.get("type") != "button":
            form.sends = form.sends or not name
            form.taps += [given["value"]] if name == "lam" else []
        elif tag in ("input", "select", "textarea") and name:
            is_off = given.get("type") in ("checkbox", "radio") and "checked" not in given
            form.values[name] = [] if is_off else [given.get("value", "")]


@cache
def lesson_at(node: str, id: str, lang: str) -> Lesson:
    """The lesson as the node gives it to devices: translated, with the forms of its scenes."""
    with httpx.Client(base_url=node, trust_env=False) as browser:
        rows = browser.get("/sync/v1/packs").json()["lessons"]
        [sha] = [one["packs"][lang] for one in rows if one["id"] == id]
        return LessonPack(browser.get(f"/sync/v1/packs/{sha}").content).lesson


def flat(text: str) -> str:
    """Lines break where there is no more room."""
    return " ".join(text.split())
