"""A phone that goes through a procedure: how long it waits, and what goes over the wire."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from bench.exchanges import Exchange
from bench.relay import Relay

MAIN_BUTTON = "main .button--main"
LATE_SECONDS = 4.0
"""A page starts its worker once somebody has stood still on it for two seconds."""
LONGEST_MS = 60_000
SETTINGS: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "vi-VN",
}
# What only the worker asks for.
OF_WORKER = ("/sw.js", "/sync/", "/sang-may")
# Whether a page can be used: its question is there, and its button.
USABLE = """button => {
  const found = document.querySelector(button);
  return location.protocol === 'http:' && document.readyState !== 'loading' &&
    !!found && !found.disabled && found.getBoundingClientRect().height > 0;
}"""
# Milliseconds from the tap to the first frame in which the page after it can be used, if it comes.
TAP = f"""button => new Promise((done) => {{
  const usable = {USABLE};
  const path = location.pathname, old = document.querySelector(button);
  const began = performance.now();
  const look = () => {{
    if (location.pathname !== path && !old.isConnected && usable(button))
      done(performance.now() - began);
    else if (performance.now() - began > {LONGEST_MS}) done(null);
    else requestAnimationFrame(look);
  }};
  old.click();
  requestAnimationFrame(look);
}})"""
HAS_WORKER = "navigator.serviceWorker.getRegistration().then((one) => !!(one && one.active))"
FILL = """form => {
  for (const [name, values] of form)
    for (const box of document.getElementsByName(name))
      if (box.type === 'radio' || box.type === 'checkbox') box.checked = values.includes(box.value);
      else box.value = values[0];
}"""

Form = list[tuple[str, list[str]]]


class Traffic(NamedTuple):
    """KB both ways, headers included, and requests; a cache hit is none."""

    kb: float
    requests: int


@contextmanager
def phone(chromium: Path, relay: Relay, slower: int = 6) -> Iterator["Phone"]:
    """One more, in a browser of its own."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            yield Phone(browser, relay, slower)
        finally:
            browser.close()


class Phone:
    """A new profile; `slower` is by how much its CPU is slower than this one. DevTools slow the
    page down; its worker, a thread of its own, they do not reach."""

    def __init__(self, browser: Browser, relay: Relay, slower: int = 6) -> None:
        self.page = browser.new_context(**SETTINGS).new_page()
        self._relay = relay
        self._since = len(relay.exchanges)
        self._devtools = self.page.context.new_cdp_session(self.page)
        self._devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})

    def open(self, path: str) -> float:
        """Seconds until the page can be used; it is then read until its script is there, too."""
        began = time.monotonic()
        self.page.goto(f"{self._relay.url}{path}", wait_until="commit")
        self.page.wait_for_function(USABLE, arg=MAIN_BUTTON, polling="raf")
        waited = time.monotonic() - began
        self.page.wait_for_load_state("load")
        return waited

    def tap(self) -> float:
        """Seconds until the next page can be used."""
        ms: float | None = self.page.evaluate(TAP, MAIN_BUTTON)
        if ms is None:
            raise SystemExit(f"bench: {self.page.url} says {self.page.inner_text('main')!r}")
        return ms / 1000

    def answer(self, form: Form) -> float:
        self.page.evaluate(FILL, form)
        return self.tap()

    def stay(self) -> None:
        """Until the worker is there and nothing more comes by itself."""
        give_up_at = time.monotonic() + LONGEST_MS / 1000
        while not (self._relay.quiet_for(LATE_SECONDS) and self.page.evaluate(HAS_WORKER)):
            if time.monotonic() > give_up_at:
                last = [one.name for one in self._relay.exchanges[-3:]]
                raise SystemExit(f"bench: no worker, or no end: {last}")
            self.page.wait_for_timeout(100)

    def traffic(self) -> tuple[Traffic, Traffic]:
        """Of the pages, and of the worker, since this was asked the last time."""
        new = self._relay.exchanges[self._since :]
        self._since += len(new)
        return summed(new, lambda one: not is_worker(one)), summed(new, is_worker)


def is_worker(one: Exchange) -> bool:
    return any(part in one.name for part in OF_WORKER)


def summed(exchanges: list[Exchange], is_meant: Callable[[Exchange], bool]) -> Traffic:
    meant = [one for one in exchanges if is_meant(one)]
    return Traffic(sum(one.bytes for one in meant) / 1000, len(meant))
