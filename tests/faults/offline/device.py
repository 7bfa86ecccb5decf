"""A browser with a worker: what it keeps, and everything that may happen to it."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, CDPSession, Page

from tests.faults.offline.log import LONGEST_SECONDS

PAUSE_SECONDS = 0.02

# Pages start it once a reader stands still for two seconds; a test waits for no clock.
REGISTER = """() => { navigator.serviceWorker.register("/sw.js"); }"""
ANSWERS = "navigator.serviceWorker.controller !== null"
CONTROLLED = """async () => {
  await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) return;
  await new Promise(
    (done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
}"""
# Never makes the database: that is the worker's.
OPEN = """const db = await new Promise((done, fail) => {
    const asked = indexedDB.open("tramso");
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => asked.error.name === "AbortError" ? done(null) : fail(asked.error);
  });
  const told = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });"""
ROWS = f"""async (store) => {{
  {OPEN}
  if (!db) return [];
  const rows = await told(db.transaction(store).objectStore(store).getAll());
  db.close();
  const plain = (_, value) => value instanceof CryptoKey ? "a key"
    : value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? value.byteLength : value;
  return JSON.parse(JSON.stringify(rows, plain));
}}"""
KEYS = f"""async (store) => {{
  {OPEN}
  if (!db) return [];
  const keys = await told(db.transaction(store).objectStore(store).getAllKeys());
  db.close();
  return keys;
}}"""
# Random, since a browser packs what it stores; ever less, until not even a little finds room.
FILL = """async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("of-the-test", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("rows", { autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
  });
  const stored = (size) => new Promise((done) => {
    const tx = db.transaction("rows", "readwrite");
    tx.objectStore("rows").add(crypto.getRandomValues(new Uint8Array(size)));
    tx.oncomplete = () => done(true);
    tx.onabort = () => done(false);
  });
  for (let size = 65536; size >= 64; size /= 4) while (await stored(size));
  db.close();
}"""
CHANGE = f"""async ([store, change]) => {{
  {OPEN}
  const rows = db.transaction(store, "readwrite").objectStore(store);
  for (const row of await told(rows.getAll())) await told(rows.put({{ ...row, ...change }}));
  db.close();
}}"""
IS = f"""async ([code, wanted]) => {{
  {OPEN}
  if (!db) return false;
  const rows = await told(db.transaction("outbox").objectStore("outbox").getAll());
  db.close();
  const names = Object.keys(wanted);
  return rows.some((row) => row.code === code && names.every((one) => row[one] === wanted[one]));
}}"""
HOLDS = f"""async (flow) => {{
  {OPEN}
  if (!db) return false;
  const tx = db.transaction(["meta", "packs"]), language = document.documentElement.lang;
  const index = await told(tx.objectStore("meta").get("index"));
  const hub = await told(tx.objectStore("meta").get("hub"));
  const keys = await told(tx.objectStore("packs").getAllKeys());
  db.close();
  const offered = index && index.flows.find((one) => one.id === flow);
  return Boolean(hub && offered && keys.includes(offered.packs[language]));
}}"""
HAS_LESSON = f"""async (lesson) => {{
  {OPEN}
  if (!db) return false;
  const tx = db.transaction(["meta", "packs"]), language = document.documentElement.lang;
  const index = await told(tx.objectStore("meta").get("index"));
  const keys = await told(tx.objectStore("packs").getAllKeys());
  db.close();
  const offered = index && index.lessons.find((one) => one.id === lesson);
  return Boolean(offered && keys.includes(offered.packs[language]));
}}"""
BODY = f"""async (code) => {{
  {OPEN}
  const rows = await told(db.transaction("outbox").objectStore("outbox").getAll());
  db.close();
  return Array.from(rows.find((row) => row.code === code).body);
}}"""
PRACTISED = f"""async () => {{
  {OPEN}
  const tx = db.transaction(["practice", "outbox"]);
  const kept = await told(tx.objectStore("practice").getAll());
  const items = await told(tx.objectStore("outbox").getAll());
  db.close();
  const read = ({{ body }}) => JSON.parse(new TextDecoder().decode(body)).events;
  return [...kept, ...items.filter((one) => one.kind === "practice").flatMap(read)];
}}"""
AGE = f"""async () => {{
  {OPEN}
  await told(db.transaction("meta", "readwrite").objectStore("meta").delete("refreshed"));
  db.close();
}}"""
SEND = """(why) => navigator.serviceWorker.ready.then(
  (here) => here.active.postMessage({ do: "send", why, path: location.pathname }))"""


def controlled(page: Page, path: str = "/") -> Page:
    """The page, once a worker answers for it."""
    page.goto(path)
    page.evaluate(REGISTER)
    until(lambda: bool(page.evaluate(ANSWERS)), "a worker that answers")
    return page


def idb(page: Page, store: str) -> list[Any]:
    """The rows of a store, bytes as their number; none where there is no database."""
    rows: list[Any] = page.evaluate(ROWS, store)
    return rows


def idb_keys(page: Page, store: str) -> list[Any]:
    keys: list[Any] = page.evaluate(KEYS, store)
    return keys


def practised(page: Page) -> list[Any]:
    """Deeds that nobody was told of yet, also those that are packed for it."""
    found: list[Any] = page.evaluate(PRACTISED)
    return found


def envelope_of(page: Page, code: str) -> bytes:
    """The bytes that are sent."""
    return bytes(page.evaluate(BODY, code))


def until_item(page: Page, code: str, **wanted: Any) -> None:
    """Waits until the outbox says so of a dossier: `state="sent"`."""
    until(lambda: page.evaluate(IS, [code, wanted]), f"{code} {wanted}")


def until_held(page: Page, flow: str) -> None:
    """Waits until the device can answer the flow without a line."""
    until(lambda: page.evaluate(HOLDS, flow), f"the pack of {flow}")


def until_lesson(page: Page, lesson: str) -> None:
    """Waits until the lesson can be played without a line."""
    until(lambda: page.evaluate(HAS_LESSON, lesson), f"the pack of {lesson}")


def until_owned(page: Page, id: str) -> None:
    """Waits until a draft that began at the server is the device's."""
    until(lambda: any(one["id"] == id and not one["pending"] for one in idb(page, "drafts")), id)


def age(page: Page) -> None:
    """Five minutes later: what is offered is asked for again."""
    page.evaluate(AGE)


def idle(page: Page) -> None:
    """Ten minutes later: nobody has touched the machine."""
    page.evaluate(CHANGE, ["workspaces", {"used_at": 0}])


def week_later(page: Page) -> None:
    """What arrived did so long ago."""
    page.evaluate(CHANGE, ["outbox", {"sent_at": 0}])


def rewind(page: Page) -> None:
    """The time to try again has come for everything that waits."""
    page.evaluate(CHANGE, ["outbox", {"next_at": 0}])


def send(page: Page, why: str = "timer") -> None:
    """What the page says by itself from time to time."""
    page.evaluate(SEND, why)


def send_again(page: Page) -> None:
    rewind(page)
    send(page)


def stop_workers(page: Page) -> None:
    """As a browser does whenever it likes; the next event starts the worker anew."""
    talk = _talk(page)
    talk.send("ServiceWorker.enable")
    talk.send("ServiceWorker.stopAllWorkers")
    talk.detach()


def update_workers(page: Page) -> None:
    """As a browser does once a day, and soon after a page was opened."""
    talk = _talk(page)
    talk.send("ServiceWorker.enable")
    talk.send("ServiceWorker.updateRegistration", {"scopeURL": f"{_origin(page)}/"})
    talk.detach()


def limit_room(page: Page, bytes: int) -> None:
    """The origin may keep so much and no more. To be said before anything is stored: Chromium asks
    for what is left once in 30 s. Told by what is refused: `estimate()` says 10 GB to everybody."""
    _talk(page).send(
        "Storage.overrideQuotaForOrigin", {"origin": _origin(page), "quotaSize": bytes}
    )


def fill_up(page: Page) -> None:
    """Takes all the room there is."""
    page.evaluate(FILL)


def empty(page: Page) -> None:
    """Gives back what `fill_up` took."""
    page.evaluate("new Promise((o) => { indexedDB.deleteDatabase('of-the-test').onsuccess = o; })")


def clear_data(page: Page, kinds: str = "all") -> None:
    """What "clear browsing data" does, and Safari after a week."""
    talk = _talk(page)
    talk.send("Storage.clearDataForOrigin", {"origin": _origin(page), "storageTypes": kinds})
    talk.detach()


def until(is_so: Callable[[], bool], what: str) -> None:
    """Asks from here: a page's own clock may stand still."""
    give_up_at = monotonic() + LONGEST_SECONDS
    while not is_so():
        assert monotonic() < give_up_at, what
        sleep(PAUSE_SECONDS)


def _talk(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


def _origin(page: Page) -> str:
    origin: str = page.evaluate("location.origin")
    return origin


class Device:
    """A browser with a profile of its own, one life after the other."""

    def __init__(self, kind: BrowserType, profile: Path, settings: dict[str, Any]) -> None:
        self._kind, self.profile, self._settings = kind, profile, settings
        self._context: BrowserContext | None = None

    def switch_on(self, **but: Any) -> Page:
        settings = {**self._settings, **but}
        self._context = self._kind.launch_persistent_context(str(self.profile), **settings)
        return self._context.pages[0]

    def switch_off(self) -> None:
        if self._context is not None:
            self._context.close()
            self._context = None

    def kill(self) -> None:
        """As in a power cut: no handler runs, nothing is flushed."""
        assert self._context is not None
        group = os.getpgid(self._pid())
        assert group != os.getpgid(0)
        os.killpg(group, signal.SIGKILL)
        while _alive(group):
            os.sched_yield()
        self._context = None  # Closing what is dead sometimes never ends.

    def files(self) -> bytes:
        """All that stands in the profile."""
        return b"".join(one.read_bytes() for one in self.profile.rglob("*") if one.is_file())

    def _pid(self) -> int:
        """The browser itself; its children name their kind."""
        mine = f"--user-data-dir={self.profile}".encode()
        for one in Path("/proc").glob("[0-9]*/cmdline"):
            said = _read(one).split(b"\0")
            if mine in said and not any(word.startswith(b"--type=") for word in said):
                return int(one.parent.name)
        raise AssertionError(f"no browser over {self.profile}")


def _alive(group: int) -> bool:
    """Whether a process of the group runs; a dead one that nobody buried does not."""
    for one in Path("/proc").glob("[0-9]*/stat"):
        _, _, rest = _read(one).rpartition(b") ")
        state, _, its_group, *_ = rest.split() if rest else (b"Z", b"", b"-1")
        if int(its_group) == group and state not in b"ZX":
            return True
    return False


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""  # it ended in between
