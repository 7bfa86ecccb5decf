"""The manifest, by which a phone puts us on its first screen."""

import io
import re
from pathlib import Path

import httpx
from litestar import Litestar
from PIL import Image

from kiosk.web.manifest import TABLE, WOOD

ROOT = Path(__file__).parents[2]


async def test_it_is_in_the_language_of_the_page(client: httpx.AsyncClient) -> None:
    page = (await client.get("/", headers={"Cookie": "lang=en"})).text
    [href] = re.findall(r'<link rel="manifest" href="([^"]+)">', page)
    answer = await client.get(href)
    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert answer.json()["lang"] == "en"
    assert answer.json()["id"] == answer.json()["scope"] == answer.json()["start_url"] == "/"


async def test_without_a_known_language_it_is_the_readers(client: httpx.AsyncClient) -> None:
    asked = {"Accept-Language": "en-GB"}
    told = await client.get("/manifest.webmanifest?lang=tlh", headers=asked)
    assert told.json()["lang"] == "en"
    assert (await client.get("/manifest.webmanifest")).json()["lang"] == "vi"


async def test_its_icons_are_there_and_as_large_as_it_says(client: httpx.AsyncClient) -> None:
    icons = (await client.get("/manifest.webmanifest")).json()["icons"]
    assert {(one["sizes"], one["purpose"]) for one in icons} == {
        (sizes, purpose) for sizes in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for one in icons:
        body = (await client.get(one["src"])).content
        with Image.open(io.BytesIO(body)) as drawn:
            assert "{}x{}".format(*drawn.size) == one["sizes"]
        assert len(body) < 6000


def test_its_colours_are_those_of_the_pages(app: Litestar) -> None:
    css = (ROOT / "static/css/20-base.css").read_text()
    assert f"--wood: {WOOD};" in css
    assert f"--table: {TABLE};" in css
    frame = (ROOT / "kiosk/web/templates/base.html").read_text()
    assert f'name="theme-color" content="{WOOD}"' in frame
