"""A phone that is driven many steps a second: forms are sent and pages looked at by its scripts, as
htmx does it."""

import base64
from collections.abc import Mapping
from time import monotonic
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Error, Page, WebError

from tests.faults.offline.device import HOLDS, OPEN, Device, controlled, idb
from tests.faults.offline.soak_drafts import PAGES, PICTURES, Seen

LONGEST_MS = 12_000
# A line that is gone; and what is so by order of the step that stops the worker, also while it is
# being put in place.
EXPECTED = (
    "Failed to load resource",
    "Manifest",
    "fetching the script",
    "The script has",
    "went to a bad state",
)

READ = f"""const seen = async (answer) => {{
  const page = new DOMParser().parseFromString(await answer.text(), "text/html"), form = {{}};
  const all = (what) => [...page.querySelectorAll(what)];
  for (const one of all("main form :is(input, textarea)[name]")) {{
    const isOff = /radio|checkbox/.test(one.type) && !one.hasAttribute("checked");
    if (!isOff && !/hidden|file/.test(one.type)) form[one.name] = one.value;
  }}
  const slots = all("img.photo__small").map((one) => one.getAttribute("src").split("/").pop());
  if (slots.length) form["{PICTURES}"] = slots.join(",");
  const text = (what) => (page.querySelector(what) || {{ textContent: "" }}).textContent;
  const where = answer.headers.get("HX-Push-Url") || new URL(answer.url).pathname;
  const is_sent = Boolean(page.querySelector(".done")) && !page.querySelector(".done--waiting");
  const code = text(".slip .code"), heading = text("main h1");
  return {{ status: answer.status, where, form, code, heading, is_sent }};
}};
const none = {{ status: 0, where: "", form: {{}}, code: "", heading: "", is_sent: false }};"""
ASK = f"""async ([path, form]) => {{
  {READ}
  const headers = {{ "HX-Request": "true" }};
  const sent = form && {{ method: "POST", body: new URLSearchParams(form) }};
  const stop = new AbortController();
  setTimeout(() => stop.abort(), {LONGEST_MS});
  try {{
    return await seen(await fetch(path, {{ ...sent, headers, signal: stop.signal }}));
  }} catch (error) {{
    return none;
  }}
}}"""
# Its answer is waited for by LANDED, or by nobody.
LAUNCH = f"(asked) => {{ self.flight = ({ASK})(asked); }}"
LANDED = "() => self.flight"
TAKE_IN = """async ([path, data]) => {
  const body = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  try {
    const answer = await fetch(path, { method: "POST", body });
    return answer.status === 201 ? (await answer.json()).slot : -1;
  } catch (error) {
    return -1;
  }
}"""


HEADING = """() => (document.querySelector("main h1") || {}).textContent"""
LIGHT = "/may-nay"
HOLD = f"""async (flow) => {{
  await (await fetch(`/thu-tuc/${{flow}}`)).text();
  return ({HOLDS})(flow);
}}"""
# What a person leaves; what is known of the node stays.
FORGET = f"""async () => {{
  {OPEN}
  const left = ["drafts", "outbox", "pieces", "workspaces"];
  const tx = db.transaction([...left, "meta"], "readwrite");
  for (const one of left) tx.objectStore(one).clear();
  for (const one of ["lang", "workspace", "lost", "persisted"]) tx.objectStore("meta").delete(one);
  await new Promise((done) => {{ tx.oncomplete = done; }});
  db.close();
}}"""


class Phone:
    """`noises` are errors of scripts, in pages and in the worker."""

    def __init__(self, device: Device, origin: str) -> None:
        self.device, self.origin = device, origin
        self.noises: list[str] = []
        self.has_worker = False
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        """The tab that is in front."""
        assert self._page is not None
        return self._page

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def forget_all(self) -> None:
        """As good as new; a tab is open."""
        self._one_tab()
        self._talk().send(
            "Storage.clearDataForOrigin", {"origin": self.origin, "storageTypes": "all"}
        )
        self.context.clear_cookies()
        self.has_worker = False

    def forget_papers(self) -> None:
        """As good as new, but for the worker, which is there and has all its packs."""
        self._one_tab()
        self.page.goto(LIGHT)
        self.context.clear_cookies()
        if not self.has_worker:
            controlled(self.page)
        self.page.evaluate(FORGET)
        if not self.has_worker:
            controlled(self.page)  # In the language that a new reader gets.
            self._until_held()
            self.has_worker = True

    def _one_tab(self) -> None:
        if self._page is None:
            self.switch_on()
        self.open_tab()
        for one in self.context.pages:
            if one is not self.page:
                one.close()
        self.noises.clear()

    def _until_held(self) -> None:
        for flow in PAGES:
            give_up_at = monotonic() + LONGEST_MS / 1000
            while not self.page.evaluate(HOLD, flow):
                assert monotonic() < give_up_at, f"the pack of {flow}"

    def switch_on(self) -> None:
        self._page = self.device.switch_on()
        self.context.set_default_timeout(LONGEST_MS)
        self.context.on("console", self._hear)
        self.context.on("weberror", self._shout)

    def kill(self) -> None:
        self.device.kill()
        self.switch_on()

    def off(self) -> None:
        self.device.switch_off()
        self._page = None

    def open_tab(self) -> None:
        self._page = self.context.new_page()

    def other_tab(self, number: int) -> None:
        self._page = self.context.pages[number % len(self.context.pages)]

    def close_tab(self) -> None:
        """There is always another."""
        closing = self.page
        others = [one for one in self.context.pages if one is not closing]
        self._page = others[-1] if others else self.context.new_page()
        closing.close()

    def state(self) -> str:
        """For whoever looks into a failure."""
        try:
            drafts = [
                {name: row[name] for name in ("id", "code", "pending", "version")}
                for row in idb(self.page, "drafts")
            ]
            outbox = [
                {name: row[name] for name in ("code", "state", "tries", "why", "blobs")}
                for row in idb(self.page, "outbox")
            ]
            worker = self.page.evaluate("Boolean(navigator.serviceWorker.controller)")
        except Error as error:
            return f"{self.page.url}: {error}"
        return f"{self.page.url}, worker: {worker}\n  drafts: {drafts}\n  outbox: {outbox}"

    # ------------------------------------------------------------ what a page does

    def go(self, path: str) -> None:
        self.page.goto(path, wait_until="domcontentloaded")
        self.assert_page()

    def assert_page(self) -> None:
        """No page of the browser's own, and no white one."""
        assert self.page.url.startswith(self.origin), f"an error page: {self.page.url}"
        if not self.page.evaluate(HEADING):
            self.page.locator("main h1:not(:empty)").first.wait_for()

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> Seen:
        return _seen(self.page.evaluate(ASK, [path, form]))

    def launch(self, path: str, form: Mapping[str, str]) -> None:
        """Sends it and does not wait."""
        self.page.evaluate(LAUNCH, [path, form])

    def landed(self, page: Page) -> Seen:
        """The answer to what was launched from that tab."""
        return _seen(page.evaluate(LANDED))

    def take_in(self, path: str, picture: bytes) -> int:
        """The slot of a photograph that the device keeps; -1 when it was not taken."""
        data = base64.b64encode(picture).decode()
        slot: int = self.page.evaluate(TAKE_IN, [path, data])
        return slot

    # ------------------------------------------------------------

    def _talk(self) -> CDPSession:
        return self.context.new_cdp_session(self.page)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in EXPECTED):
            self.noises.append(message.text)

    def _shout(self, error: WebError) -> None:
        self.noises.append(str(error.error))


def _seen(told: dict[str, Any]) -> Seen:
    return Seen(**told)
