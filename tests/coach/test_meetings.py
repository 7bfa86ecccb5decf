"""A meeting of a group: who is there, where each of them is, and its end."""

from datetime import timedelta

from kiosk.clock import FixedClock
from kiosk.store import Store
from tests.coach.conftest import GROUP_PAGE, LAN, TU, Coach
from tests.tutor.conftest import Pupil, staff_cookie


async def begin(hoa: Coach) -> str:
    answer = await hoa.post(f"{GROUP_PAGE}/buoi", bai="ma-otp")
    return answer.headers["location"]


async def test_a_button_pressed_twice_begins_one_meeting(
    hoa: Coach, group: str, held: Store, clock: FixedClock
) -> None:
    """A session of the staff lasts half an hour."""
    first = await begin(hoa)
    assert await begin(hoa) == first
    assert first in await hoa.get(GROUP_PAGE)
    clock.at += timedelta(hours=5)
    hoa.cookie = await staff_cookie(held, clock, "volunteer")
    assert await begin(hoa) != first
    assert "Đã kết thúc lúc" in await hoa.get(first)


async def test_a_meeting_is_for_a_lesson(hoa: Coach, group: str) -> None:
    answer = await hoa.post(f"{GROUP_PAGE}/buoi", 422, bai="")
    assert "Chọn bài học cho buổi này." in answer.text


async def test_attendance_is_a_tap_and_taken_back_by_another(hoa: Coach, group: str) -> None:
    room = await begin(hoa)
    for _ in range(2):
        await hoa.post(f"{room}/co-mat", co=LAN)
    page = await hoa.get(room)
    assert "Có mặt: 1 trên 2" in page
    assert f'name="vang" value="{LAN}" aria-pressed="true"' in page
    await hoa.post(f"{room}/co-mat", vang=LAN)
    await hoa.post(f"{room}/co-mat", co="nobody")
    assert "Có mặt: 0 trên 2" in await hoa.get(room)


async def test_where_those_are_who_are_there(hoa: Coach, lan: Pupil, clock: FixedClock) -> None:
    room = await begin(hoa)
    await hoa.post(f"{room}/co-mat", co=LAN)
    await hoa.post(f"{room}/co-mat", co=TU)
    page = await hoa.get(room)
    assert "Đang làm" in page
    assert "Chưa bắt đầu" in page
    assert f'hx-get="{room}" hx-trigger="every 10s"' in page
    clock.at += timedelta(minutes=3)
    assert "Cần giúp" in await hoa.get(room)
    await lan.do(chu="482913")
    await lan.do(lam="cup-may")
    assert "Xong bài" in await hoa.get(room)


async def test_the_end_is_kept(hoa: Coach, group: str) -> None:
    room = await begin(hoa)
    await hoa.post(f"{room}/co-mat", co=LAN)
    answer = await hoa.post(f"{room}/xong")
    assert answer.headers["location"] == GROUP_PAGE
    await hoa.post(f"{room}/co-mat", vang=LAN)
    page = await hoa.get(room)
    assert "Đã kết thúc lúc 09:00" in page
    assert "Có mặt: 1 trên 2" in page
    assert "1 người" in await hoa.get(GROUP_PAGE)
