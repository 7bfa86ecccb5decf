"""What a browser throws away is named on the next visit."""

from playwright.sync_api import expect

from tests.faults.offline.citizen import Citizen
from tests.faults.offline.device import clear_data, controlled, idb, send, until, week_later
from tests.faults.offline.proxy import Proxy

# What browsers drop when they are short of room, or nobody came for a while; cookies stay.
STORED = "indexeddb,cache_storage,service_workers,local_storage"
COOKIE = "document.cookie"


def test_row_20_what_was_queued_and_is_gone_is_named(lan: Citizen, line: Proxy) -> None:
    """Clear the origin with two queued: the next visit names the codes that are missing."""
    lan.prepare()
    line.refuse()
    codes = lan.queue(2)
    lan.page.goto("/hang-cho")
    until(lambda: all(code in lan.page.evaluate(COOKIE) for code in codes), "the cookie")
    clear_data(lan.page, STORED)
    line.heal()
    controlled(lan.page)
    gone = lan.page.locator(".notice--bad")
    until(lambda: gone.count() > 0 or not lan.page.goto("/"), "what is gone")
    for code in codes:
        expect(gone).to_contain_text(f"{code[:4]} {code[4:8]} {code[8:]}")
    lan.press(lan.button("Tôi biết rồi"))
    expect(gone).to_have_count(0)


def test_what_has_arrived_is_not_called_lost(lan: Citizen, line: Proxy) -> None:
    lan.prepare()
    line.refuse()
    [code] = lan.queue(1)
    lan.page.goto("/hang-cho")
    until(lambda: code in lan.page.evaluate(COOKIE), "the cookie")
    line.heal()
    lan.press(lan.button("Gửi ngay"))
    lan.until_sent(code)
    until(lambda: code not in lan.page.evaluate(COOKIE), "the cookie")


def test_what_arrived_a_week_ago_goes_and_is_not_called_lost(lan: Citizen) -> None:
    code = lan.file()
    lan.until_sent(code)
    week_later(lan.page)
    lan.page.evaluate(f"{COOKIE} = 'codes={code};path=/'")  # Its page was closed before it knew.
    send(lan.page)
    until(lambda: idb(lan.page, "outbox") == [], "an empty outbox")
    lan.page.goto("/")
    until(lambda: code not in lan.page.evaluate(COOKIE), "the cookie")
    lan.page.reload()
    expect(lan.page.locator(".notice--bad")).to_have_count(0)
    lan.page.goto(f"/bien-nhan/{code}")
    expect(lan.heading).to_have_text("Đã gửi hồ sơ")
