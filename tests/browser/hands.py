"""Ways to work a page: with a finger, or with nothing but a keyboard."""

from collections.abc import Sequence
from typing import Protocol

from playwright.sync_api import FilePayload, Locator, Page
from playwright.sync_api import TimeoutError as TookTooLong

MOST_TABS = 80
LONGEST_REACH_MS = 30_000

HAS_FOCUS = "one => one === document.activeElement"
GROUP_HAS_FOCUS = """one => {
  const here = document.activeElement;
  return here.type === "radio" && here.name === one.name && here.form === one.form;
}"""
# Seen means: a ring of at least 2 px on the element or on its card, and inside the window; of a
# table that is taller than the window a part.
LONGEST_SCROLL_MS = 2_000
FOCUS_IS_SEEN = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const ring = one => {
    const style = one && getComputedStyle(one);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  return here.matches(":focus-visible") && (ring(here) || ring(here.closest(".card")))
    && (box.top >= 0 || box.height > innerHeight) && box.bottom > 0
    && box.top < innerHeight && box.left >= 0 && box.left < innerWidth;
}"""


class Hand(Protocol):
    def press(self, target: Locator) -> None:
        """A link or a button."""

    def tick(self, option: Locator) -> None:
        """A radio button or a check box that is off."""

    def pick(self, box: Locator, value: str) -> None:
        """One option of a select."""

    def write(self, box: Locator, text: str) -> None:
        """Text instead of what stands there."""

    def choose(self, box: Locator, files: Sequence[FilePayload]) -> None:
        """Photographs, in a file input."""


class Finger:
    def press(self, target: Locator) -> None:
        target.click()

    def tick(self, option: Locator) -> None:
        option.check()

    def pick(self, box: Locator, value: str) -> None:
        box.select_option(value)

    def write(self, box: Locator, text: str) -> None:
        box.fill(text)

    def choose(self, box: Locator, files: Sequence[FilePayload]) -> None:
        box.set_input_files(files)


class Keys:
    """Tab, arrows, Space, Enter and letters. Fails where the focus cannot be seen."""

    def press(self, target: Locator) -> None:
        self.reach(target)
        target.page.keyboard.press("Enter")

    def tick(self, option: Locator) -> None:
        keyboard = option.page.keyboard
        if option.get_attribute("type") == "checkbox":
            self.reach(option)
            keyboard.press("Space")
            return
        self.reach(option, GROUP_HAS_FOCUS)
        keyboard.press("Space")
        for _ in range(MOST_TABS):
            if option.is_checked():
                return
            keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {option}")

    def pick(self, box: Locator, value: str) -> None:
        self.reach(box)
        for _ in range(MOST_TABS):
            if box.input_value() == value:
                return
            box.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{box} has no {value}")

    def write(self, box: Locator, text: str) -> None:
        self.reach(box)
        box.page.keyboard.press("Control+A")
        box.page.keyboard.insert_text(text)

    def choose(self, box: Locator, files: Sequence[FilePayload]) -> None:
        # Listens from before the first Tab on: a chooser that opens earlier is nobody's.
        with box.page.expect_file_chooser(timeout=LONGEST_REACH_MS) as opened:
            self.reach(box)
            box.page.keyboard.press("Enter")
        opened.value.set_files(files)

    def reach(self, target: Locator, arrived: str = HAS_FOCUS) -> None:
        """Tab by Tab; each stop on the way has to show that it is one."""
        for _ in range(MOST_TABS):
            if target.evaluate(arrived):
                return
            target.page.keyboard.press("Tab")
            self._expect_seen(target.page)
        raise AssertionError(f"Tab does not lead to {target}")

    def _expect_seen(self, page: Page) -> None:
        """Soon: the page scrolls to where the focus is after the key, not with it."""
        try:
            page.wait_for_function(FOCUS_IS_SEEN, timeout=LONGEST_SCROLL_MS)
        except TookTooLong:
            here = page.evaluate(
                """() => {
                  const one = document.activeElement, box = one.getBoundingClientRect();
                  return [box.top, box.height, innerHeight, one.outerHTML.slice(0, 120)].join(" ");
                }"""
            )
            raise AssertionError(f"the focus cannot be seen on {here}") from None
