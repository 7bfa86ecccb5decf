"""Looks at a page as somebody who sees, hears or hits badly: axe, and what axe does not measure."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

HARD_TO_SEE = Path(__file__).with_name("look.js").read_text("utf-8")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """options => axe.run(document, options).then(done => done.violations.map(one =>
  `${one.id}: ${one.nodes.map(node => node.html.slice(0, 120)).join(" | ")}`))"""
WIDTH = "document.documentElement.scrollWidth"
ZOOM = "size => { document.documentElement.style.fontSize = size; }"

PHONE: ViewportSize = {"width": 360, "height": 740}
SMALLEST: ViewportSize = {"width": 320, "height": 640}


def complaints(page: Page) -> list[str]:
    """Everything that is wrong with the page as it stands; it is left as it was."""
    return [*axe(page), *page.evaluate(HARD_TO_SEE), *too_wide(page)]


def axe(page: Page) -> list[str]:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    options = {"runOnly": TAGS, "resultTypes": ["violations"]}
    found: list[str] = page.evaluate(RUN, options)
    return found


def too_wide(page: Page) -> list[str]:
    """Nothing scrolls sideways: not on the smallest phone, not with letters of twice the size."""
    before: Any = page.viewport_size
    found = []
    page.set_viewport_size(SMALLEST)
    if (width := page.evaluate(WIDTH)) > SMALLEST["width"]:
        found.append(f"{width} px wide at 320 px")
    page.set_viewport_size(PHONE)
    page.evaluate(ZOOM, "250%")  # the page's own 20 px, twice
    if (width := page.evaluate(WIDTH)) > PHONE["width"]:
        found.append(f"{width} px wide with text at 200 %")
    page.evaluate(ZOOM, "")
    page.set_viewport_size(before)
    return found
