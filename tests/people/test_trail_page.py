import pytest

from kiosk.clock import FixedClock
from kiosk.people import audit
from kiosk.people.audit import Action
from kiosk.people.words import DEED_NAMES
from kiosk.sync import codes
from tests.people.conftest import Desk

TRAIL = "/mot-cua/can-bo/nhat-ky"


@pytest.fixture
async def hung(desk: Desk) -> Desk:
    return await desk.at("hung")


async def test_a_lead_reads_what_their_commune_did(
    desk: Desk, hung: Desk, clock: FixedClock
) -> None:
    minh, tam = desk.staff["minh"], desk.staff["tam"]
    await desk.store.write(audit.record, minh, "look", "d1", clock.now())
    await desk.store.write(audit.record, tam, "refuse", "d2", clock.now())
    page = (await hung.get(TRAIL)).text
    shown = codes.shown(codes.receipt_code("d1")).replace("-", " ")
    assert f'<a href="/mot-cua/ho-so/d1"><span class="code-inline">{shown}</span></a>' in page
    assert "Xem hồ sơ" in page
    assert "Lê Thị Tâm" not in page


async def test_what_an_administrator_did_to_them_is_there_too(desk: Desk) -> None:
    van, quan = await desk.at("van"), await desk.at("quan")
    await quan.post(f"/mot-cua/can-bo/{desk.staff['tam'].id}/password")
    page = (await van.get(TRAIL)).text
    assert "Cấp mật khẩu mới" in page
    assert "Đỗ Quân" in page


async def test_the_trail_of_one_person(desk: Desk, hung: Desk, clock: FixedClock) -> None:
    minh = desk.staff["minh"]
    await desk.store.write(audit.record, minh, "look", "d1", clock.now())
    page = (await hung.get(f"{TRAIL}?ai={minh.id}")).text
    assert f'value="{minh.id}" selected' in page
    assert page.count("<tr><td") == 1


async def test_long_trails_have_pages(desk: Desk, hung: Desk, clock: FixedClock) -> None:
    minh = desk.staff["minh"]
    for _ in range(60):
        await desk.store.write(audit.record, minh, "look", "d1", clock.now())
    first = (await hung.get(f"{TRAIL}?ai={minh.id}")).text
    assert first.count("<tr><td") == 50
    assert f'href="{TRAIL}?ai={minh.id}&amp;trang=2"' in first
    second = (await hung.get(f"{TRAIL}?ai={minh.id}&trang=2")).text
    assert second.count("<tr><td") == 10
    assert f'href="{TRAIL}?ai={minh.id}"' in second


async def test_nonsense_in_the_address_is_the_first_page(hung: Desk) -> None:
    assert (await hung.get(f"{TRAIL}?trang=x&ai=%27")).status_code == 200


def test_every_deed_has_its_words() -> None:
    assert set(Action.__args__) == set(DEED_NAMES)  # type: ignore[attr-defined]
