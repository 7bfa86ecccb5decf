"""What the staff of a station see of its line to the hub."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.people import actions as people
from kiosk.people.actions import NewPerson
from kiosk.sync import outgoing
from tests.flow.citizen import Citizen
from tests.stations import Station, browser_at

PAGE, PASSWORD = "/mot-cua/gui-len", "mot con ga trong vuon"


@pytest.fixture
async def staff(pair: Station, clock: FixedClock) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody of the desk, signed in at the station."""
    person = NewPerson("anh", "Phạm Anh", "officer", "00074", PASSWORD, must_change=False)
    await pair.app.state.store.write(people.add_person, person, clock.now())
    async with browser_at(pair.app) as browser:
        form = {"login": "anh", "password": PASSWORD}
        await browser.post("/mot-cua/dang-nhap", data=form)
        yield browser


async def test_it_tells_what_waits_since_when_and_the_last_contact(
    pair: Station, citizen: Citizen, staff: httpx.AsyncClient, clock: FixedClock
) -> None:
    await citizen.begin()
    await citizen.answer_all()
    await citizen.hand_in()
    clock.forward(minutes=20)
    page = (await staff.get(PAGE)).text
    for said in ("Đang chờ gửi", "<dd>1</dd>", "09:00 22/11/2026", "Nhà văn hoá Nà Phòn"):
        assert said in page
    await pair.courier.once()
    page = (await staff.get(PAGE)).text
    assert "<dd>0</dd>" in page
    assert "Chờ lâu nhất từ" not in page
    assert "09:20 22/11/2026" in page


async def test_send_now_ends_the_pause(pair: Station, staff: httpx.AsyncClient) -> None:
    courier = pair.app.state.courier
    courier.wanted.clear()
    answer = await staff.post(PAGE)
    assert answer.status_code == 303
    assert courier.wanted.is_set()
    assert "Máy đang thử gửi" in (await staff.get(answer.headers["location"])).text


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ("paused", "Máy chủ đang tạm ngừng máy này."),
        ("revoked", "Máy chủ không nhận máy này nữa."),
        ("copied", "Có hai máy đang dùng chung một tên."),
        ("unknown", "Máy chủ không biết máy này."),
    ],
)
async def test_it_tells_how_the_hub_stands_to_the_machine_and_what_to_do(
    pair: Station, staff: httpx.AsyncClient, standing: str, said: str
) -> None:
    assert said not in (await staff.get(PAGE)).text
    await pair.courier.envoy.note(standing=standing)
    page = (await staff.get(PAGE)).text
    assert said in page
    assert "người quản trị của tỉnh" in page


async def test_a_wrong_clock_is_told_in_minutes(pair: Station, staff: httpx.AsyncClient) -> None:
    await pair.courier.envoy.note(offset_ms=-(25 * 60_000 + 1))
    assert "Đồng hồ máy này sai 25 phút." in (await staff.get(PAGE)).text
    await pair.courier.envoy.note(offset_ms=9 * 60_000)
    assert "Đồng hồ" not in (await staff.get(PAGE)).text


async def test_what_the_hub_refused_is_named_by_its_code(
    pair: Station, citizen: Citizen, staff: httpx.AsyncClient
) -> None:
    await citizen.begin()
    await citizen.answer_all()
    await citizen.hand_in()
    code = citizen.at.removeprefix("/bien-nhan/")
    await pair.app.state.store.write(outgoing.refuse, citizen.id, "sync.other_digest")
    page = (await staff.get(PAGE)).text
    assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in page
    assert "Hồ sơ này đã gửi với nội dung khác" in page


async def test_dossiers_are_dealt_with_at_the_hub(pair: Station, staff: httpx.AsyncClient) -> None:
    assert (await staff.get("/mot-cua")).headers["location"] == PAGE
    for page in ("/mot-cua/du-lieu", "/mot-cua/cai-dat", "/mot-cua/ngay-nghi", "/mot-cua/tram"):
        answer = await staff.get(page)
        assert answer.status_code in (403, 404)
    assert "trên máy chủ của tỉnh" in (await staff.get("/mot-cua/du-lieu")).text
    assert (await staff.get("/mot-cua/may")).status_code == 200


async def test_a_hub_has_no_such_page(centre: Litestar, clock: FixedClock) -> None:
    person = NewPerson("anh", "Phạm Anh", "officer", "00070", PASSWORD, must_change=False)
    await centre.state.store.write(people.add_person, person, clock.now())
    async with browser_at(centre) as browser:
        await browser.post("/mot-cua/dang-nhap", data={"login": "anh", "password": PASSWORD})
        assert (await browser.get(PAGE)).status_code == 404
        assert (await browser.get("/mot-cua")).status_code == 200
