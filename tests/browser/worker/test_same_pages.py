"""Whoever answers a page, server or worker: the same bytes, the same headers, in both languages.

Made-up citizens go through the real flows, often wrongly, twice at the same time: once at the
server, and once on a phone whose worker owns the draft.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Page

from kiosk.clock import local_date
from kiosk.content.explore import Walker, hints_of, some_value
from kiosk.content.library import open_library
from kiosk.content.reference.lookup import reference
from kiosk.engine.fields.files import is_file_field
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Step
from kiosk.engine.view import answer_values
from kiosk.engine.walk import Context, walk
from kiosk.settings import Settings
from kiosk.web.tongues import open_tongues
from tests.browser.node import MORNING
from tests.faults.offline.device import idb_keys, until_held
from tests.twin.draw import Draw

FORM = "application/x-www-form-urlencoded"
PAGES = 30
LANGUAGES = ("vi", "en")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
SAME_HEADERS = (
    "content-security-policy", "referrer-policy", "permissions-policy", "x-content-type-options",
    "cross-origin-opener-policy", "cross-origin-resource-policy", "cache-control", "content-type",
    "hx-push-url",
)  # fmt: skip
FETCH = """async ([path, method, body, part]) => {
  const headers = {...(part ? {"HX-Request": "true"} : {}),
                   ...(body === null ? {} : {"Content-Type": "application/x-www-form-urlencoded"})};
  const got = await fetch(path, {method, body, headers});
  return [new URL(got.url).pathname + new URL(got.url).search, got.status,
          await got.text(), Object.fromEntries(got.headers)];
}"""
PLACES = ("commune", "address")


class Seen(NamedTuple):
    """A page as it came; `id` of the draft taken out."""

    path: str
    status: int
    html: str
    headers: dict[str, str]


class Server:
    """A browser without scripts, which the server answers."""

    js, base = "0", ""

    def __init__(self, browser: httpx.Client):
        self.browser = browser

    def ask(self, path: str, form: dict[str, list[str]] | None, part: bool = False) -> Seen:
        body = None if form is None else urlencode(form, doseq=True)
        headers = {"HX-Request": "true"} if part else {}
        headers |= {} if body is None else {"Content-Type": FORM}
        method = "GET" if body is None else "POST"
        got = self.browser.request(method, path, content=body, headers=headers)
        if got.status_code == 303:
            return self.ask(got.headers["location"], None, part)
        self.base = base_in(got.request.url.path) or self.base
        where = got.request.url.raw_path.decode()
        return seen(where, got.status_code, got.text, dict(got.headers))


class Phone:
    """The same, but the worker answers."""

    js, base = "1", ""

    def __init__(self, page: Page):
        self.page = page

    def ask(self, path: str, form: dict[str, list[str]] | None, part: bool = False) -> Seen:
        body = None if form is None else urlencode(form, doseq=True)
        got = self.page.evaluate(FETCH, [path, "GET" if body is None else "POST", body, part])
        self.base = base_in(got[0]) or self.base
        return seen(*got)


def base_in(path: str) -> str:
    """`/to-khai/<id>` of a page of a draft."""
    found = ID.search(path)
    return path[: found.end()] if found else ""


def seen(path: str, status: int, html: str, headers: dict[str, str]) -> Seen:
    kept = {name: ID.sub("ID", headers.get(name, "")) for name in SAME_HEADERS}
    return Seen(ID.sub("ID", path), status, ID.sub("ID", html), kept)


class Citizen:
    """Answers the page that is open: mostly well, sometimes not, sometimes looking back."""

    def __init__(self, pack: Pack, seed: str):
        self.flow, self.draw = pack.flow, Draw(seed)
        today = local_date(MORNING).isoformat()
        context = Context(today, "00070", reference(pack.locale))
        hints = hints_of(self.flow, context)
        self.who = Walker(self.flow, context, hints, self.draw.random)
        self.result = walk(self.flow, {}, context)

    def next(self, here: str) -> tuple[str, dict[str, list[str]] | None]:
        """The page to ask for and the form to send there; none to look at it only."""
        step, _, n = here.partition("?")[0].removeprefix("/to-khai/ID/").partition("/")
        found = self.flow.step(step)
        if self.draw.luck(0.1) or found is None or found.stop:
            return self.anywhere(), None
        path = f"/{step}" + (f"/{n}" if n else "") + (here[here.find("?") :] if "?" in here else "")
        if found.group and not n:
            few = self.draw.luck(0.4)
            return path, {"more": [self.draw.one(["yes", "x"])] if few else ["no"]}
        return path, self.form(found)

    def anywhere(self) -> str:
        step = self.draw.one(self.flow.steps).id
        pages = (f"/{step}", f"/{step}?sua=1", "/kiem-tra", "/cam-doan", f"/{step}/1")
        return str(self.draw.one(pages))

    def form(self, step: Step) -> dict[str, list[str]]:
        wild = self.draw.form(step) if self.draw.luck(0.25) else {}
        sent = {name: texts for name, texts in wild.items() if name != "again"}
        for one in step.fields:
            # Of places the made-up citizens have real ones: one phone need not know the country.
            if one.type in PLACES or is_file_field(one):
                sent = {name: texts for name, texts in sent.items() if not name.startswith(one.id)}
            elif wild:
                continue
            if not is_file_field(one):
                value = some_value(self.who, one, self.result)
                shown = answer_values(one, value, self.who.context.reference)
                sent |= {name: [text] for name, text in shown.items() if isinstance(text, str)}
        return sent


@pytest.fixture
def server(base_url: str) -> Iterator[Server]:
    origin = {"Origin": base_url}
    with httpx.Client(base_url=base_url, headers=origin, trust_env=False) as browser:
        yield Server(browser)


@pytest.fixture(scope="module")
def packs() -> dict[str, Pack]:
    settings = Settings(Path("var"), "sqlite://")
    library = open_library(settings.flows_dir, open_tongues(settings))
    return {
        f"{id} {lang}": one.pack(lang) for id, one in library.flows.items() for lang in LANGUAGES
    }


@pytest.mark.parametrize("flow", ["khai-sinh", "ban-sao-trich-luc", "chung-thuc-ban-sao"])
def test_the_worker_answers_as_the_server_does(
    page: Page, server: Server, packs: dict[str, Pack], flow: str
) -> None:
    asked, pages = (server, Phone(page)), set()
    for lang in LANGUAGES:
        citizen = Citizen(packs[f"{flow} {lang}"], f"{flow} {lang}")
        for one in asked:
            one.ask("/ngon-ngu", {"lang": [lang], "back": ["/xong"]})
        page.goto(f"/thu-tuc/{flow}")
        until_held(page, flow)
        there, here = (one.ask("/to-khai", {"flow": [flow], "js": [one.js]}) for one in asked)
        for number in range(PAGES):
            assert (there.path, there.html) == (here.path, here.html)
            assert there == here
            pages.add(there.path)
            path, form = citizen.next(there.path)
            there, here = (one.ask(one.base + path, form, number % 3 == 0) for one in asked)
    assert len(pages) > 5
    assert len(idb_keys(page, "drafts")) == len(LANGUAGES)
