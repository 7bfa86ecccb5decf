"""What tests of photographs share: a station that asks for them, and a studio that is quick."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile
from typing import Any

import httpx
from litestar import Litestar

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.engine.fields import Message
from kiosk.flow.node import Node
from kiosk.papers.studio import Cleaned, Kind
from kiosk.settings import ROOT, Settings
from tests.conftest import HERE
from tests.flow.citizen import AGREED, Citizen, Form

FLOWS = ROOT / "tests" / "browser" / "flows"
JPEG = b"\xff\xd8\xff"
ONE, TWO, THREE = (JPEG + name for name in (b" one", b" two", b" three"))
PDF = b"%PDF-1.7 three pages"
HEIC = b"\0\0\0\x18ftypheic"


class QuickStudio:
    """Takes what begins like a JPEG or a PDF as it is."""

    async def clean(self, data: bytes, kind: Kind) -> Cleaned | Message:
        if not data:
            return Message("file.empty")
        if data.startswith(JPEG):
            return Cleaned("image/jpeg", data, 1)
        if data.startswith(b"%PDF") and kind == "document":
            return Cleaned("application/pdf", data, 3)
        return Message("file.heic" if b"heic" in data else "file.kind")

    async def close(self) -> None:
        """Nothing runs."""


@dataclass
class Photographer(Citizen):
    """A citizen whose forms may hold files."""

    node: Any = None

    async def begin(self, flow: str = "anh-giay") -> None:
        await super().begin(flow)

    async def bring(self, page: str, form: Form, *files: tuple[str, bytes]) -> httpx.Response:
        """Each file is the name of its input and what is in it."""
        sent = [(name, ("anh.jpg", data, "image/jpeg")) for name, data in files]
        no_file = [("none", ("", b"", "application/octet-stream"))]
        answer = await self.browser.post(
            f"{self.base}/{page}", data=dict(form), files=sent or no_file
        )
        if answer.status_code == 303:
            self.at = answer.headers["location"]
        return answer

    async def answer_all(self, forms: Mapping[str, Form] | None = None) -> None:
        await self.bring("chung-sinh", {"ten": "Trần Gia Bảo"}, ("chung_sinh", ONE))
        await self.send("chung-sinh", {"ten": "Trần Gia Bảo"})
        await self.send("giay-khac", {})
        await self.bring("chu-ky", {}, ("chu_ky", TWO))
        await self.send("chu-ky", {})

    async def finish(self) -> str:
        """The code of the receipt."""
        answer = await self.hand_in(AGREED)
        return str(answer.headers["location"].rsplit("/", 1)[1])

    async def stored(self) -> list[str]:
        """The names of the files that the node keeps for the draft."""
        folder = self.node.settings.files_dir / self.id
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def photo_settings(folder: Path, migrated: Path, flows: Path = FLOWS) -> Settings:
    copyfile(migrated, folder / "kiosk.db")
    return Settings(
        data_dir=folder, database_url=f"sqlite:///{folder}/kiosk.db", public_url=HERE,
        flows_dir=flows, tutorials_dir=folder / "tutorials",
        rate_address=100_000, rate_all=100_000,
        given_secret=b"a secret for tests, 32 bytes long",
    )  # fmt: skip


@asynccontextmanager
async def photo_station(settings: Settings, clock: FixedClock) -> AsyncIterator[Litestar]:
    app = create_app(settings, clock)
    async with app.lifespan():
        node: Node = app.state.node
        app.state.node = replace(node, studio=QuickStudio())  # type: ignore[arg-type]
        yield app


@asynccontextmanager
async def browser_at(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(
        transport=transport, base_url=HERE, headers={"Origin": HERE}
    ) as one:
        yield one
