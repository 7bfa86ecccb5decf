"""A draft that the device owns outlives tabs, power cuts, full disks and lost files. Numbers are
rows of the catalogue of failures in other systems."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.papers import paper
from tests.browser.walker import CHECK
from tests.faults.offline.citizen import NAME, STORY, Citizen, with_photos
from tests.faults.offline.device import (
    Device,
    controlled,
    empty,
    fill_up,
    idb,
    limit_room,
    send_again,
    until_item,
)
from tests.faults.offline.hub import Hub
from tests.faults.offline.proxy import Proxy

PUT = "^PUT /sync/v1/submissions/"
FULL = "Máy đã hết chỗ lưu"


def test_row_08_the_same_draft_handed_in_from_two_tabs_is_one_dossier(
    lan: Citizen, hub: Hub, line: Proxy
) -> None:
    """Hand in from both: one row, and the second tab shows the receipt."""
    lan.fill_in()
    other = Citizen(lan.page.context.new_page(), hub)
    other.page.goto(lan.page.url.replace(CHECK, "cam-doan"))
    other.answer()
    code = lan.hand_in()
    other.go_on()
    assert other.page.url.endswith(f"/bien-nhan/{code}")
    lan.until_sent(code)
    assert hub.has(code) == 1
    assert len({one.path for one in line.seen(PUT)}) == 1


def test_row_10_a_power_cut_keeps_the_queue_of_one_tab_and_the_draft_of_another(
    device: Device, hub: Hub, line: Proxy
) -> None:
    """Queue in A, write in B, kill -9: both are there."""
    lan = Citizen(controlled(device.switch_on()), hub)
    lan.prepare()
    line.refuse()
    other = Citizen(lan.page.context.new_page(), hub)
    other.begin()
    [code] = lan.queue(1)
    other.walk_to("chuyen")
    where = other.page.url
    device.kill()
    lan = Citizen(device.switch_on(), hub)
    lan.page.goto(where)
    assert lan.step == "chuyen"
    assert lan.item(code)["state"] == "waiting"
    lan.walk_to(CHECK)
    expect(lan.main).to_contain_text(NAME)
    line.heal()
    send_again(lan.page)
    lan.until_sent(code)


def test_row_14_a_form_with_files_never_meets_the_worker(
    lan: Citizen, line: Proxy, hub: Hub
) -> None:
    """Multipart goes to the node untouched."""
    photo = paper(600, 800)
    scripts = lan.page.context.new_cdp_session(lan.page)
    scripts.send("Emulation.setScriptExecutionDisabled", {"value": True})
    lan.page.goto("/thu-tuc/anh-giay")
    lan.press(lan.button("Bắt đầu"))
    lan.field("ten").fill(NAME)
    lan.page.locator("main input[type=file]").set_input_files([photo])
    with lan.page.expect_response(lambda one: one.request.method == "POST") as answer:
        lan.go_on()
    assert not answer.value.from_service_worker
    expect(lan.photos).to_have_count(1)
    scripts.send("Emulation.setScriptExecutionDisabled", {"value": False})
    [sent] = [one for one in line.seen("^POST /to-khai/") if one.up > 10_000]
    assert sent.up > len(photo["buffer"])
    assert idb(lan.page, "drafts") == []


def test_row_15_a_camera_that_kills_the_page_costs_no_answer(device: Device, hub: Hub) -> None:
    """kill -9 at the file chooser: the same step, all answers, and the photographs so far."""
    lan = Citizen(controlled(device.switch_on()), hub, flow="anh-giay", files=with_photos())
    lan.begin()
    lan.walk_to("chu-ky")
    where = lan.page.url
    with lan.page.expect_file_chooser():
        lan.page.locator("main input[type=file]").first.evaluate("one => one.click()")
    device.kill()
    lan = Citizen(device.switch_on(), hub, flow="anh-giay", files=with_photos())
    lan.page.goto(where)
    assert lan.step == "chu-ky"
    lan.walk_to(CHECK)
    expect(lan.main).to_contain_text(NAME)
    assert hub.has(lan.hand_in()) == 1


def test_row_16_a_photograph_gone_from_the_disk_holds_up_no_text(
    device: Device, hub: Hub, line: Proxy
) -> None:
    """Delete the files behind the store: the text is sent, the person told, and no endless
    trying."""
    files = {**with_photos(), "chung_sinh": [paper(1728, 2304)]}
    lan = Citizen(controlled(device.switch_on()), hub, flow="anh-giay", files=files)
    lan.fill_in()
    line.refuse()
    code = lan.hand_in()
    device.switch_off()
    for one in device.profile.rglob("*.indexeddb.blob/**/*"):
        if one.is_file() and one.stat().st_size > 100_000:
            one.unlink()
    line.heal()
    lan = Citizen(controlled(device.switch_on()), hub)
    send_again(lan.page)
    until_item(lan.page, code, state="sent")
    assert [one["lost"] for one in lan.item(code)["blobs"]] == [True, False]
    lan.page.goto("/hang-cho")
    expect(lan.main).to_contain_text("Có ảnh không còn đọc được trên máy này.")
    assert hub.has(code) == 1


def test_row_17_a_full_device_says_so_before_it_says_saved(
    phone: Callable[..., Page], hub: Hub
) -> None:
    """The quota is over: told so, never "saved"; what was there stays, and so does the way on."""
    page = phone()
    page.goto("/")
    limit_room(page, 2_000_000)
    lan = Citizen(controlled(page), hub)
    lan.begin()
    lan.walk_to("chuyen")
    lan.answer()
    fill_up(page)
    lan.main_button.click()
    expect(lan.heading).to_have_text(FULL)
    empty(page)
    lan.press(lan.link("Quay lại làm tiếp"))
    assert lan.step == "chuyen"
    lan.walk_to(CHECK)
    expect(lan.main).to_contain_text(NAME)
    expect(lan.main).to_contain_text(STORY)


def test_row_17_a_photograph_that_finds_no_room_takes_nothing_with_it(
    phone: Callable[..., Page], hub: Hub
) -> None:
    """The quota is over: said at the photograph, and the answers stay."""
    page = phone()
    page.goto("/")
    limit_room(page, 2_000_000)
    lan = Citizen(controlled(page), hub, flow="anh-giay", files=with_photos())
    lan.begin()
    lan.field("ten").fill(NAME)
    fill_up(page)
    lan.page.locator("main input[type=file]").set_input_files([paper(1728, 2304)])
    expect(lan.page.locator(":is(.error, h1):has-text('hết chỗ')").first).to_be_visible()
    assert lan.photos.count() == 0
    empty(page)
    page.reload()
    lan.walk_to(CHECK)
    expect(lan.main).to_contain_text(NAME)


# What a browser does to a database of a page in the background, by way of one that wants another
# version of it.
LOSE = """() => new Promise((done) => {
  const asked = indexedDB.open("tramso", 1000);
  asked.onupgradeneeded = () => asked.transaction.abort();
  asked.onerror = () => done();
})"""


def test_row_18_a_lost_connection_to_the_store_is_opened_again(lan: Citizen, hub: Hub) -> None:
    """Close the database in the middle of a flow: nobody notices."""
    lan.begin()
    lan.walk_to("con")
    lan.page.evaluate(LOSE)
    lan.walk_to(CHECK)
    lan.page.evaluate(LOSE)
    assert hub.has(lan.hand_in()) == 1


def test_row_19_a_store_in_ruins_costs_no_more_than_what_was_in_it(
    device: Device, hub: Hub, line: Proxy
) -> None:
    """Truncate the files of LevelDB: the page opens, and the next dossier gets through."""
    lan = Citizen(controlled(device.switch_on()), hub)
    lan.prepare()
    line.refuse()
    lan.queue(1)
    device.switch_off()
    for one in device.profile.rglob("*.indexeddb.leveldb/*"):
        if one.suffix in (".log", ".ldb") or one.name.startswith("MANIFEST"):
            one.write_bytes(one.read_bytes()[: one.stat().st_size // 2])
    line.heal()
    lan = Citizen(device.switch_on(), hub)
    lan.page.goto("/")
    expect(lan.heading).to_be_visible()
    lan.page.goto("/thu-tuc/ba-cau")
    lan.press(lan.button("Bắt đầu"))
    lan.walk_to(CHECK)
    assert hub.has(lan.hand_in()) == 1
