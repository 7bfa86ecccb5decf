"""What waits on a device reaches the hub once, whatever the line does, and is called sent only
then. Numbers are rows of the catalogue of failures in other systems."""

import base64
import hashlib
import json

import httpx
import pytest
from playwright.sync_api import expect

from kiosk.sync import envelope
from kiosk.sync.envelope import Plaintext
from kiosk.sync.header import Header
from kiosk.sync.keyfolder import load_ring
from tests.faults.offline.citizen import Citizen, with_photos
from tests.faults.offline.conftest import NewCitizen
from tests.faults.offline.device import (
    controlled,
    envelope_of,
    rewind,
    send,
    send_again,
    stop_workers,
    until_item,
)
from tests.faults.offline.hub import Hub, at_hub
from tests.faults.offline.proxy import Proxy

PUT = "^PUT /sync/v1/submissions/"
PROBLEM = {"Content-Type": "application/problem+json"}
SENT = "Đã gửi"


def problem(status: int, code: str, detail: str) -> str:
    said = {"type": f"urn:tramso:problem:{code}", "title": "x", "detail": detail, "status": status}
    return json.dumps(said)


@pytest.fixture
def waiting(lan: Citizen, line: Proxy) -> str:
    """The code of what Lan handed in without a line."""
    lan.prepare()
    line.refuse()
    [code] = lan.queue(1)
    assert lan.item(code)["state"] == "waiting"
    line.heal()
    return code


def test_row_01_a_worker_stopped_while_it_sends_keeps_the_item(
    lan: Citizen, waiting: str, line: Proxy, hub: Hub
) -> None:
    """Stall the PUT, stop the worker, heal: the item is still queued, then one row."""
    line.stall(PUT)
    send_again(lan.page)
    line.until_seen(PUT)
    stop_workers(lan.page)
    line.until_answered(PUT)
    line.heal()
    assert lan.item(waiting)["state"] == "waiting"
    send_again(lan.page)
    lan.until_sent(waiting)
    assert hub.has(waiting) == 1


def test_row_02_an_error_of_the_server_is_no_success(
    lan: Citizen, waiting: str, line: Proxy, hub: Hub
) -> None:
    """500 three times: the item is kept, one row."""
    line.answer(500, on=PUT, times=3)
    for tries in range(2, 5):
        send_again(lan.page)
        until_item(lan.page, waiting, tries=tries, state="waiting")
    assert hub.has(waiting) == 0
    send_again(lan.page)
    lan.until_sent(waiting)
    assert line.answered(PUT) == [500, 500, 500, 201]
    assert hub.has(waiting) == 1


def test_row_03_the_login_page_of_a_network_is_no_success(
    lan: Citizen, waiting: str, line: Proxy, hub: Hub
) -> None:
    """200 with HTML: no state change, and the person is told that the network wants a login."""
    line.portal()
    send_again(lan.page)
    until_item(lan.page, waiting, tries=2, state="waiting")
    lan.page.goto("/hang-cho")
    expect(lan.main).to_contain_text("Mạng này đòi đăng nhập trước.")
    assert hub.has(waiting) == 0
    line.heal()
    lan.press(lan.button("Gửi ngay"))
    lan.until_sent(waiting)


@pytest.mark.parametrize("status", [401, 403])
def test_row_04_what_needs_a_login_is_kept_over_a_reload(
    lan: Citizen, waiting: str, line: Proxy, status: int
) -> None:
    """Expire the session, reload: kept, and sent after the login without retyping."""
    line.answer(status, problem(status, "sync.login", "Hãy đăng nhập"), PROBLEM, on=PUT)
    send_again(lan.page)
    until_item(lan.page, waiting, tries=2, state="waiting")
    digest = lan.digest(waiting)
    lan.page.reload()
    assert lan.item(waiting)["why"]["kind"] == "login"
    line.heal()
    send_again(lan.page)
    lan.until_sent(waiting)
    assert lan.digest(waiting) == digest


def test_row_05_an_acknowledgement_that_is_lost_makes_no_second_dossier(
    lan: Citizen, waiting: str, line: Proxy, hub: Hub
) -> None:
    """Drop the answer after the commit five times: one row, the same bytes of receipts."""
    line.drop_response(PUT, times=5)
    for tries in range(2, 7):
        send_again(lan.page)
        until_item(lan.page, waiting, tries=tries, state="waiting")
    assert hub.has(waiting) == 1
    receipts = hub.receipts(hub.id_of(waiting))
    send_again(lan.page)
    lan.until_sent(waiting)
    assert line.answered(PUT) == [201, 200, 200, 200, 200, 200]
    assert hub.receipts(hub.id_of(waiting)) == receipts
    assert set(lan.item(waiting)["receipts"].values()) <= set(receipts)


def test_row_07_another_content_under_a_known_id_is_told_and_overwrites_nothing(
    lan: Citizen, waiting: str, hub: Hub
) -> None:
    """Change the content, send again: 409, the first one stays as it is, the person is told."""
    mine = envelope.read(envelope_of(lan.page, waiting))
    first = another(mine.header, hub)
    digest = base64.b64encode(hashlib.sha256(first).digest()).decode()
    headers = {"Content-Digest": f"sha-256=:{digest}:", "Content-Type": "application/json"}
    address = f"{hub.url}/sync/v1/submissions/{mine.id}"
    assert httpx.put(address, content=first, headers=headers, trust_env=False).status_code == 201
    send_again(lan.page)
    until_item(lan.page, waiting, state="refused")
    lan.page.goto("/hang-cho")
    expect(lan.main).to_contain_text("Nơi nhận đã có một hồ sơ khác mang mã này.")
    expect(lan.page.locator('a[href$=".json"]')).to_be_visible()
    assert at_hub(hub.data_dir)[mine.id] == envelope.read(first).digest != mine.digest


def another(header: Header, hub: Hub) -> bytes:
    """An envelope with the same header and other answers."""
    ring = load_ring(hub.data_dir / "keys")
    return envelope.make(
        header, Plaintext(bytes(32), {"ho_ten": "Lê Thị Mơ"}, {}), ring.sealing.public
    )


def test_row_09_three_tabs_send_nothing_twice_at_once(
    lan: Citizen, waiting: str, line: Proxy, hub: Hub
) -> None:
    """Three tabs, the line comes back: never two PUTs in flight for an id."""
    tabs = [lan.page, *(lan.page.context.new_page() for _ in range(2))]
    for tab in tabs[1:]:
        controlled(tab)
    line.hold(PUT)
    for tab in tabs:
        send_again(tab)
        send(tab, "online")
    line.until_seen(PUT)
    line.heal()
    lan.until_sent(waiting)
    assert line.most_at_once(PUT) == 1
    assert hub.has(waiting) == 1


def test_row_24_without_a_receipt_nothing_is_called_sent(
    lan: Citizen, waiting: str, line: Proxy, hub: Hub
) -> None:
    """Nothing but timeouts, and answers that anybody could give: never "sent"."""
    forged = {"receipts": {"received": "e30.e30.e30", "accepted": "e30.e30.e30"}, "missing": []}
    answers = ["", "{}", json.dumps(forged), json.dumps({"receipts": {}})]
    for tries, body in enumerate(answers, 2):
        line.answer(201, body, {"Content-Type": "application/json"}, on=PUT, times=1)
        send_again(lan.page)
        until_item(lan.page, waiting, tries=tries, state="waiting")
    line.stall("/sync/")
    send_again(lan.page)
    line.until_seen(PUT, len(answers) + 1)
    for path in (f"/bien-nhan/{waiting}", "/hang-cho", "/may-nay", "/"):
        lan.page.goto(path)
        expect(lan.main).not_to_contain_text(SENT)
    assert hub.has(waiting) == 0


def test_row_25_what_is_refused_can_be_seen_and_carried_to_the_office(
    lan: Citizen, waiting: str, line: Proxy
) -> None:
    """422: the item stays to be seen, with the reason, and can be saved as a file."""
    reason = "Hồ sơ này không mở được."
    line.answer(422, problem(422, "sync.not_to_be_opened", reason), PROBLEM, on=PUT)
    send_again(lan.page)
    until_item(lan.page, waiting, state="refused")
    lan.page.goto(f"/bien-nhan/{waiting}")
    expect(lan.heading).to_have_text("Hồ sơ chưa nộp được")
    lan.page.goto("/hang-cho")
    expect(lan.main).to_contain_text(reason)
    with lan.page.expect_download() as download:
        lan.page.locator('a[href$=".json"]').click()
    saved = json.loads(download.value.path().read_text("utf-8"))
    assert saved["header"]["id"] == lan.item(waiting)["id"]


def test_row_26_one_that_is_refused_holds_up_no_other(
    lan: Citizen, waiting: str, line: Proxy, hub: Hub
) -> None:
    """The first is always refused: the other nine arrive."""
    line.refuse()
    others = lan.queue(9)
    line.heal()
    refusal = problem(422, "sync.not_to_be_opened", "Không mở được")
    line.answer(422, refusal, PROBLEM, on=PUT + lan.item(waiting)["id"])
    send_again(lan.page)
    for code in others:
        until_item(lan.page, code, state="sent")
        hub.promise(code, lan.digest(code))
    assert lan.item(waiting)["state"] == "refused"
    assert hub.has(waiting) == 0


def test_row_27_it_goes_by_itself_once_the_hub_is_back(lan: Citizen, line: Proxy, hub: Hub) -> None:
    """The hub is away for 20 minutes and nobody touches the page: sent within 60 s after."""
    lan.page.clock.install()
    lan.prepare()
    line.refuse()
    [code] = lan.queue(1)
    lan.page.clock.fast_forward("20:00")
    line.heal()
    rewind(lan.page)  # the worker's own pauses, of 20 s at most: only the page's clock is ours
    lan.page.clock.fast_forward("01:00")
    until_item(lan.page, code, state="sent")
    assert hub.has(code) == 1


def test_row_30_pieces_that_are_too_big_become_smaller(
    citizen: NewCitizen, line: Proxy, hub: Hub
) -> None:
    """A proxy that takes 100 KB: the pieces shrink, the photograph arrives."""
    lan = citizen(flow="anh-giay", files=with_photos())
    line.answer(413, over=20_000, on="^PATCH")
    code = lan.file()
    lan.until_sent(code)
    assert 413 in line.answered("^PATCH")
    assert hub.has(code) == 1
