"""One studio for all tests of this folder: its children stay warm."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from PIL import Image

from kiosk.engine.fields import Message
from kiosk.papers.studio import Cleaned, Studio
from tests.papers import made

Clean = Callable[[bytes], Awaitable[Image.Image]]
Refusal = Callable[[bytes], Awaitable[str]]
Peak = Callable[[Studio], int]


@pytest.fixture(scope="session")
async def studio() -> AsyncIterator[Studio]:
    async with Studio() as opened:
        yield opened


@pytest.fixture
def clean(studio: Studio) -> Clean:
    """The picture that is kept of a photograph."""

    async def _clean(data: bytes) -> Image.Image:
        cleaned = await studio.clean(data, "photo")
        assert isinstance(cleaned, Cleaned), cleaned
        assert (cleaned.type, cleaned.pages) == ("image/jpeg", 1)
        return made.opened(cleaned.data)

    return _clean


@pytest.fixture
def refusal(studio: Studio) -> Refusal:
    """Why a file is not taken, even where a PDF would be."""

    async def _refusal(data: bytes) -> str:
        told = await studio.clean(data, "document")
        assert isinstance(told, Message), told
        return told.id

    return _refusal


@pytest.fixture
def peak() -> Peak:
    """The most memory that a child has held, in kB."""

    def _peak(studio: Studio) -> int:
        (pid,) = {child.pid for child in studio._sandbox._idle if child.is_alive}
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
        assert found
        return int(found[1])

    return _peak
