"""A round through all pages of a node: what links lead to, a procedure with every mistake that can
be made in it, and the desk."""

import re
from collections.abc import AsyncIterator, Mapping
from functools import cache

from httpx import AsyncClient

from kiosk.content.cases import read_cases
from kiosk.content.flows import read_flow
from kiosk.engine.fields import TYPES
from kiosk.engine.shapes import Field
from kiosk.settings import ROOT

Page = tuple[str, str]
"""Where it was seen, and its HTML."""
Form = Mapping[str, list[str]]

FLOW = ROOT / "flows" / "khai-sinh"
FIRST = ("/", "/xong", "/mot-cua/dang-nhap", "/khong-co-trang-nay")
REVISION = re.compile(r'name="rev" value="([^"]*)"')
SECRET = re.compile(r'code--small">(.*?)</p>')
GROUP = re.compile(r"<span>(\w{4})</span>")
LINK = re.compile(r' href="(/[^"#]*)')
MOST_LINKS, LONGEST_WAY = 200, 80

MOTHER = "mẹ đã kết hôn, trong 60 ngày, chứng sinh điện tử"
WRONG = {
    "full_name": {"": "7"},
    "date": {".d": "32"},
    "partial_date": {".d": "5", ".y": "2020"},
    "person_id": {"": "12"},
    "phone": {"": "12"},
    "number": {"": "một"},
    "commune": {".province": "01", ".place": "Đâu Đó"},
    "address": {".province": "01", ".place": "Minh"},
}


async def follow_links(browser: AsyncClient, *first: str) -> AsyncIterator[Page]:
    """Every page that can be reached from these by links alone."""
    seen, waiting = set(first), list(first)
    while waiting:
        url = waiting.pop(0)
        page = await browser.get(url, follow_redirects=True)
        if not page.headers.get("content-type", "").startswith("text/html"):
            continue
        yield url, page.text
        found = [link for link in LINK.findall(page.text) if not link.startswith("/static/")]
        waiting += [link for link in dict.fromkeys(found) if link not in seen]
        seen.update(found)
        assert len(seen) < MOST_LINKS


async def walk_procedure(browser: AsyncClient) -> AsyncIterator[Page]:
    """Each question as it is asked, left empty, and answered wrongly; then the check, the draft
    saved for later, the declaration, the receipt, and the status by code and by secret."""
    answers, url = rightly(), await begin(browser)
    while not url.endswith("/kiem-tra"):
        yield url, (await browser.get(url)).text
        for how, mistake in ("empty", {}), ("wrong", wrongly()):
            again = await browser.post(url, data=mistake)
            if again.headers["location"] == url:
                yield f"{url} {how}", (await browser.get(url)).text
        url = (await browser.post(url, data=answers)).headers["location"]
    yield url, (await browser.get(url)).text
    base = url.rpartition("/")[0]
    yield f"{base}/luu", (await browser.post(f"{base}/luu")).text
    yield f"{base}/cam-doan wrong", (await browser.post(f"{base}/cam-doan")).text
    receipt = (await browser.post(f"{base}/cam-doan", data=answers)).headers["location"]
    yield receipt, (slip := (await browser.get(receipt)).text)
    secret = "".join(GROUP.findall(first(SECRET, slip)))
    for code in ("1", receipt.rpartition("/")[2], secret):
        status = await browser.post("/ho-so", data={"code": code}, follow_redirects=True)
        yield f"/ho-so {code}", status.text
    yield "/lam-tiep 1", (await browser.post("/lam-tiep", data={"code": "1"})).text


async def work_at_desk(browser: AsyncClient) -> AsyncIterator[Page]:
    """The first dossier of the queue: what an officer does, too early, wrongly, too late, rightly;
    and a day off that is none."""
    queue = (await browser.get("/mot-cua", follow_redirects=True)).text
    dossier = next(link for link in LINK.findall(queue) if "/ho-so/" in link)
    rev = {"rev": first(REVISION, (await browser.get(dossier)).text)}
    for noun in ("hand-over", "refusal", "acceptance", "acceptance"):
        page = await browser.post(f"{dossier}/{noun}", data=rev, follow_redirects=True)
        yield f"{dossier}/{noun} {page.status_code}", page.text
    yield "/mot-cua/ngay-nghi wrong", (await browser.post("/mot-cua/ngay-nghi")).text


def first(pattern: re.Pattern[str], html: str) -> str:
    found = pattern.search(html)
    assert found
    return found[1]


async def begin(browser: AsyncClient) -> str:
    """Where the first question of a new draft is."""
    return (await browser.post("/to-khai", data={"flow": FLOW.name})).headers["location"]


@cache
def fields() -> tuple[Field, ...]:
    flow = read_flow(FLOW).flow
    said = flow.declaration.fields if flow.declaration else ()
    return tuple(one for step in flow.steps for one in step.fields) + said


@cache
def rightly() -> Form:
    """What Lan types into the inputs of all pages."""
    cases = {case.name: case.answers for case in read_cases(FLOW / "cases.yaml")}
    typed: dict[str, list[str]] = {}
    for one in fields():
        value = True if one.type == "consent" else cases[MOTHER].get(one.id)
        typed |= {name: [text] for name, text in TYPES[one.type].retype(one, value).items()}
    return typed


@cache
def wrongly() -> Form:
    """Something wrong for every input that can be wrong."""
    return {
        one.id + suffix: [text]
        for one in fields()
        for suffix, text in WRONG.get(one.type, {}).items()
    }
