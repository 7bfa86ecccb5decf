"""A lesson is played without a line after one visit, and what was done reaches the hub once."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Page, expect

from kiosk.content.lessons.read import read_lesson
from kiosk.engine.lesson.shapes import Lesson
from kiosk.settings import ROOT
from tests.faults.offline.device import (
    Device,
    age,
    controlled,
    idb,
    idb_keys,
    rewind,
    send,
    stop_workers,
    until,
    until_held,
    until_lesson,
)
from tests.faults.offline.hub import Hub
from tests.faults.offline.learner import HINT, Learner, at_in, next_url
from tests.faults.offline.proxy import HTML, Proxy

LESSON = "otp-khong-doc-cho-ai"
WHO, GROUP = "0197a2b4-0000-7000-8000-0000000000aa", "0197a2b4-0000-7000-8000-0000000000bb"
COMMUNE = "00070"
REFUSAL = '{"type": "urn:tramso:problem:tutor.unknown_practice", "detail": "x", "status": 422}'
WRONG = {"ho_ten": "Lan 2"}
PUT = "^PUT /sync/v1/practice/"
POST = """async ([path, body]) => {
  const headers = {"Content-Type": "application/x-www-form-urlencoded"};
  const got = await fetch(path, {method: "POST", body, headers});
  return [new URL(got.url).pathname + new URL(got.url).search, await got.text()];
}"""
EVENTS = "SELECT run, n, scene, outcome, result, ends FROM practice ORDER BY n"


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return read_lesson(ROOT / "tutorials" / LESSON).lesson


# The database as the first release left it.
OLD = """() => new Promise((done) => {
  const asked = indexedDB.open("tramso", 1);
  asked.onupgradeneeded = () => {
    for (const one of ["meta", "packs", "pieces"]) asked.result.createObjectStore(one);
    const keyed = (name) => asked.result.createObjectStore(name, {keyPath: "id"});
    ["workspaces", "outbox"].forEach(keyed);
    keyed("drafts").createIndex("workspace", "workspace");
  };
  asked.onsuccess = () => {
    const tx = asked.result.transaction("meta", "readwrite");
    tx.objectStore("meta").put("en", "lang");
    tx.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
# The cookie is over.
OVER = """() => new Promise((done) => {
  const asked = indexedDB.open("tramso");
  asked.onsuccess = () => {
    const tx = asked.result.transaction("meta", "readwrite"), meta = tx.objectStore("meta");
    meta.get("learner").onsuccess =
      ({ target }) => meta.put({ ...target.result, until: 1 }, "learner");
    tx.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
VERSION = "indexedDB.databases().then(([{ version }]) => version)"


@pytest.fixture
def page(phone: Callable[..., Page], hub: Hub) -> Page:
    return phone()


def prepare(page: Page) -> None:
    """One visit."""
    controlled(page)
    page.goto(f"/hoc/{LESSON}")
    until_lesson(page, LESSON)


def open_next(page: Page, path: str, form: dict[str, list[str]]) -> str:
    """Sends a form and opens what it leads to, as a browser does; its address."""
    where, _ = page.evaluate(POST, [path, urlencode(form, doseq=True)])
    page.goto(where)
    return str(where)


def play_on(page: Page, lesson: Lesson, most: int = 20) -> int:
    """Does what is right from the open scene on, to the end or so many times; how often."""
    learner = Learner(lesson, "")
    for done in range(most):
        where = next_url(lesson, page.content())
        at = at_in(where) if where else None
        if where is None or at is None:
            return done
        open_next(page, where, learner.right(at))
    return most


def at_hub(hub: Hub, run: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{hub.data_dir}/kiosk.db?mode=ro", uri=True)) as db:
        return [one[1:] for one in db.execute(EVENTS).fetchall() if one[0] == run]


def run_in(path: str) -> str:
    at = at_in(path)
    assert at is not None
    return at.run


def sent_all(page: Page) -> bool:
    """Tries again at once, and says whether nothing waits."""
    rewind(page)
    send(page, "online")
    return idb_keys(page, "practice") == [] and idb_keys(page, "outbox") == []


def test_a_lesson_is_played_without_a_line_and_told_once(
    device: Device, lesson: Lesson, line: Proxy, hub: Hub
) -> None:
    """The power goes in the middle: one carries on at the same scene, and nothing is told twice."""
    page = device.switch_on()
    prepare(page)
    line.refuse()
    page.goto(f"/hoc/{LESSON}")
    here = open_next(page, f"/hoc/{LESSON}", {})
    run, before = run_in(here), 1 + play_on(page, lesson, 2)
    here = page.url
    device.kill()
    page = device.switch_on()
    page.goto(here)
    before += play_on(page, lesson)
    expect(page.locator("main h1")).to_be_visible()
    assert "/xong?" in page.url
    line.heal()
    line.drop_response(PUT, times=1)
    page.goto("/")
    until(lambda: sent_all(page), "all of it sent")
    told = at_hub(hub, run)
    assert Counter(told).most_common(1)[0][1] == 1
    assert len(told) == before
    assert [one[4] for one in told] == [0] * (before - 1) + [1]


def test_the_same_deed_twice_is_one(page: Page, lesson: Lesson, line: Proxy, hub: Hub) -> None:
    """A double tap, Back and again, a worker that is stopped in between."""
    prepare(page)
    line.refuse()
    run = run_in(open_next(page, f"/hoc/{LESSON}", {}))
    where = next_url(lesson, page.content())
    assert where is not None
    for _ in range(2):
        open_next(page, where, HINT)
        stop_workers(page)
    assert len(idb(page, "practice")) + len(idb(page, "outbox")) == 2
    line.heal()
    until(lambda: sent_all(page), "all of it sent")
    assert [one[3] for one in at_hub(hub, run)] == ["begun", "hint"]


def test_what_the_hub_refuses_is_taken_out(page: Page, line: Proxy) -> None:
    """It would be refused again: it waits in nobody's way."""
    prepare(page)
    line.refuse()
    open_next(page, f"/hoc/{LESSON}", {})
    line.heal()
    line.answer(422, REFUSAL, {"Content-Type": "application/problem+json"}, on=PUT)
    until(lambda: sent_all(page), "the outbox empty")
    assert line.answered(PUT) == [422]


def test_practice_leads_back_to_what_is_to_be_mended(page: Page, line: Proxy) -> None:
    """As the server does where no script names the input; and what it would refuse is its own."""
    controlled(page)
    page.goto("/thu-tuc/ba-cau")
    until_held(page, "ba-cau")
    line.refuse()
    page.get_by_role("button", name="Bắt đầu").click()
    page.wait_for_url("**/to-khai/**")
    here = page.url.partition("?")[0].partition("#")[0]
    base, _, step = here.removeprefix(page.url.split("/to-khai/")[0]).rpartition("/")
    form = urlencode({"step": step, **WRONG})
    where, _ = page.evaluate(POST, [f"{base}/luyen?bai=go-chu-so", form])
    assert where == f"/hoc/go-chu-so?ve={base}/{step}%23{next(iter(WRONG))}"
    where, told = page.evaluate(POST, [f"{base}/luyen?bai=Go", form])
    assert where == f"{base}/luyen?bai=Go"
    assert "/hoc/" not in told.partition("<main")[2]


def test_what_is_done_in_a_lesson_is_no_dossier(page: Page, lesson: Lesson, line: Proxy) -> None:
    prepare(page)
    line.refuse()
    open_next(page, f"/hoc/{LESSON}", {})
    send(page, "online")
    until(lambda: idb_keys(page, "outbox") != [], "the batch")
    for path in ("/", "/hang-cho", "/may-nay"):
        page.goto(path)
        expect(page.locator("main")).not_to_contain_text("đang chờ gửi")
    assert "codes=" not in page.evaluate("document.cookie")


def test_a_lesson_that_is_here_comes_in_its_next_edition_too(
    page: Page, line: Proxy, hub: Hub
) -> None:
    """Whoever has a lesson can still play it after a new release, without opening it again."""
    prepare(page)
    index = httpx.get(f"{hub.url}/sync/v1/packs", trust_env=False).json()
    [old] = [one["packs"]["vi"] for one in index["lessons"] if one["id"] == LESSON]
    pack = httpx.get(f"{hub.url}/sync/v1/packs/{old}", trust_env=False).text
    pack = pack.replace("Bắt đầu", "Vào bài")
    new = sha256(pack.encode()).hexdigest()
    line.answer(200, pack, {"Content-Type": "application/json"}, on=new)
    line.rewrite(lambda body: body.replace(old.encode(), new.encode()), on="^GET /sync/v1/packs$")
    age(page)
    page.goto("/")
    until(lambda: new in idb_keys(page, "packs"), "the next edition")
    line.refuse()
    page.goto(f"/hoc/{LESSON}")
    expect(page.get_by_role("button", name="Vào bài")).to_be_visible()


def test_a_procedure_brings_its_lessons(page: Page, line: Proxy) -> None:
    controlled(page)
    page.goto("/thu-tuc/khai-sinh")
    until_lesson(page, "go-chu-so")
    line.refuse()
    page.goto("/hoc")
    page.get_by_role("link", name="Gõ chữ").click()
    expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()


def test_who_learns_is_told_with_what_is_done(page: Page, line: Proxy) -> None:
    """The cookie is out of a worker's reach: the server says whose it is with the list."""
    prepare(page)
    line.answer(200, "<main></main>", {"Learner": WHO, **HTML}, on="^GET /hoc$")
    page.goto("/hoc")
    line.refuse()
    open_next(page, f"/hoc/{LESSON}", {})
    assert [one["learner"] for one in idb(page, "practice")] == [WHO]


@pytest.fixture
def group(hub: Hub) -> Iterator[None]:
    """In which somebody learns, known by three pictures."""
    with closing(sqlite3.connect(hub.data_dir / "kiosk.db")) as db, db:
        made = {"made_by": "x", "made_at": 1}
        put(db, "learning_group", {"id": GROUP, "commune": COMMUNE, "name": "Thôn Đông", **made})
        row = {"id": WHO, "group_id": GROUP, "pictures": "3.7.11", "nickname": "Bác Lan"}
        put(db, "learner", {**row, "made_at": 1})
    yield
    with closing(sqlite3.connect(hub.data_dir / "kiosk.db")) as db, db:
        db.execute("DELETE FROM learner")
        db.execute("DELETE FROM learning_group")


def put(db: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    names = ", ".join(row)
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def sign_in(page: Page) -> None:
    page.goto("/hoc")
    page.get_by_role("link", name="chọn ba hình của mình").click()
    for ask, picture in (("nhất", "Gà"), ("hai", "Diều"), ("ba", "Trăng")):
        expect(page.get_by_role("heading", name=f"Chọn hình thứ {ask}")).to_be_visible()
        page.get_by_role("button", name=picture, exact=True).click()
    expect(page.get_by_text("Đang học: Bác Lan")).to_be_visible()


@pytest.mark.usefixtures("group")
def test_three_taps_say_whose_deeds_those_without_a_line_are(page: Page, line: Proxy) -> None:
    """The last tap leads to the list inside of one fetch of htmx: the worker hears of it there."""
    prepare(page)
    sign_in(page)
    line.refuse()
    open_next(page, f"/hoc/{LESSON}", {})
    assert [one["learner"] for one in idb(page, "practice")] == [WHO]


@pytest.mark.usefixtures("group")
def test_after_xong_nobody_is_told_of_any_more(page: Page, line: Proxy) -> None:
    """Without a line, when the server cannot take back its cookie; it does so afterwards."""
    prepare(page)
    page.goto("/thu-tuc/ba-cau")
    until_held(page, "ba-cau")
    sign_in(page)
    line.refuse()
    page.goto("/thu-tuc/ba-cau")
    page.get_by_role("button", name="Bắt đầu").click()
    page.wait_for_url("**/to-khai/**")
    draft = page.url.split("/to-khai/")[1].split("/")[0]
    page.evaluate(POST, [f"/to-khai/{draft}/xong", ""])
    open_next(page, f"/hoc/{LESSON}", {})
    assert [one["learner"] for one in idb(page, "practice")] == [None]
    line.heal()
    page.goto("/hoc")
    expect(page.get_by_role("link", name="chọn ba hình của mình")).to_be_visible()
    assert [one["name"] for one in page.context.cookies() if one["name"] == "hoc"] == []


@pytest.mark.usefixtures("group")
def test_who_learns_is_known_for_four_hours(page: Page, line: Proxy) -> None:
    prepare(page)
    sign_in(page)
    line.refuse()
    page.evaluate(OVER)
    open_next(page, f"/hoc/{LESSON}", {})
    assert [one["learner"] for one in idb(page, "practice")] == [None]


def test_an_upgrade_of_the_database_keeps_what_is_there(page: Page) -> None:
    page.goto("/")
    page.evaluate(OLD)
    controlled(page)
    until(lambda: page.evaluate(VERSION) > 1, "the later steps")
    assert "en" in idb(page, "meta")
    assert idb_keys(page, "practice") == []
