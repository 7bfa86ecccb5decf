"""A page that is open tells what became of what it shows, also when that happened while the page
was on its way."""

from playwright.sync_api import expect

from tests.faults.offline.citizen import SENT, Citizen
from tests.faults.offline.device import controlled, idb, send, send_again, until, until_item
from tests.faults.offline.proxy import Proxy

PUT = "^PUT /sync/v1/submissions/"
WAITS = "Phiếu chờ gửi"
# A page that is loading: it hears nothing, and its scripts do not know of the worker yet.
LOADING = """() => {
  if (!location.pathname.startsWith("/bien-nhan/")) return;
  const worker = navigator.serviceWorker, { ready } = worker;
  const deaf = (event) => self.loaded || event.stopImmediatePropagation();
  worker.addEventListener("message", deaf);
  const loaded = new Promise((go) => { self.load = () => { self.loaded = true; go(ready); }; });
  Object.defineProperty(worker, "ready", { value: loaded });
}"""
# The answer to a form is here and htmx has not put it in yet.
HELD = """() => {
  const real = fetch;
  self.fetch = async (...asked) => {
    const answer = await real(...asked);
    if (answer.headers.has("HX-Push-Url")) await new Promise((go) => { self.held = go; });
    return answer;
  };
}"""
TYPING = """() => {
  const input = document.createElement("input");
  document.body.append(input);
  input.focus();
}"""


def queued(lan: Citizen, line: Proxy) -> str:
    """Without a line; the code of what waits."""
    lan.prepare()
    line.refuse()
    [code] = lan.queue(1)
    return code


def is_told_once(lan: Citizen, code: str, shown: str) -> None:
    """It was sent; the page says so as soon as it is `shown`."""
    until_item(lan.page, code, state="sent")
    lan.page.evaluate(shown)
    expect(lan.heading).to_have_text(SENT)


def test_what_was_sent_while_a_receipt_was_loading_is_told_there(lan: Citizen, line: Proxy) -> None:
    code = queued(lan, line)
    line.heal()
    other_tab = controlled(lan.page.context.new_page())
    lan.page.add_init_script(f"({LOADING})()")
    lan.page.goto(f"/bien-nhan/{code}")
    expect(lan.heading).to_have_text(WAITS)
    send_again(other_tab)
    is_told_once(lan, code, "self.load()")


def test_what_was_sent_before_the_receipt_was_put_in_is_told_there(
    lan: Citizen, line: Proxy
) -> None:
    lan.fill_in()
    lan.go_on()
    lan.answer()
    line.hold(PUT)
    lan.page.evaluate(HELD)
    lan.main_button.click()
    until(lambda: bool(lan.page.evaluate("'held' in self")), "the receipt")
    line.heal()
    [item] = idb(lan.page, "outbox")
    is_told_once(lan, item["code"], "self.held()")


def test_what_changed_under_the_hands_of_somebody_is_told_afterwards(
    lan: Citizen, line: Proxy
) -> None:
    code = queued(lan, line)
    lan.page.goto(f"/bien-nhan/{code}")
    lan.page.evaluate(TYPING)
    line.heal()
    send(lan.page, "online")
    until_item(lan.page, code, state="sent")
    expect(lan.heading).to_have_text(WAITS)
    lan.page.locator("body > input").blur()
    expect(lan.heading).to_have_text(SENT)
