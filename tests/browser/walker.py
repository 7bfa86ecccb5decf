"""Walks a procedure as people do: looks what a page asks, answers from a worked case, goes on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page

from kiosk.content.cases import read_cases
from kiosk.content.flows import read_flow
from kiosk.engine.fields import TYPES
from kiosk.engine.shapes import Field, Value
from kiosk.settings import ROOT
from tests.browser.hands import Finger, Hand

FLOW = ROOT / "flows" / "khai-sinh"
MOTHER = "mẹ đã kết hôn, trong 60 ngày, chứng sinh điện tử"
CHECK = "kiem-tra"
LONGEST_WAY = 80
LONGEST_MS = 8000

MARK = """for (const one of document.querySelectorAll("html, main")) one.dataset.left = "";"""
CONTROLS = """all => all.map(one => ({
  name: one.name, kind: one.type, value: one.value, checked: one.checked === true,
}))"""


class Control(NamedTuple):
    """An input as the page shows it; `kind` is its DOM type, such as "radio"."""

    name: str
    kind: str
    value: str
    checked: bool


class Visitor:
    """Somebody with a browser and a way to work it."""

    def __init__(self, page: Page, hand: Hand | None = None):
        self.page = page
        self.hand = hand or Finger()
        page.set_default_timeout(LONGEST_MS)

    def press(self, target: Locator) -> None:
        """Presses what leads to another page, and waits for it."""
        with next_page(self.page):
            self.hand.press(target)

    def go_on(self) -> None:
        self.press(self.main_button)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def field(self, name: str) -> Locator:
        return self.page.locator(f'main [name="{name}"]')

    @property
    def main_button(self) -> Locator:
        return self.page.locator("main .button--main")

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def heading(self) -> Locator:
        return self.page.locator("main h1")

    @property
    def step(self) -> str:
        """The last part of the path, which names the open page."""
        return self.page.url.partition("?")[0].rstrip("/").rpartition("/")[2]


class Walker(Visitor):
    """A citizen with answers in mind: those of a worked case, but for those given besides."""

    def __init__(self, page: Page, case: str = MOTHER, hand: Hand | None = None, **also: Value):
        super().__init__(page, hand)
        self.typed = typed_for({**answers_of(case), **also})

    def begin(self) -> None:
        """From the first page to the first question."""
        self.page.goto("/")
        self.press(self.link("Đăng ký khai sinh"))
        self.press(self.button("Bắt đầu"))

    def walk_to(self, step: str) -> None:
        """Answers page after page until `step` is open; of that one nothing is answered."""
        for _ in range(LONGEST_WAY):
            if self.step == step:
                return
            self.answer()
            self.go_on()
        raise AssertionError(f"{step} was not reached; here is {self.step}")

    def leap_to(self, step: str) -> None:
        """As `begin` and `walk_to`, but the answers are posted without looking at the pages."""
        here = self._post("/to-khai", {"flow": ["khai-sinh"]})
        for _ in range(LONGEST_WAY):
            if here.endswith(f"/{step}"):
                self.page.goto(here)
                return
            here = self._post(here, self.typed)
        raise AssertionError(f"{step} was not reached; the way led to {here}")

    def hand_in(self) -> str:
        """From the check page to the receipt; its code, in groups as it is shown."""
        self.go_on()
        self.answer()
        self.go_on()
        return self.page.locator(".slip .code").inner_text()

    def answer(self) -> None:
        """Fills in the open page, whatever it asks; what stands there already is left."""
        controls = self._controls()
        settling = {one.name for one in controls if one.name.endswith(".commune")}
        for one in controls:
            field = one.name.rpartition(".")[0]
            # On the second screen of a place the name stands folded away, and is known.
            if f"{field}.commune" not in settling or one.name in settling:
                self._enter(one)

    def _post(self, path: str, form: Mapping[str, list[str]]) -> str:
        """The path that the answer leads to. The browser keeps the cookies."""
        home = self.page.context.request.get("/").url.rstrip("/")
        answer = self.page.context.request.post(
            path,
            data=urlencode(form, doseq=True),
            headers={"Origin": home, "Content-Type": "application/x-www-form-urlencoded"},
            max_redirects=0,
        )
        return answer.headers["location"]

    def _controls(self) -> list[Control]:
        found = self.page.locator("main form :is(input, select, textarea)[name]")
        rows = found.evaluate_all(CONTROLS)
        return [Control(**row) for row in rows if row["name"] in self.typed]

    def _enter(self, control: Control) -> None:
        wanted = self.typed[control.name]
        if control.kind in ("radio", "checkbox"):
            if control.value in wanted and not control.checked:
                self.hand.tick(self._option(control))
        elif control.value != wanted[0]:
            enter = self.hand.pick if control.kind == "select-one" else self.hand.write
            enter(self.field(control.name), wanted[0])

    def _option(self, control: Control) -> Locator:
        return self.page.locator(f'main [name="{control.name}"][value="{control.value}"]')


@contextmanager
def next_page(page: Page) -> Iterator[None]:
    """Waits until what is done inside has put in another page, or the same one anew."""
    page.evaluate(MARK)
    yield
    page.locator("main:not([data-left])").wait_for()
    page.wait_for_load_state()
    if page.locator("html[data-left]").count():
        # Swapped, not navigated: then reading goes on in the new page, or a keyboard is lost.
        page.locator("main :focus").wait_for()


@cache
def fields() -> tuple[Field, ...]:
    flow = read_flow(FLOW).flow
    said = flow.declaration.fields if flow.declaration else ()
    return tuple(one for step in flow.steps for one in step.fields) + tuple(said)


def answers_of(case: str) -> Mapping[str, Value]:
    return {one.name: one.answers for one in read_cases(FLOW / "cases.yaml")}[case]


def typed_for(answers: Mapping[str, Value]) -> dict[str, list[str]]:
    """What is typed into the form inputs to give these answers; consents are always given."""
    typed: dict[str, list[str]] = {}
    for one in fields():
        value = True if one.type == "consent" else answers.get(one.id)
        if isinstance(value, list):
            typed[one.id] = [str(each) for each in value]
        else:
            typed |= {name: [text] for name, text in TYPES[one.type].retype(one, value).items()}
    return typed
