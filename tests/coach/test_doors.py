"""Who may come in: volunteers and leads of the commune, and nobody else."""

import httpx
import pytest

from kiosk.clock import FixedClock
from kiosk.people.rules import Role
from kiosk.store import Store
from tests.coach.conftest import GROUP_PAGE, HOME, LAN, Coach
from tests.coach.test_meetings import begin
from tests.tutor.conftest import staff_cookie

PAGES = (HOME, f"{HOME}/giup", GROUP_PAGE, f"{GROUP_PAGE}/the", f"{GROUP_PAGE}/tien-bo",
         f"{GROUP_PAGE}/tien-bo.csv")  # fmt: skip
DEEDS = (f"{GROUP_PAGE}/nguoi", f"{GROUP_PAGE}/nguoi/{LAN}/roi-nhom", f"{GROUP_PAGE}/dong")


async def test_a_citizen_is_sent_to_the_door(visitor: httpx.AsyncClient, group: str) -> None:
    for page in PAGES:
        answer = await visitor.get(page)
        assert answer.headers["location"] == f"/mot-cua/dang-nhap?ve={page}"
    for deed in (f"{HOME}/nhom", *DEEDS):
        assert (await visitor.post(deed, data={})).status_code == 401


@pytest.mark.parametrize("role", ["officer", "admin"])
async def test_other_roles_have_nothing_to_do_here(
    visitor: httpx.AsyncClient, group: str, held: Store, clock: FixedClock, role: Role
) -> None:
    minh = Coach(visitor, await staff_cookie(held, clock, role))
    for page in PAGES:
        await minh.get(page, 403)
    for deed in (f"{HOME}/nhom", *DEEDS):
        await minh.post(deed, 403)


async def test_another_commune_sees_and_does_nothing(
    hoa: Coach, group: str, held: Store, clock: FixedClock
) -> None:
    room = await begin(hoa)
    tam = Coach(hoa.browser, await staff_cookie(held, clock, "volunteer", "00091"))
    assert "Thôn Đông" not in await tam.get(HOME)
    for page in (*PAGES[2:], room):
        assert "Bà Lan" not in await tam.get(page, 404)
    for deed in (*DEEDS, f"{GROUP_PAGE}/buoi", f"{room}/co-mat", f"{room}/xong"):
        await tam.post(deed, 404, bai="ma-otp", co=LAN)
    assert "Bà Lan" in await hoa.get(GROUP_PAGE)
    assert "Đã kết thúc" not in await hoa.get(room)


async def test_a_lead_works_here_too(
    visitor: httpx.AsyncClient, group: str, held: Store, clock: FixedClock
) -> None:
    hung = Coach(visitor, await staff_cookie(held, clock, "lead"))
    for page in PAGES:
        await hung.get(page)
    assert 'href="/to-so"' in await hung.get("/mot-cua")


async def test_addresses_of_forms_lead_back(hoa: Coach, group: str) -> None:
    room = await begin(hoa)
    back = {f"{HOME}/nhom": HOME, f"{GROUP_PAGE}/dong": GROUP_PAGE, f"{room}/xong": room}
    for path, place in back.items():
        answer = await hoa.browser.get(path, headers=hoa.cookie)
        assert answer.headers["location"] == place
    await hoa.get(f"{HOME}/buoi/nothing", 404)
