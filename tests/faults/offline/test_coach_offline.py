"""A volunteer's own tablet in a village without a line: what its kit opens, what is done there, and
who may not see it."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from kiosk.content.lessons.read import read_lesson
from kiosk.settings import ROOT
from tests.browser.conftest import PASSWORD, add_staff
from tests.faults.offline.citizen import Citizen
from tests.faults.offline.device import (
    CHANGE,
    Device,
    controlled,
    idb,
    idb_keys,
    send_again,
    until,
    until_held,
    until_item,
)
from tests.faults.offline.hub import Hub
from tests.faults.offline.proxy import Proxy
from tests.faults.offline.test_lessons import POST, play_on, put, run_in, sent_all
from tests.faults.offline.test_visit import begin_visit, fill_in, told_of

GROUP = "0197a2b4-0000-7000-8000-00000000c0b0"
BA_LAN, ONG_PAO = "0197a2b4-0000-7000-8000-00000000c0b1", "0197a2b4-0000-7000-8000-00000000c0b2"
NAMES = {BA_LAN: "Bà Lan Bản Vược", ONG_PAO: "Ông Páo Bản Vược"}
LESSON, HERE = "otp-khong-doc-cho-ai", "/to-so/nhom/" + GROUP
OTHER = "bốn con voi đi chợ"
HOME, UNLOCK = "Tổ công nghệ số", "Chưa có mạng. Mở phần của bạn trên máy này."
AS_OF, NEEDS_LINE = "Chưa có mạng. Trang này như lúc", "Trang này cần mạng"
END, GONE = "Kết thúc buổi giúp", "Phần này không còn trên máy"
VISITS = "SELECT how, staff_id, ended_at, dossiers FROM visit WHERE id = ?"
ENDED = "SELECT ended_at IS NOT NULL FROM visit WHERE id = ?"
CAME = "SELECT learner_id FROM attendance WHERE session_id = ?"
LEARNERS = "SELECT learner FROM practice WHERE run = ?"
HALF_HOUR_LATER, WEEK_LATER = {"used_at": 0}, {"told_at": 0}


@pytest.fixture(scope="session")
def staff(_hub: Hub) -> tuple[str, str]:
    """Hoa, whose tablet it is, and Mai."""
    hoa = add_staff(_hub.data_dir, "hoa-ban", "Phạm Hoa", "volunteer")
    return hoa, add_staff(_hub.data_dir, "mai-ban", "Lò Thị Mai", "volunteer")


@pytest.fixture(scope="module")
def village(_hub: Hub, staff: tuple[str, str]) -> Iterator[None]:
    """Hoa's group: those who learn in it. It goes with the last test."""
    made = {"made_at": 1}
    with closing(sqlite3.connect(_hub.data_dir / "kiosk.db")) as db, db:
        whose = {"commune": "00070", "name": "Bản Vược", "made_by": staff[0]}
        put(db, "learning_group", {"id": GROUP, **whose, **made})
        for (id, name), pictures in zip(NAMES.items(), ("3.7.11", "1.2.4"), strict=True):
            row = {"id": id, "group_id": GROUP, "pictures": pictures, "nickname": name}
            put(db, "learner", {**row, **made})
    yield
    with closing(sqlite3.connect(_hub.data_dir / "kiosk.db")) as db, db:
        db.execute("DELETE FROM learner WHERE group_id = ?", [GROUP])
        db.execute("DELETE FROM learning_group WHERE id = ?", [GROUP])


@pytest.fixture(scope="module")
def settings(
    _line: Proxy, browser_type_launch_args: dict[str, Any], small_phone: dict[str, Any]
) -> dict[str, Any]:
    return {**browser_type_launch_args, **small_phone, "base_url": _line.url}


@pytest.fixture(scope="module")
def packed(
    _line: Proxy, village: None, staff: tuple[str, str], playwright: Playwright, browser_name: str,
    settings: dict[str, Any], tmp_path_factory: pytest.TempPathFactory,
) -> Path:  # fmt: skip
    """The profile of Hoa's tablet, switched off on the evening before: she had signed in and ticked
    that it is hers."""
    kind = getattr(playwright, browser_name)
    device = Device(kind, tmp_path_factory.mktemp("hoa") / "profile", settings)
    page = device.switch_on()
    sign_in(controlled(page), staff[0], own=True)
    until(lambda: HERE in idb_keys(page, "kit"), "the kit")
    until_held(page, "ba-cau")
    device.switch_off()
    return device.profile


@pytest.fixture
def tablet(
    packed: Path, line: Proxy, playwright: Playwright, settings: dict[str, Any], tmp_path: Path
) -> Iterator[Device]:
    """A copy of it; there is no line. Cookies ended with the browser, the password is asked for."""
    one = Device(playwright.chromium, tmp_path / "profile", settings)
    shutil.copytree(packed, one.profile)
    line.refuse()
    yield one
    one.switch_off()


@pytest.fixture
def page(tablet: Device) -> Page:
    return tablet.switch_on()


def sign_in(page: Page, login: str, own: bool = False, password: str = PASSWORD) -> None:
    page.goto("/mot-cua/dang-nhap")
    give(page, login, password, own)


def give(page: Page, login: str, password: str = PASSWORD, own: bool = False) -> None:
    page.locator('main [name="login"]').fill(login)
    page.locator('main [name="password"]').fill(password)
    if own:
        page.locator('main [name="own"]').check()
    page.locator("main .button--main").click()


def unlocked(page: Page, staff: tuple[str, str], path: str = "/to-so") -> Page:
    """Hoa asks for a page, and is asked for her password."""
    later(page, HALF_HOUR_LATER)
    page.goto(path)
    expect(page.locator("main")).to_contain_text(UNLOCK)
    give(page, staff[0])
    expect(page.locator("main")).not_to_contain_text(UNLOCK)
    return page


def later(page: Page, change: dict[str, int]) -> None:
    """As if so long ago."""
    page.goto("/may-nay")
    page.evaluate(CHANGE, ["kit", change])


def keys(page: Page) -> list[Any]:
    return [one["key"] for one in idb(page, "kit") if "key" in one]


def heading(page: Page) -> Any:
    return page.locator("main h1")


def rows(hub: Hub, asked: str, *values: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{hub.data_dir}/kiosk.db?mode=ro", uri=True)) as db:
        return db.execute(asked, values).fetchall()


def at_the_server(page: Page, line: Proxy, staff: tuple[str, str]) -> None:
    """Back at the station: Hoa signs in there, and all that she did goes along."""
    line.heal()
    sign_in(page, staff[0])
    expect(heading(page)).to_have_text(HOME)
    until(lambda: idb_keys(page, "deeds") == [], "all deeds told")


def test_what_she_needs_opens_with_her_password(tablet: Device, staff: tuple[str, str]) -> None:
    """Also after a power cut, and what stands in the browser's files tells nothing of anybody."""
    page = unlocked(tablet.switch_on(), staff)
    expect(heading(page)).to_have_text(HOME)
    for path in ("/to-so/giup", HERE, f"{HERE}/the", f"{HERE}/tien-bo"):
        page.goto(path)
        expect(page.locator("main")).to_contain_text(AS_OF)
    expect(page.locator("main")).to_contain_text(NAMES[BA_LAN])
    tablet.kill()
    page = unlocked(tablet.switch_on(), staff, HERE)
    expect(page.locator("main")).to_contain_text(NAMES[ONG_PAO])
    page.goto("/to-so/nhom/0197a2b4-0000-7000-8000-00000000c0bf")
    expect(heading(page)).to_have_text(NEEDS_LINE)
    tablet.switch_off()
    kept = tablet.files()
    for name in NAMES.values():
        for coding in ("utf-8", "utf-16-le"):
            assert name.encode(coding) not in kept


def test_nothing_else_opens_it(page: Page, staff: tuple[str, str]) -> None:
    page.goto("/may-nay")
    for login, password in ((staff[0], "mot-cua-sang-thu-bay"), (staff[1], PASSWORD)):
        later(page, HALF_HOUR_LATER)
        page.goto(HERE)
        give(page, login, password)
        expect(page.locator("main .error").first).to_be_visible()
        assert keys(page) == [None]


def test_half_an_hour_and_a_sign_out_lock_it(page: Page, staff: tuple[str, str]) -> None:
    unlocked(page, staff)
    later(page, HALF_HOUR_LATER)
    page.goto(HERE)
    expect(page.locator("main")).to_contain_text(UNLOCK)
    assert keys(page) == [None]
    give(page, staff[0])
    expect(heading(page)).to_have_text("Bản Vược")
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator("main")).to_contain_text(UNLOCK)
    assert keys(page) == [None]


@pytest.mark.parametrize("told_at", [0, 10**14], ids=["a week", "clock put back"])
def test_after_a_week_without_contact_it_is_gone(page: Page, told_at: int) -> None:
    later(page, {"told_at": told_at})
    page.goto(HERE)
    expect(heading(page)).to_have_text(NEEDS_LINE)
    assert idb_keys(page, "kit") == []


def test_she_may_take_it_off_the_device(page: Page) -> None:
    page.goto("/may-nay")
    page.get_by_role("button", name="Bỏ phần này khỏi máy").click()
    expect(page.get_by_role("button", name="Bỏ phần này khỏi máy")).to_have_count(0)
    assert idb_keys(page, "kit") == []


def test_a_visit_without_a_line_is_told_once(
    page: Page, staff: tuple[str, str], line: Proxy, hub: Hub
) -> None:
    """Somebody's form is filled in and handed in; afterwards her password does not open it."""
    unlocked(page, staff, "/to-so/tham")
    tablet = Citizen(page, hub)
    tablet.go_on()
    expect(page.locator("main .error").first).to_be_visible()
    page.locator('[name="how"][value="typed"]').check()
    tablet.field("consent").check()
    tablet.go_on()
    tablet.press(tablet.link("Mở trang làm giấy tờ"))
    fill_in(tablet)
    check = page.url
    code = tablet.hand_in()
    page.goto("/")
    tablet.press(tablet.button(END))
    [visit] = idb_keys(page, "deeds")
    tablet.press(tablet.link("Về trang của tổ"))
    expect(heading(page)).to_have_text(HOME)
    page.goto(check)
    expect(heading(page)).to_have_text(GONE)
    at_the_server(page, line, staff)
    send_again(page)
    until_item(page, code, state="sent")
    assert told_of(hub, code) == "typed"
    [(how, who, ended_at, dossiers)] = rows(hub, VISITS, visit)
    assert (how, who, dossiers) == ("typed", id_of(hub, staff[0]), 1)
    assert ended_at is not None


def id_of(hub: Hub, login: str) -> str:
    [(id,)] = rows(hub, "SELECT id FROM staff WHERE login = ?", login)
    return str(id)


def test_a_meeting_without_a_line_is_told(
    page: Page, staff: tuple[str, str], line: Proxy, hub: Hub
) -> None:
    """Begun twice it is one; who came is marked, and unmarked."""
    unlocked(page, staff, HERE)
    for _ in range(2):
        page.goto(HERE)
        page.get_by_label("Bài học").select_option(LESSON)
        page.get_by_role("button", name="Mở buổi học").click()
        expect(page.get_by_role("heading", name="Ai có mặt?")).to_be_visible()
    for name, count in ((NAMES[BA_LAN], 1), (NAMES[ONG_PAO], 2), (NAMES[BA_LAN], 1)):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_text(f"Có mặt: {count} trên 2")).to_be_visible()
    page.goto(HERE)
    page.get_by_role("link", name="Vào buổi học").click()
    expect(page.get_by_text("Có mặt: 1 trên 2")).to_be_visible()
    page.get_by_role("button", name="Kết thúc buổi học").click()
    expect(heading(page)).to_have_text("Bản Vược")
    expect(page.locator("main")).to_contain_text("1 việc")
    [meeting] = idb_keys(page, "deeds")
    at_the_server(page, line, staff)
    assert rows(hub, CAME, meeting) == [(ONG_PAO,)]
    [(ended_at,)] = rows(hub, "SELECT ended_at FROM learning_session WHERE id = ?", meeting)
    assert ended_at is not None


def test_who_gets_the_tablet_learns_as_themselves(
    page: Page, staff: tuple[str, str], line: Proxy, hub: Hub
) -> None:
    unlocked(page, staff, HERE)
    page.evaluate(POST, [f"{HERE}/nguoi/{BA_LAN}/hoc", ""])
    assert keys(page) == [None]
    where, _ = page.evaluate(POST, [f"/hoc/{LESSON}", ""])
    page.goto(where)
    play_on(page, read_lesson(ROOT / "tutorials" / LESSON).lesson)
    line.heal()
    page.goto("/")
    until(lambda: sent_all(page), "all of it sent")
    assert set(rows(hub, LEARNERS, run_in(where))) == {(BA_LAN,)}


def test_another_volunteer_sees_and_sends_nothing_of_hers(
    page: Page, staff: tuple[str, str], line: Proxy, hub: Hub
) -> None:
    unlocked(page, staff, HERE)
    page.get_by_label("Bài học").select_option(LESSON)
    page.get_by_role("button", name="Mở buổi học").click()
    expect(page.get_by_role("heading", name="Ai có mặt?")).to_be_visible()
    line.heal()
    line.log.clear()
    sign_in(page, staff[1])
    expect(heading(page)).to_have_text(HOME)
    until(lambda: line.answered("^GET /to-so/mang-theo") != [], "asked")
    page.goto("/may-nay")
    expect(page.locator("main")).to_contain_text("1 việc")
    assert line.answered("^POST /to-so/gui") == []
    assert keys(page) == [None]


@pytest.fixture
def mais(
    phone: Callable[..., Page], village: None, staff: tuple[str, str], line: Proxy, hub: Hub
) -> Page:
    """Mai's telephone, at the station: she has just signed in and ticked that it is hers."""
    page = controlled(phone())
    sign_in(page, staff[1], own=True)
    until(lambda: HERE in idb_keys(page, "kit"), "the kit")
    return page


def test_what_changes_while_there_is_a_line_is_there_without_one(mais: Page, line: Proxy) -> None:
    brought = brought_at(mais)
    mais.goto(HERE)
    mais.locator('[name="ten"]').fill("Chú Tư")
    mais.get_by_role("button", name="Thêm vào nhóm").click()
    expect(mais.locator("main")).to_contain_text("Đã thêm Chú Tư")
    until(lambda: brought_at(mais) != brought, "the group as it is now")
    line.refuse()
    mais.goto(f"{HERE}/the")
    expect(mais.locator("main")).to_contain_text("Chú Tư")


def brought_at(page: Page) -> list[int]:
    return [one["brought_at"] for one in idb(page, "kit") if "brought_at" in one]


def test_who_gets_it_with_a_line_is_known_to_the_server_too(mais: Page) -> None:
    mais.goto(HERE)
    person = mais.locator(".person", has_text=NAMES[ONG_PAO])
    person.get_by_text("Việc khác").click()
    person.get_by_role("button", name="Cho học trên máy này").click()
    expect(mais.get_by_text(f"Đang học: {NAMES[ONG_PAO]}")).to_be_visible()
    assert keys(mais) == [None]
    mais.goto("/to-so")
    expect(heading(mais)).to_have_text("Đăng nhập")


def test_a_sign_out_without_a_line_holds_with_one(mais: Page, line: Proxy) -> None:
    line.refuse()
    mais.goto(HERE)
    mais.get_by_role("button", name="Đăng xuất").click()
    expect(mais.locator("main")).to_contain_text(UNLOCK)
    line.heal()
    mais.goto("/to-so")
    expect(heading(mais)).to_have_text("Đăng nhập")
    until(lambda: line.answered("^POST /mot-cua/dang-xuat") != [], "the server was told")
    mais.goto("/to-so")
    expect(heading(mais)).to_have_text("Đăng nhập")
    expect(mais.locator("main")).not_to_contain_text(UNLOCK)


def test_a_visit_of_the_servers_that_ended_without_a_line_is_told(
    mais: Page, line: Proxy, hub: Hub
) -> None:
    tablet = Citizen(mais, hub)
    begin_visit(tablet, "helped")
    line.refuse()
    mais.goto("/")
    tablet.press(tablet.button(END))
    [visit] = idb_keys(mais, "deeds")
    assert rows(hub, ENDED, visit) == [(0,)]
    line.heal()
    mais.goto("/to-so")
    until(lambda: idb_keys(mais, "deeds") == [], "the visit told")
    assert rows(hub, ENDED, visit) == [(1,)]


def test_another_password_opens_it_from_then_on(
    phone: Callable[..., Page], village: None, line: Proxy, hub: Hub
) -> None:
    login = add_staff(hub.data_dir, "sua-ban", "Giàng A Sùa", "volunteer")
    page = controlled(phone())
    sign_in(page, login, own=True)
    until(lambda: HERE in idb_keys(page, "kit"), "the kit")
    before = brought_at(page)
    page.goto("/mot-cua/tai-khoan/mat-khau")
    for name, value in (("old", PASSWORD), ("password", OTHER), ("again", OTHER)):
        page.locator(f'main [name="{name}"]').fill(value)
    page.locator("main .button--main").click()
    expect(page.locator("main .notice--good")).to_be_visible()
    until(lambda: brought_at(page) != before, "the kit under the other one")
    line.refuse()
    page.get_by_role("button", name="Đăng xuất").click()
    give(page, login, PASSWORD)
    expect(page.locator("main .error").first).to_be_visible()
    give(page, login, OTHER)
    expect(heading(page)).to_have_text(HOME)


def test_without_the_tick_nothing_is_kept(
    phone: Callable[..., Page], village: None, staff: tuple[str, str], line: Proxy
) -> None:
    page = controlled(phone())
    sign_in(page, staff[1])
    expect(heading(page)).to_have_text(HOME)
    line.refuse()
    page.goto("/to-so")
    expect(heading(page)).to_have_text(NEEDS_LINE)
    assert idb_keys(page, "kit") == []
