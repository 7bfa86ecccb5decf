import asyncio
import re

import pytest

from kiosk.clock import FixedClock
from kiosk.people import entering, second_factor
from kiosk.people.entering import Refused
from tests.people.conftest import PASSWORD, Desk, person_in, with_totp

STAFF = "/mot-cua/can-bo"
MAI = {"login": "mai", "name": "Lê Thị Mai", "role": "officer"}


@pytest.fixture
async def hung(desk: Desk) -> Desk:
    return await desk.at("hung")


@pytest.fixture
async def quan(desk: Desk) -> Desk:
    return await desk.at("quan")


async def test_a_lead_sees_their_commune_and_an_administrator_the_node(
    hung: Desk, quan: Desk
) -> None:
    page = (await hung.get(STAFF)).text
    assert all(name in page for name in ("Trần Văn Minh", "Phạm Hoa", "Vũ Hùng"))
    assert not any(name in page for name in ("Lê Thị Tâm", "Đỗ Quân"))
    page = (await quan.get(STAFF)).text
    assert all(name in page for name in ("Lê Thị Tâm", "Đỗ Quân", "Trần Văn Minh"))


@pytest.mark.parametrize("login", ["minh", "hoa"])
async def test_others_have_no_business_there(desk: Desk, login: str) -> None:
    other = await desk.at(login)
    for path in (STAFF, f"{STAFF}/them", f"{STAFF}/nhat-ky"):
        assert (await other.get(path)).status_code == 403
    assert (await other.post(f"{STAFF}/them", **MAI)).status_code == 403


async def test_who_is_added_gets_a_password_shown_once(hung: Desk) -> None:
    page = (await hung.post(f"{STAFF}/them", **MAI)).text
    password = shown_password(page)
    mai = await hung.elsewhere()
    sent = await mai.sign_in("mai", password)
    assert sent.headers["location"].startswith("/mot-cua/tai-khoan/mat-khau")
    mais = person_in((await hung.get(STAFF)).text, "Lê Thị Mai")
    page = (await hung.get(mais)).text
    assert "Chưa đổi mật khẩu" in page
    assert password not in page


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"login": "MINH"}, "Tên đăng nhập này đã có người dùng."),
        ({"login": "lê mai"}, "Tên đăng nhập chưa đúng."),
        ({"name": " "}, "Họ tên chưa đúng."),
        ({"role": "admin"}, "Bạn chọn một vai nhé."),
        ({"role": ""}, "Bạn chọn một vai nhé."),
    ],
)
async def test_what_will_not_do_is_told_and_the_rest_stays(
    hung: Desk, sent: dict[str, str], told: str
) -> None:
    typed = MAI | sent
    page = await hung.post(f"{STAFF}/them", **typed)
    assert page.status_code == 422
    assert page.text.count(told) == 2
    assert f'value="{typed["name"]}"' in page.text


async def test_a_lead_adds_nobody_elsewhere_and_an_administrator_does(
    hung: Desk, quan: Desk
) -> None:
    assert (await hung.post(f"{STAFF}/them", **MAI, commune="00091")).status_code == 403
    page = await quan.post(f"{STAFF}/them", **MAI, commune="91")
    assert "Mã xã chưa đúng." in page.text
    assert (await quan.post(f"{STAFF}/them", **MAI, commune="00091")).status_code == 200


DEEDS = ("", "/password", "/disablement", "/enablement", "/second-factor-removal", "/unlocking")


@pytest.mark.parametrize("deed", DEEDS)
async def test_for_another_communes_lead_nobody_is_there(desk: Desk, deed: str) -> None:
    van = await desk.at("van")
    for login in ("minh", "hung", "quan"):
        if login not in desk.staff:
            await desk.at(login)
        path = f"{STAFF}/{desk.staff[login].id}"
        form = {"name": "X", "role": "officer"}
        assert (await van.post(f"{path}{deed}", **form)).status_code == 404
        assert (await van.get(path)).status_code == 404


async def test_a_new_role_counts_at_the_next_click(desk: Desk, hung: Desk) -> None:
    minh = await desk.at("minh")
    path = f"{STAFF}/{desk.staff['minh'].id}"
    sent = await hung.post(path, name="Trần Minh", role="volunteer")
    assert "Đã xong." in (await hung.get(sent.headers["location"])).text
    assert (await minh.get("/thu")).status_code == 403
    assert "Trần Minh" in (await minh.get("/mot-cua/tai-khoan")).text


async def test_a_new_password_puts_out_and_unlocks(desk: Desk, hung: Desk) -> None:
    minh = await desk.at("minh")
    stranger = await desk.elsewhere()
    for _ in range(10):
        await stranger.sign_in("minh", "sai")
    page = (await hung.post(f"{STAFF}/{desk.staff['minh'].id}/password")).text
    assert (await minh.get("/thu")).status_code == 303
    sent = await stranger.sign_in("minh", shown_password(page))
    assert sent.headers["location"].startswith("/mot-cua/tai-khoan/mat-khau")


async def test_who_is_disabled_is_out_and_may_come_back(desk: Desk, hung: Desk) -> None:
    minh, path = await desk.at("minh"), f"{STAFF}/{desk.staff['minh'].id}"
    await hung.post(f"{path}/disablement")
    assert (await minh.get("/thu")).status_code == 303
    assert "Đã ngừng" in (await hung.get(path)).text
    assert (await minh.sign_in("minh")).status_code == 422
    await hung.post(f"{path}/enablement")
    assert (await minh.sign_in("minh")).status_code == 303


async def test_a_lead_unlocks(desk: Desk, hung: Desk) -> None:
    path = f"{STAFF}/{desk.staff['minh'].id}"
    for _ in range(10):
        await desk.sign_in("minh", "sai")
    assert "Tạm khoá đến 09:15" in (await hung.get(path)).text
    await hung.post(f"{path}/unlocking")
    assert (await desk.sign_in("minh")).status_code == 303


async def test_a_lead_takes_two_steps_off(desk: Desk, hung: Desk) -> None:
    minh = desk.staff["minh"]
    await with_totp(desk.gate, minh)
    path = f"{STAFF}/{minh.id}"
    assert "Hai bước" in (await hung.get(path)).text
    await hung.post(f"{path}/second-factor-removal")
    assert await desk.store.read(second_factor.state, minh.id) == second_factor.SecondFactor(
        None, 0
    )
    assert (await desk.sign_in("minh")).headers["location"] == "/mot-cua"


@pytest.mark.parametrize("deed", DEEDS[1:])
async def test_nobody_does_it_to_themselves(desk: Desk, hung: Desk, deed: str) -> None:
    answer = await hung.post(f"{STAFF}/{desk.staff['hung'].id}{deed}")
    assert answer.status_code == 409
    assert "Không làm việc này với chính mình được" in answer.text
    assert (await hung.get(STAFF)).status_code == 200


async def test_nobody_gives_themselves_a_role(desk: Desk, quan: Desk) -> None:
    path, form = f"{STAFF}/{desk.staff['quan'].id}", {"name": "Đỗ Quân", "commune": "00070"}
    assert (await quan.post(path, role="lead", **form)).status_code == 409
    assert (await quan.post(path, role="admin", **form)).status_code == 303


async def test_of_two_administrators_who_put_each_other_out_one_stays(
    desk: Desk, quan: Desk
) -> None:
    form = {"login": "yen", "name": "Hồ Yến", "role": "admin", "commune": "00091"}
    password = shown_password((await quan.post(f"{STAFF}/them", **form)).text)
    yen, new = await desk.elsewhere(), "bốn con voi đi chợ"
    await yen.sign_in("yen", password)
    await yen.post("/mot-cua/tai-khoan/mat-khau", old=password, password=new, again=new)
    yens = person_in((await quan.get(STAFF)).text, "Hồ Yến")
    quans = f"{STAFF}/{desk.staff['quan'].id}"
    both = quan.post(f"{yens}/disablement"), yen.post(f"{quans}/disablement")
    await asyncio.gather(*both)
    asked = "SELECT count(*) FROM staff WHERE role = 'admin' AND disabled_at IS NULL"
    assert await desk.store.read(lambda db: db.exec_driver_sql(asked).scalar()) == 1


async def test_all_of_it_stands_in_the_trail(desk: Desk, hung: Desk, clock: FixedClock) -> None:
    minh = desk.staff["minh"]
    await with_totp(desk.gate, minh)
    path = f"{STAFF}/{minh.id}"
    await hung.post(path, name="Trần Minh", role="lead")
    for deed in DEEDS[1:]:
        await hung.post(f"{path}{deed}")
    asked = "SELECT action, about, detail FROM audit WHERE about IS NOT NULL ORDER BY seq"
    rows = await desk.store.read(lambda db: db.exec_driver_sql(asked).all())
    assert [row.action for row in rows] == [
        "change_person",
        "give_password",
        "disable_person",
        "enable_person",
        "reset_totp",
        "unlock",
    ]
    assert {row.about for row in rows} == {minh.id}
    assert rows[0].detail == "officer 00070 > lead 00070"


async def test_what_a_lead_gave_out_stands_in_no_log_and_no_row(
    hung: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    password = shown_password((await hung.post(f"{STAFF}/them", **MAI)).text)
    rows = await hung.store.read(
        lambda db: str([db.exec_driver_sql(f"SELECT * FROM {name}").all() for name in TABLES])
    )
    assert password not in rows
    assert password not in "".join(capfd.readouterr())
    assert await entering.sign_in(hung.gate, "mai", PASSWORD) == Refused()


TABLES = ("staff", "staff_session", "audit", "sign_in_count")


def shown_password(page: str) -> str:
    found = re.search(r'code-inline">([a-z0-9-]{14})<', page)
    assert found
    return found[1]
