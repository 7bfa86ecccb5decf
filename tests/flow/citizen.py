"""A person with a browser, who begins a draft and answers page by page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from kiosk.content.reference.lookup import reference
from kiosk.engine.shapes import Flow
from kiosk.engine.view import answer_values

Form = Mapping[str, str | list[str]]
LAN = {
    "nguoi": {"ho_ten": "Nguyễn Thị Lan", "ngay_sinh.d": "1/3/1990"},
    "so": {"so": "001190004321"},
    "co-con": {"co_con": "yes"},
    "con-em/1": {"con_ten": "Trần Văn An", "con_sinh.d": "5/5/2015"},
    "con-em": {"more": "no"},
    "noi": {"noi.province": "01", "noi.place": "Ba Đình"},
}
"""Lan's way through the small flow, a form a page."""
AGREED = {"cam_doan": "yes"}


@dataclass
class Citizen:
    """`at` is the address of the page that is open, `id` that of the draft."""

    browser: httpx.AsyncClient
    at: str = ""
    id: str = ""

    @property
    def base(self) -> str:
        return f"/to-khai/{self.id}"

    async def begin(self, flow: str = "nha-toi") -> None:
        answer = await self.browser.post("/to-khai", data={"flow": flow})
        assert answer.status_code == 303, answer.text
        self.at = answer.headers["location"]
        self.id = self.at.split("/")[2]

    async def send(self, page: str, form: Form) -> httpx.Response:
        """Sends the form of a page and goes where the answer leads."""
        answer = await self.browser.post(f"{self.base}/{page}", data=dict(form))
        if answer.status_code == 303:
            self.at = answer.headers["location"]
        return answer

    async def look(self, page: str = "") -> httpx.Response:
        """The page that is open, or another one."""
        return await self.browser.get(f"{self.base}/{page}" if page else self.at)

    async def answer_all(self, forms: Mapping[str, Form] | None = None) -> None:
        """Answers one page after the other until the check page."""
        for page, form in (forms or LAN).items():
            assert self.at == f"{self.base}/{page}"
            await self.send(page, form)
        assert self.at == f"{self.base}/kiem-tra"

    async def hand_in(self, form: Form | None = None) -> httpx.Response:
        return await self.send("cam-doan", form or AGREED)


def forms_of(flow: Flow, answers: Mapping[str, Any], path: list[str]) -> dict[str, Form]:
    """What somebody types who gives these answers, page by page; no groups."""
    forms: dict[str, Form] = {}
    for page in path:
        step = flow.step(page)
        shown: dict[str, Any] = {}
        for one in step.fields if step else ():
            shown |= answer_values(one, answers.get(one.id), reference())
        forms[page] = {name: text for name, text in shown.items() if isinstance(text, str)}
    return forms


def heading(answer: httpx.Response) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    return found[1] if found else ""


def value_of(answer: httpx.Response, name: str) -> str:
    """What stands in an input of the page."""
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*value="([^"]*)"', answer.text)
    return found[1] if found else ""
