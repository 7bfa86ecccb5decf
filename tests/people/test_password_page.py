import pytest

from kiosk.clock import FixedClock
from kiosk.people import actions, entering
from kiosk.people.actions import NewPerson
from kiosk.people.entering import Entered, Refused
from kiosk.people.guessable import is_guessable
from tests.people.conftest import PASSWORD, Desk

CHANGE = "/mot-cua/tai-khoan/mat-khau"
NEW = "bốn con voi đi chợ"


@pytest.fixture
async def mai(desk: Desk, clock: FixedClock) -> Desk:
    """A volunteer with the password that her lead has read out to her, just signed in."""
    person = NewPerson("mai", "Lê Thị Mai", "officer", "00070", PASSWORD)
    await desk.store.write(actions.add_person, person, clock.now())
    sent = await desk.sign_in("mai", ve="/thu?trang=2")
    assert sent.headers["location"] == f"{CHANGE}?ve=/thu%3Ftrang%3D2"
    return desk


@pytest.mark.parametrize("path", ["/thu", "/mot-cua/tai-khoan", "/mot-cua"])
async def test_every_page_leads_to_the_change_first(mai: Desk, path: str) -> None:
    page = await mai.get(path)
    assert (page.status_code, page.headers["location"]) == (303, f"{CHANGE}?ve={path}")
    assert (await mai.post("/thu")).headers["location"] == CHANGE


async def test_once_it_is_changed_mai_goes_where_she_wanted(mai: Desk) -> None:
    page = await mai.get(f"{CHANGE}?ve=/thu")
    assert "Mật khẩu này do người khác tạo." in page.text
    sent = await mai.post(CHANGE, old=PASSWORD, password=NEW, again=NEW, ve="/thu")
    assert sent.headers["location"] == "/thu"
    assert (await mai.get("/thu")).text == "Lê Thị Mai, 00070"


async def test_she_may_leave_instead(mai: Desk) -> None:
    assert (await mai.post("/mot-cua/dang-xuat")).status_code == 303


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"old": "sai"}, "Mật khẩu chưa đúng."),
        ({"again": "khác hẳn"}, "Hai lần gõ chưa giống nhau."),
        ({"password": "ngắn quá", "again": "ngắn quá"}, "Mật khẩu chưa đủ dài."),
        ({"password": PASSWORD, "again": PASSWORD}, "Mật khẩu mới giống mật khẩu cũ."),
        ({"password": "matkhau123456", "again": "matkhau123456"}, "Mật khẩu này dễ đoán."),
        ({"password": "Le Thi Mai 1990", "again": "Le Thi Mai 1990"}, "Mật khẩu này dễ đoán."),
    ],
)
async def test_what_will_not_do_is_told_beside_the_box(
    mai: Desk, sent: dict[str, str], told: str
) -> None:
    typed = {"old": PASSWORD, "password": NEW, "again": NEW} | sent
    page = await mai.post(CHANGE, **typed)
    assert page.status_code == 422
    assert page.text.count(told) == 2
    assert not any(value in page.text for value in typed.values())


async def test_other_sessions_end_and_this_one_stays(desk: Desk) -> None:
    minh, other = await desk.at("minh"), await desk.at("minh")
    sent = await minh.post(CHANGE, old=PASSWORD, password=NEW, again=NEW)
    assert sent.headers["location"] == "/mot-cua/tai-khoan?xong=mat-khau"
    assert "Đã đổi mật khẩu." in (await minh.get(sent.headers["location"])).text
    assert (await minh.get("/thu")).status_code == 200
    assert (await other.get("/thu")).status_code == 303
    assert await entering.sign_in(desk.gate, "minh", PASSWORD) == Refused()
    assert isinstance(await entering.sign_in(desk.gate, "minh", NEW), Entered)


@pytest.mark.parametrize(
    "password",
    ["password1234", "MatKhau@12345", "mật khẩu 2026", "123456789012", "aaaaaaaaaaaa",
     "abcdefghijkl", "qwertyuiop12", "tranvanminh1", "Minh.Minh.Minh", "Trạm Số 123456",
     "minh-vietnam-1234"],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert is_guessable(password, "minh", "Trần Văn Minh")


@pytest.mark.parametrize(
    "password", [PASSWORD, NEW, "7xwt-3prj-mnk4", "mot-cua-sang-thu-sau", "mật khẩu mới tinh"]
)
def test_words_that_have_nothing_to_do_with_each_other_will_do(password: str) -> None:
    assert not is_guessable(password, "minh", "Trần Văn Minh")
