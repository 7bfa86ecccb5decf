"""Looks at a page twice, as it stands on a phone and on the screen of a kiosk."""

import os
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.browser.look import HARD_TO_SEE, PHONE, WIDTH, axe, complaints

KIOSK: ViewportSize = {"width": 1280, "height": 800}


class Sight:
    """Collects complaints, so that all come out at once; none where the page runs no scripts, since
    axe is one. `KIOSK_LOOK_AT` names a folder for pictures of what was looked at."""

    def __init__(self, is_open: bool = True) -> None:
        self.is_open = is_open
        self.found: list[str] = []

    def at(self, page: Page, name: str) -> None:
        if not self.is_open:
            return
        before = page.viewport_size or PHONE
        page.set_viewport_size(PHONE)
        self._note(f"{name}-{PHONE['width']}", page, complaints(page))
        page.set_viewport_size(KIOSK)
        self._note(f"{name}-{KIOSK['width']}", page, wide_complaints(page))
        page.set_viewport_size(before)

    def _note(self, name: str, page: Page, found: list[str]) -> None:
        self.found += [f"{name}: {one}" for one in found]
        if folder := os.environ.get("KIOSK_LOOK_AT"):
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def wide_complaints(page: Page) -> list[str]:
    """What `complaints` finds, but for narrow screens and large letters."""
    found = [*axe(page), *page.evaluate(HARD_TO_SEE)]
    if (width := page.evaluate(WIDTH)) > KIOSK["width"]:
        found.append(f"{width} px wide")
    return found
