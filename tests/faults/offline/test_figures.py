"""Steps done without a line are counted, and the hub adds them once; who learns shows a skill."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Page

from tests.faults.offline.citizen import NAME, Citizen
from tests.faults.offline.device import (
    CHANGE,
    controlled,
    idb,
    idb_keys,
    send,
    stop_workers,
    until,
    until_held,
    until_lesson,
)
from tests.faults.offline.hub import Hub
from tests.faults.offline.proxy import HTML, Proxy

WHO = "0197a2b4-0000-7000-8000-0000000000aa"
FIGURES = "SELECT step, kind, count FROM step_figure WHERE flow = 'ba-cau' AND commune != ''"
BEFORE = [
    {"truong_hop": "thuong"},
    {"trong_nuoc": "yes"},
    {"nguoi_khai": "nguoi_than"},
    {"nguoi_than": "khac"},
]
POST = """async ([path, form]) => {
  const got = await fetch(path, { method: "POST", body: new URLSearchParams(form) });
  await got.text();
  return new URL(got.url).pathname;
}"""


@pytest.fixture
def page(phone: Callable[..., Page], hub: Hub) -> Page:
    return phone()


def counted(page: Page) -> dict[tuple[str, str], int]:
    return {(one["step"], one["kind"]): one["count"] for one in idb(page, "steps")}


def at_hub(hub: Hub) -> dict[tuple[str, str], int]:
    with closing(sqlite3.connect(f"file:{hub.data_dir}/kiosk.db?mode=ro", uri=True)) as db:
        return {(step, kind): count for step, kind, count in db.execute(FIGURES)}


def hour_later(page: Page) -> None:
    page.evaluate(CHANGE, ["steps", {"at": 0}])


def begin(page: Page, flow: str) -> str:
    where: str = page.evaluate(POST, ["/to-khai", {"flow": flow, "js": "1"}])
    return where


def test_what_was_counted_here_reaches_the_hub_once(page: Page, line: Proxy, hub: Hub) -> None:
    controlled(page)
    Citizen(page, hub).prepare()
    line.refuse()
    where = begin(page, "ba-cau")
    for name in ("", NAME):
        where = page.evaluate(POST, [where, {"ho_ten": name}])
    expected = {("", "begun"): 1, ("ten", "error"): 1, ("ten", "done"): 1}
    until(lambda: counted(page) == expected, "three counts")
    hour_later(page)
    before = at_hub(hub)
    line.heal()
    send(page, "online")
    until(lambda: counted(page) == {} and idb_keys(page, "outbox") == [], "all of it sent")
    stop_workers(page)
    send(page, "online")
    after = at_hub(hub)
    assert {one: after[one] - before.get(one, 0) for one in after if one in expected} == expected


def test_counts_wait_for_company_or_an_hour(page: Page, hub: Hub) -> None:
    controlled(page)
    Citizen(page, hub).prepare()
    begin(page, "ba-cau")
    until(lambda: counted(page) != {}, "a count")
    send(page, "online")
    assert idb_keys(page, "outbox") == []


def test_a_learners_real_step_is_evidence(page: Page, line: Proxy, hub: Hub) -> None:
    controlled(page)
    page.goto("/thu-tuc/khai-sinh")
    until_held(page, "khai-sinh")
    until_lesson(page, "go-chu-so")
    line.answer(200, "<main></main>", {"Learner": WHO, **HTML}, on="^GET /hoc$")
    page.goto("/hoc")
    line.refuse()
    where = begin(page, "khai-sinh")
    for form in BEFORE:
        where = page.evaluate(POST, [where, form])
    for _ in range(2):
        page.evaluate(POST, [where, {"than_thich_khac": "dì ruột"}])
    until(lambda: len(idb(page, "practice")) > 0, "evidence")
    named = ("result", "skill", "scene", "learner")
    found = {tuple(one[name] for name in named) for one in idb(page, "practice")}
    assert found == {("real", "type-accents", "than-thich-khac", WHO)}
    assert where.split("/")[2] not in str(idb(page, "practice"))
