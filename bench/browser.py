"""The rows of the browser: a phone on a thin connection, from the first visit to the receipt.

A fresh profile and an empty cache each time, 360×740; DevTools slow the network and the CPU down.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from litestar import Litestar
from playwright.sync_api import Browser, Page, sync_playwright

from bench import citizens
from bench.node import node
from bench.relay import Relay
from bench.report import Row, row_of
from kiosk.engine.shapes import Flow, Value
from kiosk.engine.walk import Place
from kiosk.flow.node import Node
from tools.browser import find

FLOWS = Path(__file__).resolve().parent / "flows"
FLOW = "muoi-hai"
BYTES_PER_KBIT = 125
MAIN_BUTTON = "main .button--main"
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "vi-VN",
}
# Whether the page that was asked for can be used: its question is there, and its button.
USABLE = """([path, button]) => {
  const found = document.querySelector(button);
  return location.pathname !== path && document.readyState !== 'loading' &&
    !!found && !found.disabled && found.getBoundingClientRect().height > 0;
}"""
FILL = """form => {
  for (const [name, values] of form)
    for (const box of document.getElementsByName(name))
      if (box.type === 'radio' || box.type === 'checkbox') box.checked = values.includes(box.value);
      else box.value = values[0];
}"""


class Line(NamedTuple):
    """A connection: kbit/s both ways, ms a round trip, how many times slower the CPU is."""

    name: str
    kbit: int
    round_trip: int
    slower: int
    first_budget: float
    whole_budget: float


SLOW_3G = Line("slow 3G", 400, 400, 6, 2.5, 6)
GPRS_2G = Line("2G", 250, 800, 6, 4, 9)


class Visit(NamedTuple):
    """Up to the first question, and up to the receipt: KB, requests, seconds waited."""

    first: "Sum"
    whole: "Sum"


class Sum(NamedTuple):
    kb: float
    requests: int
    seconds: float


Forms = list[list[tuple[str, list[str]]]]


def rows(rounds: int) -> Iterator[Row]:
    chromium = find()
    if chromium is None:
        raise SystemExit("bench: no Chromium; the rows of the browser need one")
    with (
        TemporaryDirectory() as name,
        node(Path(name), FLOWS) as server,
        Relay(server.port) as relay,
    ):
        forms = citizens.with_node(None, forms_of, FLOWS)
        for line in (SLOW_3G, GPRS_2G):
            visits = []
            for _ in range(rounds):
                with browser_of(chromium) as browser:
                    visits.append(visit(browser, relay, line, forms))
            yield from told(line, visits, with_bytes=line is SLOW_3G)


def told(line: Line, visits: list[Visit], with_bytes: bool) -> Iterator[Row]:
    parts = (
        (
            "first visit to the first question",
            [one.first for one in visits],
            30,
            8,
            line.first_budget,
        ),
        ("12 questions, cold to receipt", [one.whole for one in visits], 60, 20, line.whole_budget),
    )
    for what, sums, kb, requests, seconds in parts:
        if with_bytes:
            yield row_of(f"{what}: wire, both ways", [one.kb for one in sums], "KB", kb)
            yield row_of(f"{what}: requests", [one.requests for one in sums], "", requests)
        yield row_of(f"{what}: waiting, {line.name}", [one.seconds for one in sums], "s", seconds)


@contextmanager
def browser_of(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def visit(browser: Browser, relay: Relay, line: Line, forms: Forms) -> Visit:
    """The start page, "begin", twelve questions, the check, the declaration, the receipt. Taps come
    as soon as a page can be used; only the start page is read for as long as its script takes."""
    page = browser.new_context(**PHONE).new_page()
    asked = slow_down(page, line)
    before = relay.down + relay.up
    home = f"http://127.0.0.1:{relay.port}"

    def so_far(waited: float) -> Sum:
        page.wait_for_timeout(1000)  # what comes late counts too
        requests = sum(map(len, asked.values()))
        return Sum((relay.down + relay.up - before) / 1000, requests, waited)

    waited = waiting(page, lambda: page.goto(f"{home}/thu-tuc/{FLOW}", wait_until="commit"))
    page.wait_for_load_state("load")
    waited += press(page)
    first = so_far(waited)
    for form in forms:
        page.evaluate(FILL, form)
        waited += press(page)
    return Visit(first, so_far(waited))


def slow_down(page: Page, line: Line) -> dict[str, list[str]]:
    """Answers the URLs that the page asks the network for, by request id, as they come."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    rate = line.kbit * BYTES_PER_KBIT
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": line.round_trip, "downloadThroughput": rate,
         "uploadThroughput": rate},
    )  # fmt: skip
    session.send("Emulation.setCPUThrottlingRate", {"rate": line.slower})
    asked: dict[str, list[str]] = {}

    def ask(told: dict[str, Any]) -> None:  # a redirect is one more under the same id
        asked.setdefault(told["requestId"], []).append(told["request"]["url"])

    def answer(told: dict[str, Any]) -> None:
        if told.get("response", {"fromDiskCache": True})["fromDiskCache"]:
            asked.pop(told["requestId"], None)

    session.on("Network.requestWillBeSent", ask)
    session.on("Network.requestServedFromCache", answer)
    session.on("Network.responseReceived", answer)
    return asked


def press(page: Page) -> float:
    return waiting(page, lambda: page.click(MAIN_BUTTON, no_wait_after=True))


def waiting(page: Page, go: Any) -> float:
    """Seconds from the tap until the page after it can be used."""
    path = page.evaluate("location.pathname")
    began = time.monotonic()
    go()
    page.wait_for_function(USABLE, arg=[path, MAIN_BUTTON], polling="raf")
    return time.monotonic() - began


async def forms_of(app: Litestar) -> Forms:
    """What is filled in from the first question to the declaration; the check page asks nothing."""
    node: Node = app.state.node
    flow = node.guide.library.flows[FLOW].pack("vi").flow
    answers = citizens.answers_of(FLOW, FLOWS)
    asked = [form_of(flow, step.id, answers) for step in flow.steps]
    declared = [(one.id, ["yes"]) for one in flow.declaration.fields] if flow.declaration else []
    return [*asked, [], declared]


def form_of(flow: Flow, step: str, answers: dict[str, Value]) -> list[tuple[str, list[str]]]:
    form = citizens.form_of(flow, Place(step), answers)
    return [
        (name, value if isinstance(value, list) else [str(value)]) for name, value in form.items()
    ]
