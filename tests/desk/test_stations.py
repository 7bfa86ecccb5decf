"""The page of the stations: invited with a code shown once, watched, paused, shut out."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from kiosk.people import actions as people
from kiosk.people.actions import NewPerson
from kiosk.people.tables import AuditRow
from kiosk.sync import stations
from tests.desk.conftest import PASSWORD, Desk, Office
from tests.sync.station import Station

PAGE = "/mot-cua/tram"
NEW = {"name": "Nhà văn hoá thôn Đông", "commune": "00070"}


@pytest.fixture
async def quan(office: Office) -> Desk:
    """The administrator."""
    person = NewPerson("quan", "Ngô Quân", "admin", "00070", PASSWORD, must_change=False)
    await office.node.store.write(people.add_person, person, office.clock.now())
    desk = await office.browser()
    await desk.post("/mot-cua/dang-nhap", login="quan", password=PASSWORD)
    return desk


@pytest.fixture
async def dong(office: Office, quan: Desk) -> Station:
    """A node that was invited by the page, and enrolled."""
    shown = await quan.post(PAGE, **NEW)
    code = re.search(r"kiosk enrol ([0-9A-Z-]{19})", shown.text)
    assert code
    station = Station(quan.browser, office.clock)
    await station.enrol(code[1].replace("-", ""))
    return station


def trail(db: Connection) -> list[tuple[str, str | None]]:
    deeds = select(AuditRow.action, AuditRow.detail).where(AuditRow.action.endswith("_station"))
    return [(row.action, row.detail) for row in db.execute(deeds.order_by(AuditRow.seq))]


async def test_the_code_is_shown_once_and_makes_a_station(
    office: Office, quan: Desk, dong: Station
) -> None:
    page = (await quan.get(PAGE)).text
    for said in (NEW["name"], dong.id, "Phường Hoàn Kiếm", "Đang chạy", "Chưa lần nào"):
        assert said in page
    assert "kiosk enrol" not in page
    assert await office.node.store.read(trail) == [("invite_station", dong.id)]


async def test_an_invitation_says_how_long_its_code_is_good(office: Office, quan: Desk) -> None:
    await quan.post(PAGE, **NEW)
    page = (await quan.get(PAGE)).text
    assert "Mã dùng được đến 09:00 23/11/2026" in page
    assert "Mã đã hết hạn" not in page
    office.clock.forward(hours=24)
    await quan.post("/mot-cua/dang-nhap", login="quan", password=PASSWORD)
    assert "Mã đã hết hạn" in (await quan.get(PAGE)).text


async def test_what_a_station_said_last_is_shown(office: Office, quan: Desk, dong: Station) -> None:
    now = office.clock.now()
    since = now - timedelta(hours=3)
    await office.node.store.write(
        stations.note_said, dong.id, now, timedelta(minutes=-25), 12, since
    )
    page = (await quan.get(PAGE)).text
    for said in ("Đồng hồ lệch 25 phút", "12", "từ 06:00 22/11/2026", "09:00 22/11/2026"):
        assert said in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": " ", "commune": "00070"}, "Bạn chưa ghi tên trạm."),
        ({"name": "x" * 101, "commune": "00070"}, "Tên dài quá. Nhiều nhất 100 chữ cái."),
        ({"name": "Thôn Đông", "commune": "99999"}, "Không có xã nào mang mã này."),
        ({"name": "Thôn Đông"}, "Cần sửa:"),
    ],
)
async def test_what_cannot_be_invited_stays_in_its_boxes(
    office: Office, quan: Desk, sent: dict[str, str], said: str
) -> None:
    page = await quan.post(PAGE, **sent)
    assert (page.status_code, said in page.text) == (422, True)
    assert f'value="{sent["name"].strip()}"' in page.text or not sent["name"].strip()
    assert await office.node.store.read(stations.stations) == ()


async def test_a_station_is_paused_and_goes_on(office: Office, quan: Desk, dong: Station) -> None:
    for _ in range(2):
        answer = await quan.post(f"{PAGE}/{dong.id}/pause")
        assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert (await dong.get("/sync/v1/events")).status_code == 403
    assert "Cho chạy lại" in (await quan.get(PAGE)).text
    await quan.post(f"{PAGE}/{dong.id}/resumption")
    assert (await dong.get("/sync/v1/events")).status_code == 200
    kinds = [kind for kind, _ in await office.node.store.read(trail)]
    assert kinds == ["invite_station", "pause_station", "resume_station"]


async def test_it_asks_before_a_station_is_shut_out(
    office: Office, quan: Desk, dong: Station
) -> None:
    ask = f"{PAGE}/{dong.id}/revocation"
    assert "không mở lại được" in (await quan.get(ask)).text
    assert (await quan.post(ask)).status_code == 422
    assert (await dong.get("/sync/v1/events")).status_code == 200
    assert (await quan.post(ask, chac_chan="yes")).headers["location"] == PAGE
    assert (await dong.get("/sync/v1/events")).status_code == 403
    again = await quan.post(f"{PAGE}/{dong.id}/resumption")
    assert (again.status_code, "Xem các trạm" in again.text) == (409, True)
    assert (await office.node.store.read(trail))[-1] == ("revoke_station", dong.id)


async def test_what_is_no_station_is_said(quan: Desk) -> None:
    for noun in ("pause", "resumption"):
        assert (await quan.post(f"{PAGE}/tram-x/{noun}")).status_code == 404
    assert (await quan.get(f"{PAGE}/tram-x/revocation")).status_code == 404


async def test_only_the_administrator_comes_in(office: Office, quan: Desk, dong: Station) -> None:
    minh = await office.at("minh")
    ways = [
        await minh.get(PAGE), await minh.post(PAGE, **NEW),
        await minh.post(f"{PAGE}/{dong.id}/pause"),
        await minh.post(f"{PAGE}/{dong.id}/revocation", chac_chan="yes"),
    ]  # fmt: skip
    assert [one.status_code for one in ways] == [403] * 4
    assert PAGE not in (await minh.get("/mot-cua/may")).text
    assert f'href="{PAGE}"' in (await quan.get("/mot-cua/may")).text
    nobody = await office.browser()
    assert (await nobody.get(PAGE)).status_code == 303
