"""A language chosen without a line is the reader's afterwards too, on the server's pages too."""

from playwright.sync_api import expect

from tests.faults.offline.citizen import Citizen
from tests.faults.offline.device import idb_keys, send, until
from tests.faults.offline.proxy import Proxy


def choose_english(lan: Citizen, line: Proxy) -> None:
    lan.prepare()
    line.refuse()
    lan.page.get_by_role("button", name="English").click()
    until(lambda: "lang_untold" in idb_keys(lan.page, "meta"), "the choice")


def test_the_server_hears_of_it_once_there_is_a_line(lan: Citizen, line: Proxy) -> None:
    choose_english(lan, line)
    line.heal()
    send(lan.page, "online")
    line.until_answered("GET /healthz")
    lan.page.goto("/ho-so")
    expect(lan.page.locator("html")).to_have_attribute("lang", "en")


def test_a_portal_does_not_pass_for_the_server(lan: Citizen, line: Proxy) -> None:
    choose_english(lan, line)
    line.heal()
    line.portal()
    send(lan.page, "online")
    line.until_answered("POST /ngon-ngu")
    line.heal()
    send(lan.page, "online")
    line.until_answered("GET /healthz")
