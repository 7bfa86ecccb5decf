"""Citizens who go on whatever happens to the node, and remember what it promised them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from string import ascii_lowercase
from threading import Event, Thread
from typing import Any

import httpx

from tests.flow.citizen import AGREED, LAN
from tests.papers.made import photo

PATIENCE_SECONDS = 0.05


class Over(Exception):
    """The test has seen enough."""


@dataclass
class Promised:
    """What a page said: by draft, the key in the browser and the name that was acknowledged; by
    envelope, the code on the receipt. `wrong` are answers that nobody should get, `pages` counts
    all, `photos` the forms that went out with a picture."""

    drafts: dict[str, tuple[str, str]] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    pages: int = 0
    photos: int = 0


class Citizen(Thread):
    """Fills in one form after the other, and sends again what got no answer, as people do."""

    def __init__(self, url: str, names: Iterator[str], promised: Promised, over: Event) -> None:
        super().__init__(daemon=True)
        self.url, self.names, self.promised, self.over = url, names, promised, over
        self.id = ""

    def run(self) -> None:
        while not self.over.is_set():
            try:
                with httpx.Client(
                    base_url=self.url, headers={"Origin": self.url}, timeout=20
                ) as self.browser:
                    self.file()
            except Over:
                return

    def file(self) -> None:
        self.begin("nha-toi")
        for page, form in LAN.items():
            self.send(page, {**form, "ho_ten": self.name} if "ho_ten" in form else form)
        self.hand_in()

    def begin(self, flow: str) -> None:
        self.name = next(self.names)
        self.id = self.ask("/to-khai", data={"flow": flow}).headers["location"].split("/")[2]
        self.promised.drafts[self.id] = (self.browser.cookies[f"d_{self.id}"], "")

    def send(self, page: str, form: Any, **files: Any) -> str:
        """Where it leads. From then on the name is a promise."""
        answer = self.ask(f"/to-khai/{self.id}/{page}", data=form, files=files or None)
        key, _ = self.promised.drafts[self.id]
        self.promised.drafts[self.id] = (key, self.name)
        return answer.headers.get("location", "")

    def hand_in(self) -> None:
        where = self.send("cam-doan", AGREED)
        if where.startswith("/bien-nhan/"):
            self.promised.receipts[self.id] = where.rsplit("/", 1)[1]

    def ask(self, path: str, **form: Any) -> httpx.Response:
        while not self.over.is_set():
            try:
                answer = self.browser.post(path, **form)
            except httpx.TransportError:
                self.over.wait(PATIENCE_SECONDS)
                continue
            self.promised.pages += 1
            if answer.status_code != 303:
                self.promised.wrong.append(f"{path} {answer.status_code} {answer.text[-2000:]}")
            return answer
        raise Over


class Photographer(Citizen):
    """One with a photograph and a signature in the form."""

    def file(self) -> None:
        self.begin("anh-giay")
        picture = ("anh.jpg", photo(320, 240), "image/jpeg")
        self.send("chung-sinh", {"ten": self.name}, chung_sinh=picture)
        self.promised.photos += 1
        self.send("chung-sinh", {"ten": self.name})
        self.send("giay-khac", {})
        self.send("chu-ky", {}, chu_ky=picture)
        self.send("chu-ky", {})
        self.hand_in()


def names() -> Iterator[str]:
    """No two alike."""
    for letters in product(ascii_lowercase, repeat=4):
        yield f"Nguyễn Thị {''.join(letters).title()}"
