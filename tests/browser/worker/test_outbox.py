"""What a page shows by itself of the worker behind it, and whose machine it is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPhone, serving
from tests.browser.walker import Visitor
from tests.faults.offline.citizen import FLOWS, FORMS, QUICKLY
from tests.faults.offline.device import controlled, until_held

FLOW = "ba-cau"
INVITED = """() => {
  const event = new Event("beforeinstallprompt", { cancelable: true });
  event.prompt = () => { document.title = "installed"; };
  dispatchEvent(event);
}"""


@pytest.fixture(scope="session")
def small_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A node with three questions."""
    with serving(tmp_path_factory.mktemp("node"), KIOSK_FLOWS_DIR=str(FLOWS)) as url:
        yield url


@pytest.fixture
def lan(phone: NewPhone, small_node: str) -> Visitor:
    """On the page of the procedure, which her phone can answer by now."""
    page = controlled(phone(service_workers="allow", base_url=small_node))
    page.goto(f"/thu-tuc/{FLOW}")
    until_held(page, FLOW)
    return Visitor(page)


def test_an_open_page_says_by_itself_that_the_hub_has_it(lan: Visitor) -> None:
    """In place: where somebody was stays where it was."""
    lan.page.context.set_offline(True)
    lan.page.evaluate(QUICKLY, [FLOW, FORMS])
    lan.page.goto("/hang-cho")
    expect(lan.main).to_contain_text("Chờ gửi")
    lan.link("Xem biên nhận").focus()
    lan.page.context.set_offline(False)
    # Playwright gives the line to the page first, which says so before its worker has any.
    lan.page.evaluate("dispatchEvent(new Event('online'))")
    expect(lan.main).to_contain_text("Đã gửi")
    expect(lan.link("Xem biên nhận")).to_be_focused()
    expect(lan.page.locator("main")).to_have_count(1)


def test_a_machine_becomes_shared_and_the_code_opens_what_was_begun(lan: Visitor) -> None:
    lan.press(lan.button("Bắt đầu"))
    begun = lan.page.url
    lan.page.goto("/may-nay")
    lan.press(lan.button("Nhiều người dùng chung"))
    code = lan.page.locator(".code").inner_text()
    lan.page.goto("/may-nay")
    lan.press(lan.button("Tôi xong rồi, khoá lại"))
    lan.page.goto(begun)
    expect(lan.main).not_to_contain_text("Tiếp tục")
    lan.page.goto("/lam-tiep")
    lan.page.locator("main input").fill(code)
    lan.press(lan.main.get_by_role("button").first)
    assert lan.page.url == begun


def test_the_home_screen_is_offered_where_the_browser_can(lan: Visitor) -> None:
    lan.page.goto("/")
    offer = lan.page.locator("[data-install]")
    expect(offer).to_be_hidden()
    lan.page.evaluate(INVITED)
    offer.click()
    expect(offer).to_be_hidden()
    assert lan.page.title() == "installed"
