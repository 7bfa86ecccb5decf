"""Staff security in a browser, with and without JavaScript: two steps, accounts, sessions."""

import base64
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kiosk.clock import HO_CHI_MINH
from kiosk.people import totp
from tests.browser.conftest import PASSWORD, NewPhone, add_staff
from tests.browser.look import complaints
from tests.browser.walker import Visitor

OWN = "bốn con voi đi chợ"


@pytest.fixture(params=[True, pytest.param(False, marks=pytest.mark.long)], ids=["script", "plain"])
def screen(phone: NewPhone, request: pytest.FixtureRequest) -> Page:
    return phone(is_mobile=False, has_touch=False, java_script_enabled=request.param)


def sign_in(page: Page, login: str, password: str = PASSWORD) -> Visitor:
    visitor = Visitor(page)
    page.goto("/mot-cua/dang-nhap")
    visitor.field("login").fill(login)
    visitor.field("password").fill(password)
    visitor.go_on()
    return visitor


def login_of(request: pytest.FixtureRequest, name: str) -> str:
    """Another person for each of the two browsers: they share the node."""
    return f"{name}-{request.node.callspec.id}"


def test_a_lead_adds_somebody_who_then_chooses_a_password(
    screen: Page, phone: NewPhone, data_dir: Path, request: pytest.FixtureRequest
) -> None:
    lead = add_staff(data_dir, login_of(request, "hung"), "Vũ Hùng", "lead")
    new = login_of(request, "mai")
    hung = sign_in(screen, lead)
    screen.goto("/mot-cua/can-bo/them")
    hung.field("login").fill(new)
    hung.field("name").fill("Lê Thị Mai")
    screen.get_by_label("Cán bộ một cửa", exact=True).check()
    hung.go_on()
    password = screen.locator(".slip .code-inline").inner_text()
    mai = sign_in(phone(java_script_enabled=False), new, password)
    expect(mai.heading).to_have_text("Đổi mật khẩu")
    mai.field("old").fill(password)
    mai.field("password").fill(OWN)
    mai.field("again").fill(OWN)
    mai.go_on()
    expect(mai.heading).to_contain_text("Hồ sơ của")


def test_a_telephone_is_asked_for_once_it_is_known(
    screen: Page, phone: NewPhone, data_dir: Path, request: pytest.FixtureRequest
) -> None:
    login = add_staff(data_dir, login_of(request, "yen"), "Hồ Yến", "officer")
    yen = sign_in(screen, login)
    screen.goto("/mot-cua/tai-khoan")
    since = screen.locator('[data-head="Từ lúc"]').first.inner_text()
    screen.goto("/mot-cua/tai-khoan/hai-buoc")
    yen.field("password").fill(PASSWORD)
    yen.go_on()
    secret = base64.b32decode(screen.locator(".totp .code-inline").inner_text().replace(" ", ""))
    confirm(yen, secret, since)
    recovery = screen.locator(".recovery li").first.inner_text()
    again = sign_in(phone(java_script_enabled=False), login)
    expect(again.heading).to_have_text("Gõ mã 6 số")
    again.field("code").fill(recovery)
    again.go_on()
    expect(again.heading).to_contain_text("Hồ sơ của")


def confirm(visitor: Visitor, secret: bytes, since: str) -> None:
    """The node's clock is its own and shows whole minutes: tries the codes of those after."""
    minute = datetime.strptime(since, "%H:%M %d/%m/%Y").replace(tzinfo=HO_CHI_MINH)
    first = int(minute.timestamp()) // totp.STEP_SECONDS
    for step in range(first, first + 6, 2):
        visitor.field("code").fill(totp.code_of(secret, step))
        visitor.go_on()
        if visitor.page.locator(".recovery").count():
            return
    raise AssertionError("no code fits")


def test_a_session_elsewhere_is_ended(
    screen: Page, phone: NewPhone, data_dir: Path, request: pytest.FixtureRequest
) -> None:
    login = add_staff(data_dir, login_of(request, "tu"), "Đinh Tú", "volunteer")
    away = sign_in(phone(java_script_enabled=False), login)
    here = sign_in(screen, login)
    screen.goto("/mot-cua/tai-khoan")
    here.press(here.button("Đăng xuất mọi nơi khác"))
    expect(screen.locator("tbody tr")).to_have_count(1)
    away.page.goto("/mot-cua/tai-khoan")
    expect(away.heading).to_have_text("Đăng nhập")


def test_pages_of_the_staff_are_for_everybody_who_sees_hears_or_hits_badly(
    phone: NewPhone, data_dir: Path
) -> None:
    screen = phone(is_mobile=False, has_touch=False)
    lead = sign_in(screen, add_staff(data_dir, "van", "Bùi Vân", "lead"))
    found = {}
    for path in PATHS:
        screen.goto(path)
        found[path] = complaints(screen)
        if path in POSTED:
            lead.go_on()
            found[f"{path} with an error"] = complaints(screen)
    assert not {path: wrong for path, wrong in found.items() if wrong}


ACCOUNT, STAFF = "/mot-cua/tai-khoan", "/mot-cua/can-bo"
POSTED = (f"{ACCOUNT}/mat-khau", f"{ACCOUNT}/hai-buoc", f"{STAFF}/them")
PATHS = (ACCOUNT, STAFF, f"{STAFF}/nhat-ky", *POSTED)
