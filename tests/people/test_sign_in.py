import unicodedata

import pytest

from kiosk.clock import FixedClock
from kiosk.people import actions
from tests.people.conftest import PASSWORD, Desk

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."


async def test_minh_signs_in_and_is_known(desk: Desk) -> None:
    answer = await desk.sign_in("minh")
    assert (answer.status_code, answer.headers["location"]) == (303, "/mot-cua")
    page = await desk.get("/thu")
    assert (page.status_code, page.text) == (200, "Trần Văn Minh, 00070")


async def test_the_cookie_is_for_this_browser_session_and_no_script(desk: Desk) -> None:
    cookie = (await desk.sign_in("minh")).headers.get_list("set-cookie")[0]
    assert cookie.startswith("staff=")
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "max-age" not in cookie.lower()


async def test_the_page_is_a_plain_form(desk: Desk) -> None:
    page = await desk.get("/mot-cua/dang-nhap?ve=/thu")
    assert page.status_code == 200
    assert '<form method="post" action="/mot-cua/dang-nhap?ve=/thu"' in page.text
    assert 'name="ve" value="/thu"' in page.text
    assert 'type="password" autocomplete="current-password"' in page.text


async def test_who_owns_the_device_is_remembered_after_a_slip(desk: Desk) -> None:
    assert "checked" not in (await desk.sign_in("minh", "sai")).text
    page = await desk.post("/mot-cua/dang-nhap", login="minh", password="sai", own="yes")
    assert 'name="own" value="yes" checked' in page.text


@pytest.mark.parametrize(("login", "password"), [("minh", "sai"), ("ai-do", PASSWORD), ("", "")])
async def test_a_wrong_login_and_a_wrong_password_read_the_same(
    desk: Desk, login: str, password: str
) -> None:
    page = await desk.sign_in(login, password)
    assert page.status_code == 422
    assert page.text.count(WRONG) == 2  # the summary, and beside the box
    assert "set-cookie" not in page.headers


async def test_the_login_typed_stays_and_the_password_does_not(desk: Desk) -> None:
    page = await desk.sign_in('minh"<b>', "mật khẩu bí mật")
    assert 'value="minh&#34;&lt;b&gt;"' in page.text
    assert "mật khẩu bí mật" not in page.text


async def test_a_phones_capital_letter_and_another_spelling_of_accents_do_no_harm(
    desk: Desk,
) -> None:
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert (await desk.sign_in(" Minh ", decomposed)).status_code == 303


async def test_a_page_asked_for_waits_behind_the_sign_in(desk: Desk) -> None:
    sent = await desk.get("/thu?trang=2&tim=h%C3%A0")
    assert sent.status_code == 303
    page = await desk.get(sent.headers["location"])
    assert 'name="ve" value="/thu?trang=2&amp;tim=h%C3%A0"' in page.text
    back = await desk.sign_in("minh", ve="/thu?trang=2&tim=h%C3%A0")
    assert back.headers["location"] == "/thu?trang=2&tim=h%C3%A0"


@pytest.mark.parametrize("back", ["//la.vn", "https://la.vn", "/\\la.vn", "/mot-cua/dang-nhap"])
async def test_nobody_is_sent_to_a_strange_place(desk: Desk, back: str) -> None:
    assert (await desk.sign_in("minh", ve=back)).headers["location"] == "/mot-cua"


async def test_whoever_is_signed_in_already_goes_on(desk: Desk) -> None:
    await desk.sign_in("minh")
    page = await desk.get("/mot-cua/dang-nhap?ve=/thu")
    assert (page.status_code, page.headers["location"]) == (303, "/thu")


async def test_hoa_has_no_business_at_the_desk(desk: Desk) -> None:
    assert (await desk.sign_in("hoa")).headers["location"] == "/to-so"
    page = await desk.get("/thu")
    assert page.status_code == 403
    assert "Trang này không dành cho vai của bạn" in page.text


async def test_what_is_hidden_is_not_there_for_other_roles(desk: Desk) -> None:
    await desk.sign_in("minh")
    assert (await desk.get("/thu/khoa")).status_code == 404


async def test_a_post_without_a_session_says_that_nothing_was_written(desk: Desk) -> None:
    page = await desk.post("/thu")
    assert page.status_code == 401
    assert "Việc vừa rồi chưa được ghi." in page.text
    assert 'href="/mot-cua/dang-nhap"' in page.text


async def test_signing_out_ends_the_session_not_only_the_cookie(desk: Desk) -> None:
    await desk.sign_in("minh")
    token = desk.token
    gone = await desk.post("/mot-cua/dang-xuat")
    assert (gone.status_code, gone.headers["location"]) == (303, "/mot-cua/dang-nhap")
    assert "staff" not in desk.browser.cookies
    assert (await desk.get("/thu", token)).status_code == 303


async def test_the_next_person_does_not_take_over_a_session(desk: Desk) -> None:
    await desk.sign_in("minh")
    minhs = desk.token
    await desk.sign_in("tam")
    assert (await desk.get("/thu")).text == "Lê Thị Tâm, 00091"
    assert (await desk.get("/thu", minhs)).status_code == 303


async def test_a_disabled_person_is_out_at_once(desk: Desk, clock: FixedClock) -> None:
    await desk.sign_in("minh")
    await desk.store.write(actions.disable, "minh", clock.now())
    assert (await desk.get("/thu")).status_code == 303
    assert WRONG in (await desk.sign_in("minh")).text


async def test_another_site_cannot_sign_anybody_in(desk: Desk) -> None:
    answer = await desk.browser.post(
        "/mot-cua/dang-nhap",
        data={"login": "minh", "password": PASSWORD},
        headers={"Origin": "https://la.vn"},
    )
    assert answer.status_code == 403
    assert "staff" not in desk.browser.cookies
