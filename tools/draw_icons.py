"""Draw the PNG icons of the manifest from static/icons/mark.svg; run when the mark changes."""

import io
import os
from base64 import b64encode
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from tools.browser import find

ICONS = Path(__file__).resolve().parents[1] / "static" / "icons"
MARK = ICONS / "mark.svg"
WOOD = "#4a2a14"
SIZES = (192, 512)
# A launcher may cut a maskable icon down to a circle of 80 %: the mark stays well within, and its
# own ground goes to the edge.
SHARES = {"icon": 1.0, "maskable": 0.76}
# Two colours and what lies between them.
COLOURS = 24


def draw() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or find(), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for name, share in SHARES.items():
            for size in SIZES:
                _write(ICONS / f"{name}-{size}.png", _shot(page, size, share))
        browser.close()


def _shot(page: Any, size: int, share: float) -> bytes:
    ground = "transparent" if share == 1 else WOOD
    mark = f"data:image/svg+xml;base64,{b64encode(MARK.read_bytes()).decode()}"
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f"<body style='margin:0;height:100vh;display:grid;place-items:center;background:{ground}'>"
        f"<img src='{mark}' style='display:block;width:{share:.0%}'>"
    )
    shot: bytes = page.screenshot(omit_background=True)
    return shot


def _write(file: Path, png: bytes) -> None:
    drawn = Image.open(io.BytesIO(png)).quantize(COLOURS)
    drawn.save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    draw()
