"""The harness holds: what it says of the node and of a killed browser is so."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.walker import CHECK
from tests.faults.offline.citizen import Citizen
from tests.faults.offline.device import Device, clear_data, fill_up, idb, limit_room
from tests.faults.offline.hub import Hub
from tests.faults.offline.proxy import Proxy


def test_a_dossier_goes_through_the_line_to_the_hub(
    phone: Callable[..., Page], line: Proxy, hub: Hub
) -> None:
    lan = Citizen(phone(service_workers="block"), hub)
    lan.page.goto("/thu-tuc/ba-cau")
    lan.press(lan.button("Bắt đầu"))
    lan.walk_to(CHECK)
    code = lan.hand_in()
    assert lan.sees_sent
    assert hub.has(code) == 1
    assert len(hub.receipts(hub.id_of(code))) >= 1
    assert line.seen("POST /to-khai/[^/]+/cam-doan")[0].status in (200, 303)


# Random, since a browser packs what it stores.
STORE = """async (size) => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("of-the-test", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("rows", { autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
  });
  const tx = db.transaction("rows", "readwrite", { durability: "strict" });
  for (let at = 0; at < size; at += 65536)
    tx.objectStore("rows").add(crypto.getRandomValues(new Uint8Array(65536)));
  return await new Promise((done) => {
    tx.oncomplete = () => done("stored");
    tx.onabort = () => done(tx.error.name);
  });
}"""
DATABASES = "indexedDB.databases().then((all) => all.map((one) => one.name))"


def test_a_killed_browser_finds_its_profile_again(device: Device) -> None:
    page = device.switch_on()
    page.goto("/")
    assert page.evaluate(STORE, 1) == "stored"
    device.kill()
    page = device.switch_on()
    page.goto("/")
    assert "of-the-test" in page.evaluate(DATABASES)


def test_quota_and_clearing(phone: Callable[..., Page]) -> None:
    page = phone(service_workers="block")
    page.goto("/")
    limit_room(page, 1_000_000)
    assert page.evaluate(STORE, 3_000_000) == "QuotaExceededError"
    assert page.evaluate(STORE, 1) == "stored"
    fill_up(page)
    assert page.evaluate(STORE, 1) == "QuotaExceededError"
    clear_data(page)
    assert page.evaluate(DATABASES) == []
    assert idb(page, "outbox") == []
    assert page.evaluate(DATABASES) == []
