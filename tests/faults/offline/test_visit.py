"""A volunteer helps somebody at a tablet whose worker answers, with and without a line."""

import pytest
from playwright.sync_api import expect

from kiosk.sync import envelope
from kiosk.sync.codes import normalise
from tests.browser.conftest import PASSWORD, add_staff
from tests.browser.walker import CHECK
from tests.faults.offline.citizen import NAME, Citizen
from tests.faults.offline.device import idb, until
from tests.faults.offline.hub import Hub
from tests.faults.offline.proxy import Proxy

OPENED = "Tôi đã chép mã, bắt đầu"
FORMS, END = "Mở trang làm giấy tờ", "Kết thúc buổi giúp"
GONE = "Phần này không còn trên máy"


@pytest.fixture(scope="session")
def hoa(_hub: Hub) -> str:
    return add_staff(_hub.data_dir, "hoa", "Phạm Hoa", "volunteer")


@pytest.fixture
def tablet(lan: Citizen, hoa: str) -> Citizen:
    """Hoa has signed in on it, and it can be answered without a line."""
    lan.prepare()
    lan.page.goto("/mot-cua/dang-nhap")
    lan.field("login").fill(hoa)
    lan.field("password").fill(PASSWORD)
    lan.go_on()
    return lan


def begin_visit(tablet: Citizen, how: str) -> None:
    tablet.page.goto("/to-so/tham")
    tablet.page.locator(f'[name="how"][value="{how}"]').check()
    tablet.field("consent").check()
    tablet.go_on()
    until(lambda: any(how in str(one) for one in idb(tablet.page, "meta")), "the worker knows")
    tablet.press(tablet.link(FORMS))


def fill_in(tablet: Citizen) -> str:
    """To the check page; the code that opens it again."""
    tablet.page.goto(f"/thu-tuc/{tablet.flow.id}")
    tablet.press(tablet.button("Bắt đầu"))
    code = tablet.page.locator(".code").inner_text()
    tablet.press(tablet.link(OPENED))
    tablet.walk_to(CHECK)
    return code


def keys_in_reach(tablet: Citizen) -> list[object]:
    return [one["key"] for one in idb(tablet.page, "workspaces")]


def told_of(hub: Hub, code: str) -> str:
    return envelope.read(hub.body(hub.id_of(code))).header.assist


def test_what_is_typed_for_somebody_says_so_and_opens_no_more_afterwards(
    tablet: Citizen, hub: Hub
) -> None:
    begin_visit(tablet, "typed")
    fill_in(tablet)
    check = tablet.page.url
    code = tablet.hand_in()
    tablet.until_sent(code)
    assert told_of(hub, code) == "typed"
    tablet.page.goto("/")
    tablet.press(tablet.button(END))
    expect(tablet.heading).to_have_text("Đã kết thúc buổi giúp")
    assert normalise(tablet.page.locator("main .tile__name").inner_text()) == code
    for path in (check, f"/bien-nhan/{code}", f"/ho-so/{code}", "/", "/hang-cho", "/may-nay"):
        tablet.page.goto(path)
        expect(tablet.main).not_to_contain_text(NAME)
    assert keys_in_reach(tablet) == [None]


def test_each_visit_is_a_workspace_of_its_own(tablet: Citizen) -> None:
    begin_visit(tablet, "helped")
    fill_in(tablet)
    first = tablet.page.url
    tablet.page.goto("/to-so/tham")
    tablet.press(tablet.button(END))
    begin_visit(tablet, "typed")
    tablet.page.goto(first)
    expect(tablet.heading).to_have_text(GONE)
    fill_in(tablet)
    assert len(idb(tablet.page, "workspaces")) == 2


def test_without_a_line_it_ends_here_first(tablet: Citizen, hub: Hub, line: Proxy) -> None:
    begin_visit(tablet, "typed")
    line.refuse()
    tablet.page.goto("/")
    code = fill_in(tablet)
    check = tablet.page.url
    tablet.page.goto("/")
    tablet.press(tablet.button(END))
    expect(tablet.heading).to_have_text("Đã khoá")
    tablet.page.goto(check)
    expect(tablet.heading).to_have_text(GONE)
    tablet.page.goto("/")
    expect(tablet.button(END)).to_have_count(0)
    tablet.page.goto("/lam-tiep")
    tablet.page.locator("main input").fill(code)
    tablet.press(tablet.main_button)
    line.heal()
    receipt = tablet.hand_in()
    tablet.until_sent(receipt)
    assert told_of(hub, receipt) == "typed"


def test_who_comes_afterwards_is_alone(tablet: Citizen, hub: Hub) -> None:
    begin_visit(tablet, "typed")
    tablet.press(tablet.button(END))
    fill_in(tablet)
    code = tablet.hand_in()
    tablet.until_sent(code)
    assert told_of(hub, code) == "none"


def test_whoever_signs_in_next_locks_what_nobody_ended(tablet: Citizen) -> None:
    begin_visit(tablet, "typed")
    fill_in(tablet)
    check = tablet.page.url
    tablet.page.context.clear_cookies(name="staff")
    tablet.page.goto("/mot-cua/dang-nhap")
    until(lambda: keys_in_reach(tablet) == [None], "locked")
    tablet.page.goto(check)
    expect(tablet.heading).to_have_text(GONE)
