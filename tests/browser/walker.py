"""Walks a procedure as people do: looks what a page asks, answers from a worked case, goes on."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import FilePayload, Locator, Page, expect

from kiosk.content.cases import read_cases
from kiosk.content.flows import read_flow
from kiosk.content.reference.lookup import reference
from kiosk.engine.fields import TYPES
from kiosk.engine.fields.files import is_file_field
from kiosk.engine.shapes import Field, Flow, Value
from kiosk.settings import ROOT
from tests.browser.hands import Finger, Hand

FLOWS = ROOT / "flows"
BIRTH = "khai-sinh"
MOTHER = "mẹ đã kết hôn, trong 60 ngày, chứng sinh điện tử"
CHECK = "kiem-tra"
LONGEST_WAY = 80
LONGEST_MS = 8000
LONGEST_UPLOAD_MS = 20_000

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
        """What names the open page: the last part of its path, two for a member of a group."""
        *_, before, last = self.page.url.partition("?")[0].rstrip("/").split("/")
        return f"{before}/{last}" if last.isdigit() else last

    @property
    def photos(self) -> Locator:
        """The small pictures of what was sent under the open question."""
        return self.page.locator(".photo img.photo__small")


class Walker(Visitor):
    """A citizen with answers in mind: those of a worked case, but for those given besides. `files`
    are the photographs in their hand, by field."""

    def __init__(
        self, page: Page, case: str = MOTHER, hand: Hand | None = None, flow: str = BIRTH,
        files: Mapping[str, Sequence[FilePayload]] | None = None, **also: Value,
    ):  # fmt: skip
        super().__init__(page, hand)
        self.flow = flow_of(flow)
        self.answers = {**answers_of(flow, case), **also}
        self.files = files or {}

    def begin(self) -> None:
        """From the first page to the first question."""
        self.page.goto("/")
        self.press(self.link(self.flow.procedure.name))
        self.press(self.button("Bắt đầu"))

    def find(self, words: str) -> None:
        """From the first page to that of the procedure, by typing what one wants."""
        self.page.goto("/")
        self.hand.write(self.page.get_by_label("Tìm thủ tục"), words)
        self.press(self.page.get_by_role("button", name="Tìm", exact=True))
        self.press(self.link(self.flow.procedure.name).first)

    def walk_to(self, step: str) -> None:
        """Answers page after page until `step` is open; of that one nothing is answered."""
        for _ in range(LONGEST_WAY):
            if self.step == step:
                return
            self.answer()
            self.go_on()
        raise AssertionError(f"{step} was not reached; here is {self.step}")

    def leap_to(self, step: str) -> None:
        """As `begin` and `walk_to`, but the answers are posted without looking at the pages, and
        nothing is photographed on the way. For flows without groups."""
        self._leap(self._post("/to-khai", {"flow": [self.flow.id]}), step)

    def leap_on(self, step: str) -> None:
        """The same from the page that is open."""
        self._leap(urlsplit(self.page.url).path, step)

    def _leap(self, here: str, step: str) -> None:
        for _ in range(LONGEST_WAY):
            if here.endswith(f"/{step}"):
                self.page.goto(here)
                return
            here = self._post(here, self.typed_on(step_in(here)))
        raise AssertionError(f"{step} was not reached; the way led to {here}")

    def hand_in(self) -> str:
        """From the check page to the receipt; its code, in groups as it is shown."""
        self.go_on()
        self.answer()
        self.go_on()
        return self.page.locator(".slip .code").inner_text()

    def answer(self) -> None:
        """Fills in the open page, whatever it asks; what stands there already is left."""
        self._send_files()
        controls = self._controls()
        settling = {one.name for one in controls if one.name.endswith(".commune")}
        for one in controls:
            field = one.name.rpartition(".")[0]
            # On the second screen of a place the name stands folded away, and is known.
            if f"{field}.commune" not in settling or one.name in settling:
                self._enter(one)

    def typed_on(self, step: str) -> dict[str, list[str]]:
        """What is typed on the page of a step, of a group's member, or after the members."""
        id, _, number = step.partition("/")
        members = self.answers.get(id)
        if not isinstance(members, list):
            return typed_for(self.flow, self.answers)
        if number:
            return typed_for(self.flow, members[int(number) - 1])
        return {"more": ["yes" if self._is_one_more(len(members)) else "no"]}

    def _is_one_more(self, count: int) -> bool:
        return self.page.locator("ul.members > li").count() < count

    def _send_files(self) -> None:
        """The photographs in hand for this page, unless some were sent already."""
        for name, sent in self.files.items():
            box = self.page.locator(f'main input[type=file][name="{name}"]')
            if box.count() and not self.photos.count():
                self.send_files(box, sent)
                expect(self.photos).to_have_count(len(sent), timeout=LONGEST_UPLOAD_MS)

    def send_files(self, box: Locator, sent: Sequence[FilePayload]) -> None:
        """A script sends them as soon as they are chosen; without one the page's button does."""
        if not self.page.evaluate("'htmx' in window"):
            self.hand.choose(box, sent)
            self.go_on()
            return
        self.page.locator("html[data-sends]").wait_for(state="attached")
        with next_page(self.page):
            self.hand.choose(box, sent)

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
        return [Control(**row) for row in rows if row["name"] in self.typed_on(self.step)]

    def _enter(self, control: Control) -> None:
        wanted = self.typed_on(self.step)[control.name]
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


def step_in(path: str) -> str:
    """`/to-khai/<id>/giay-to/2` is the page `giay-to/2`."""
    return path.partition("?")[0].split("/", 3)[3]


@cache
def flow_of(id: str) -> Flow:
    return read_flow(FLOWS / id).flow


def fields(flow: Flow) -> tuple[Field, ...]:
    said = flow.declaration.fields if flow.declaration else ()
    return tuple(one for step in flow.steps for one in step.fields) + tuple(said)


def answers_of(flow: str, case: str) -> Mapping[str, Value]:
    return {one.name: one.answers for one in read_cases(FLOWS / flow / "cases.yaml")}[case]


def typed_for(flow: Flow, answers: Mapping[str, Value]) -> dict[str, list[str]]:
    """What is typed into the form inputs to give these answers; consents are always given."""
    typed: dict[str, list[str]] = {}
    for one in fields(flow):
        if is_file_field(one):
            continue
        value = True if one.type == "consent" else answers.get(one.id)
        if isinstance(value, list):
            typed[one.id] = [str(each) for each in value]
        elif one.type == "nationality":
            typed[one.id] = [reference().nationality_name(str(value)) or ""]
        else:
            typed |= {name: [text] for name, text in TYPES[one.type].retype(one, value).items()}
    return typed
