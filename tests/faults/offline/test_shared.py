"""A machine that many use keeps nobody's name for the next one; and one where no worker runs.
Numbers are rows of the catalogue of failures in other systems."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.walker import CHECK
from tests.faults.offline.citizen import NAME, STORY, Citizen
from tests.faults.offline.device import Device, controlled, idb, idle, send_again, until_item
from tests.faults.offline.hub import Hub
from tests.faults.offline.proxy import Proxy

OFFERED = "dispatchEvent(new Event('beforeinstallprompt'))"
INSTALL = "Đưa Trạm Số ra màn hình chính"


def test_row_21_nobody_is_asked_to_install_while_something_waits(lan: Citizen, line: Proxy) -> None:
    """The prompt is hidden while the outbox holds anything: a home-screen app of iOS would start
    with a store of its own."""
    lan.prepare()
    lan.page.goto("/")
    lan.page.evaluate(OFFERED)
    expect(lan.button(INSTALL)).to_be_visible()
    line.refuse()
    lan.queue(1)
    line.heal()
    line.stall("^PUT")
    lan.page.goto("/")
    lan.page.evaluate(OFFERED)
    expect(lan.main).to_contain_text("1 hồ sơ đang chờ gửi")
    expect(lan.button(INSTALL)).to_be_hidden()


def test_row_22_where_no_worker_runs_the_plain_forms_do(
    phone: Callable[..., Page], hub: Hub
) -> None:
    """No worker: the page says so, and what is done online works to the end."""
    lan = Citizen(phone(service_workers="block"), hub)
    lan.page.goto("/thu-tuc/ba-cau")
    lan.press(lan.button("Bắt đầu"))
    lan.walk_to(CHECK)
    assert hub.has(lan.hand_in()) == 1
    assert lan.sees_sent
    assert idb(lan.page, "drafts") == []


def test_row_22_a_browser_without_workers_is_told_that_it_needs_a_line(
    phone: Callable[..., Page],
) -> None:
    """Private windows and the browsers inside other apps: the page tells that nothing is kept."""
    page = phone()
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.goto("/thu-tuc/ba-cau")
    expect(page.locator("[data-no-worker]").first).to_be_visible()


def test_row_23_the_next_person_finds_a_number_and_nothing_else(
    device: Device, hub: Hub, line: Proxy
) -> None:
    """A queues three and leaves, B opens: a count only, no name of A's in the profile, and A's
    three arrive."""
    a = Citizen(controlled(device.switch_on()), hub)
    a.page.goto("/may-nay")
    a.press(a.button("Nhiều người dùng chung"))
    a.prepare()
    a.press(a.button("Bắt đầu"))
    a.press(a.link("Tôi đã chép mã, bắt đầu"))
    line.refuse()
    a.walk_to(CHECK)
    codes = [a.hand_in(), *a.queue(2)]
    digests = [a.digest(code) for code in codes]
    a.press(a.button("Xong, xoá khỏi máy này"))
    b = Citizen(a.page.context.new_page(), hub)
    a.page.close()
    for path in ("/", "/hang-cho", "/may-nay"):
        b.page.goto(path)
        expect(b.main).to_contain_text("3 hồ sơ của người khác")
        expect(b.main).not_to_contain_text(NAME)
        expect(b.main).not_to_contain_text("Hỏi ba câu:")
    for code in codes:
        b.page.goto(f"/bien-nhan/{code}")
        expect(b.main).not_to_contain_text(NAME)
    assert idb(b.page, "drafts") == []
    line.heal()
    send_again(b.page)
    for code, digest in zip(codes, digests, strict=True):
        until_item(b.page, code, state="sent")
        hub.promise(code, digest)
    device.switch_off()
    kept = device.files()
    for said in (NAME, STORY, "Lan Chi"):
        for coding in ("utf-8", "utf-16-le"):
            assert said.encode(coding) not in kept


def test_each_resident_comes_back_with_a_code_and_finds_their_own(
    lan: Citizen, line: Proxy
) -> None:
    """Several at a time on a volunteer's tablet, in homes without a line; ten idle minutes lock."""
    lan.prepare()
    lan.page.goto("/may-nay")
    lan.press(lan.button("Nhiều người dùng chung"))
    line.refuse()
    kept = {name: begun_by(lan, name) for name in (NAME, "Trần Thị Bưởi")}
    for name, (code, here) in kept.items():
        lan.page.goto(here)
        expect(lan.heading).to_have_text("Phần này không còn trên máy")
        lan.page.goto("/lam-tiep")
        lan.page.locator("main input").fill(code)
        lan.press(lan.main_button)
        lan.page.goto(here.replace("/con", "/ten"))
        expect(lan.field("ho_ten")).to_have_value(name)
        idle(lan.page)
        lan.page.reload()
        expect(lan.heading).to_have_text("Phần này không còn trên máy")


def begun_by(one: Citizen, name: str) -> tuple[str, str]:
    """The code of a resident who answers a question and locks, and where they were."""
    one.answers["ho_ten"] = name
    one.page.goto("/thu-tuc/ba-cau")
    one.press(one.button("Bắt đầu"))
    code = one.page.locator(".code").inner_text()
    one.press(one.link("Tôi đã chép mã, bắt đầu"))
    one.answer()
    one.go_on()
    here = one.page.url
    one.page.goto("/")
    one.press(one.button("Tôi xong rồi, khoá lại"))
    return code, here
