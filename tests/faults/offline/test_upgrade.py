"""A new release of the node, its flows and its worker: what was begun or waits loses nothing by it.
Numbers are rows of the catalogue of failures in other systems."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from kiosk.settings import ROOT
from kiosk.sync import envelope
from kiosk.sync.header import Header
from tests.browser.conftest import serving
from tests.browser.walker import CHECK
from tests.faults.offline.citizen import Citizen
from tests.faults.offline.device import (
    age,
    controlled,
    idb_keys,
    send_again,
    stop_workers,
    until,
    until_item,
    update_workers,
)
from tests.faults.offline.hub import Hub
from tests.faults.offline.proxy import Proxy

LONGEST_OPEN_SECONDS = 5.0
OLD_WORDS, NEW_WORDS = "Bạn có con chưa?", "Nhà bạn có con chưa?"
WORKER = "^GET /sw.js"
MISSING = "/static/0000000000/new.css"

# How the update ended; the worker that waits is left waiting.
WATCH = """() => { navigator.serviceWorker.getRegistration().then((here) => {
  const told = () => (here.waiting ? "installed" : "redundant");
  const look = () => { self.ended = here.installing ? "" : told(); };
  here.addEventListener("updatefound", () => here.installing.addEventListener("statechange", look));
}); }"""
# What a page does that is opened while no form is filled in.
TAKE_OVER = """() => navigator.serviceWorker.getRegistration().then(
  ({ waiting }) => waiting && waiting.postMessage({ do: "take over" }))"""
SHELLS = "caches.keys()"
REGISTERED = "navigator.serviceWorker.getRegistration().then(Boolean)"
OFF = ROOT / "static" / "worker-off.js"


@pytest.fixture(scope="module")
def _next_node(_hub: Hub, flows: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the next release over the same database: the first flow in other words."""
    folder = tmp_path_factory.mktemp("next")
    shutil.copytree(flows, folder / "flows")
    flow = folder / "flows" / "ba-cau" / "flow.yaml"
    text = flow.read_text("utf-8").replace('version: "1"', 'version: "2"')
    flow.write_text(text.replace(OLD_WORDS, NEW_WORDS), "utf-8")
    data = folder / "var"
    shutil.copytree(_hub.data_dir, data, ignore=shutil.ignore_patterns("*.db*", "*.log"))
    url = f"sqlite:///{_hub.data_dir}/kiosk.db"
    with serving(data, KIOSK_FLOWS_DIR=str(folder / "flows"), KIOSK_DATABASE_URL=url) as address:
        yield urlsplit(address).port or 0


@pytest.fixture
def deploy(line: Proxy, _next_node: int) -> Iterator[Callable[[], None]]:
    """`deploy()`: from now on the next release answers, with another worker."""
    before = line.node_port

    def act() -> None:
        line.node_port = _next_node
        line.rewrite(newer, on=WORKER)

    yield act
    line.node_port = before


def update(page: Page) -> str:
    """How it ended with the worker that the node has now."""
    page.evaluate(WATCH)
    update_workers(page)
    until(lambda: bool(page.evaluate("self.ended")), "the update")
    return str(page.evaluate("self.ended"))


def take_over(page: Page) -> None:
    """Until the next release's worker has cleared away the last one's caches. A browser waits till
    the last one has nothing to do, which a test hurries."""
    page.evaluate(TAKE_OVER)
    stop_workers(page)
    until(lambda: ["next" in one for one in page.evaluate(SHELLS)] == [True], "the next release")


def newer(script: bytes) -> bytes:
    """The worker of another version."""
    assert re.search(rb'"version": ?"', script)
    return re.sub(rb'("version": ?")', rb"\1next-", script, count=1)


def lame(script: bytes) -> bytes:
    """The same, and it names a file that does not come."""
    assert re.search(rb'"assets": ?\[', script)
    return re.sub(rb'("assets": ?\[)', rb'\1"%s",' % MISSING.encode(), newer(script), count=1)


def test_row_11_an_upgrade_delivers_what_was_queued_before_it(
    lan: Citizen, line: Proxy, hub: Hub, deploy: Callable[[], None]
) -> None:
    """20 queued on the last release, its tab open, the next one comes: 20 arrive, and a page opens
    within 5 s."""
    lan.prepare()
    # Not without a line: for a minute after an update that failed Chromium tries no other.
    line.answer(503, on="^PUT")
    codes = lan.queue(20)
    deploy()
    assert update(lan.page) == "installed"
    tab = lan.page.context.new_page()
    began = monotonic()
    controlled(tab)
    assert monotonic() - began < LONGEST_OPEN_SECONDS
    take_over(tab)
    line.heal()
    deploy()
    send_again(tab)
    for code in codes:
        until_item(tab, code, state="sent")
        hub.promise(code, lan.digest(code))
    lan.until_sent(codes[0])


def test_row_12_a_draft_ends_on_the_pack_with_which_it_began(
    lan: Citizen, line: Proxy, hub: Hub, deploy: Callable[[], None]
) -> None:
    """Deploy in the middle: finished on the pinned pack, and nothing is missing on the way."""
    lan.begin()
    lan.walk_to("con")
    deploy()
    update(lan.page)
    lan.page.reload()
    expect(lan.heading).to_have_text(OLD_WORDS)
    lan.walk_to(CHECK)
    code = lan.hand_in()
    lan.until_sent(code)
    assert header_of(hub, code).flow_version == "1"
    assert 404 not in line.answered("^GET")


def test_row_12_what_is_begun_after_it_has_the_new_words(
    lan: Citizen, deploy: Callable[[], None], line: Proxy, hub: Hub
) -> None:
    """The release is no less there because a draft of the last one was."""
    lan.prepare()
    deploy()
    update(lan.page)
    later = Citizen(controlled(lan.page.context.new_page()), hub)
    take_over(later.page)
    age(later.page)
    later.page.reload()
    later.begin()
    later.walk_to("con")
    expect(later.heading).to_have_text(NEW_WORDS)


def test_row_13_a_release_that_does_not_come_whole_never_begins(
    lan: Citizen, line: Proxy, hub: Hub
) -> None:
    """500 for one file of the install: the worker before it stays, and works without a line."""
    lan.prepare()
    before = lan.page.evaluate(SHELLS)
    line.rewrite(lame, on=WORKER)
    line.answer(500, on=MISSING)
    assert update(lan.page) == "redundant"
    assert line.answered(MISSING) == [500]
    line.refuse()
    lan.page.goto("/")
    expect(lan.heading).to_be_visible()
    lan.page.goto("/thu-tuc/ba-cau")
    lan.press(lan.button("Bắt đầu"))
    lan.walk_to(CHECK)
    code = lan.hand_in()
    assert set(before) <= set(lan.page.evaluate(SHELLS))
    line.heal()
    send_again(lan.page)
    lan.until_sent(code)


def test_row_36_a_flow_that_changed_meanwhile_refuses_nobody(
    lan: Citizen, line: Proxy, hub: Hub, deploy: Callable[[], None]
) -> None:
    """Five queued under a version that is gone: five receipts."""
    lan.prepare()
    line.refuse()
    codes = lan.queue(5)
    line.heal()
    deploy()
    send_again(lan.page)
    for code in codes:
        until_item(lan.page, code, state="sent")
        hub.promise(code, lan.digest(code))
        assert header_of(hub, code).flow_version == "1"


def header_of(hub: Hub, code: str) -> Header:
    return envelope.read(hub.body(hub.id_of(code))).header


def test_a_worker_that_is_called_off_goes_and_leaves_what_is_stored(
    lan: Citizen, line: Proxy
) -> None:
    """The kill switch: pages are the server's again, drafts wait for a worker that works."""
    lan.fill_in()
    before = idb_keys(lan.page, "drafts")
    line.rewrite(lambda _: OFF.read_bytes(), on=WORKER)
    lan.page.evaluate("navigator.serviceWorker.getRegistration().then((one) => { one.update(); })")
    until(lambda: not lan.page.evaluate(REGISTERED), "no worker")
    lan.page.goto("/")
    assert lan.page.evaluate("navigator.serviceWorker.controller === null")
    assert idb_keys(lan.page, "drafts") == before
