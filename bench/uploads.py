"""Photographs on their way in: what one takes, from the form to the sealed file on the disk."""

import asyncio
import io
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
from PIL import Image, ImageDraw

from bench import citizens
from bench.citizens import Citizen
from bench.node import node
from bench.report import Row, row_of

FLOW, STEP, FIELD = "khai-sinh", "anh-giay-to", "anh_giay_to"
SIZE = (4000, 3000)
AT_ONCE = 8


def rows(rounds: int) -> Iterator[Row]:
    photo = paper()
    answers = citizens.with_photo(citizens.answers_of(FLOW), citizens.photo())
    with TemporaryDirectory() as name:
        folder = Path(name)
        people = citizens.seat(folder, AT_ONCE, FLOW, answers, STEP)
        with node(folder) as server:
            send(server.url, people[0], photo)  # starts the child process
            alone = [1000 * send(server.url, people[0], photo) for _ in range(rounds)]
            took = asyncio.run(all_at_once(server.url, people, photo))
            memory = server.memory()
    size = f"{SIZE[0] * SIZE[1] // 10**6} megapixels, {len(photo) / 1e6:.1f} MB"
    yield row_of("photo uploaded, cleaned, sealed, kept", alone, "ms", note=size)
    yield Row(f"the same, {AT_ONCE} people at once", AT_ONCE / took, "photos/s")
    yield Row("memory of the worker after photos", memory.pss, "MB", 150, note="PSS")


def paper(quality: int = 88) -> bytes:
    """A written page as a telephone takes it: letters, grain, a place in its metadata."""
    chance = Random(1)
    page = Image.effect_noise(SIZE, 24).convert("RGB")
    pen = ImageDraw.Draw(page)
    for y in range(100, SIZE[1], 60):
        pen.text((120, y), "Giấy chứng sinh " * 20, fill=(chance.randrange(60),) * 3)
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def send(url: str, one: Citizen, photo: bytes) -> float:
    """Seconds until the page with the preview was there."""
    return asyncio.run(sent(url, one, photo))


async def all_at_once(url: str, people: list[Citizen], photo: bytes) -> float:
    began = time.perf_counter()
    await asyncio.gather(*(sent(url, one, photo) for one in people))
    return time.perf_counter() - began


async def sent(url: str, one: Citizen, photo: bytes) -> float:
    headers = {"Cookie": one.cookie, "Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    began = time.perf_counter()
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=60) as client:
        files = {FIELD: ("giay.jpg", photo, "image/jpeg")}
        answer = await client.post(f"{one.base}/{STEP}", files=files)
    if answer.status_code != 200 or "/tep/" not in answer.text:
        raise SystemExit(f"the photo was not taken: {answer.status_code}")
    return time.perf_counter() - began
