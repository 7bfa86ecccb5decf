"""Every state of every page, looked at with axe and with the project's own measures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone, add_staff, serving
from tests.browser.look import complaints
from tests.browser.officer import Officer
from tests.browser.test_mistakes import OLD_NAME
from tests.browser.walker import CHECK, LONGEST_WAY, Visitor, Walker, next_page

FLOWS = Path(__file__).with_name("flows")
GRANDMOTHER = "bà đi khai, cha mẹ đã đồng ý"


class Looks:
    """Collects what is wrong on the pages that a test shows it, so that all come out at once."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def at(self, page: Page, state: str) -> None:
        if found := complaints(page):
            self.found[f"{state} ({page.url.partition('?')[0].rpartition('/')[2]})"] = found


@pytest.fixture
def looks() -> Iterator[Looks]:
    looks = Looks()
    yield looks
    assert not looks.found


@pytest.fixture
def screen(phone: NewPhone) -> Page:
    """A small window that does not zoom by itself, as a phone does."""
    return phone(is_mobile=False, has_touch=False)


def test_questions_and_their_errors(screen: Page, looks: Looks) -> None:
    lan = Walker(screen)
    lan.begin()
    for _ in range(LONGEST_WAY):
        if lan.step == CHECK:
            break
        looks.at(screen, "question")
        before = lan.step
        lan.go_on()
        if lan.step == before:
            looks.at(screen, "error")
        else:  # it may be left empty
            lan.press(lan.link("Quay lại"))
        lan.answer()
        lan.go_on()
    look_at_the_end(lan, looks)


@pytest.mark.long
def test_questions_in_english(phone: NewPhone, looks: Looks) -> None:
    ba = Walker(phone(is_mobile=False, has_touch=False, locale="en-GB"), GRANDMOTHER)
    ba.leap_to("nguoi-khai")
    for _ in range(LONGEST_WAY):
        if ba.step == CHECK:
            break
        looks.at(ba.page, "in English")
        ba.answer()
        ba.go_on()
    look_at_the_end(ba, looks)


def look_at_the_end(citizen: Walker, looks: Looks) -> None:
    """Check, declaration, receipt, status."""
    looks.at(citizen.page, "check")
    citizen.go_on()
    looks.at(citizen.page, "declaration")
    citizen.go_on()
    looks.at(citizen.page, "declaration with errors")
    citizen.answer()
    citizen.go_on()
    citizen.page.locator("summary").last.click()
    looks.at(citizen.page, "receipt")
    citizen.page.goto(citizen.page.url.replace("bien-nhan", "ho-so"))
    looks.at(citizen.page, "status")


def test_what_happens_on_the_way(screen: Page, looks: Looks) -> None:
    lan = Walker(screen, que_quan=OLD_NAME, ma_chung_sinh="GCS 56")
    lan.leap_to("que-quan")
    for _ in range(2):
        lan.answer()
        lan.go_on()
        looks.at(screen, "second screen of a place")
    lan.walk_to("ma-chung-sinh")
    lan.answer()
    lan.go_on()
    looks.at(screen, "warning")
    screen.context.set_offline(True)
    lan.main_button.click()
    expect(screen.locator("[data-lost]")).to_be_visible()
    looks.at(screen, "no network")
    screen.context.set_offline(False)
    with next_page(screen):
        screen.goto("/")
    looks.at(screen, "first page with a draft")
    with next_page(screen):
        screen.go_back()
    lan.press(lan.button("Lưu và làm tiếp sau"))
    looks.at(screen, "saved")
    lan.press(lan.button("Xoá phần đang làm khỏi máy này"))
    looks.at(screen, "forgotten")


def test_pages_that_stand_alone(screen: Page, looks: Looks) -> None:
    visitor = Visitor(screen)
    for path in ("/", "/thu-tuc", "/thu-tuc/khai-sinh", "/khong-co", "/ho-so/7AW7EAAY4F8W"):
        screen.goto(path)
        looks.at(screen, path)
    for path in ("/lam-tiep", "/ho-so", "/mot-cua/dang-nhap"):
        screen.goto(path)
        looks.at(screen, path)
        visitor.go_on()
        looks.at(screen, f"{path} with an error")


def test_a_case_that_stops(screen: Page, looks: Looks) -> None:
    lan = Walker(screen, truong_hop="bo_roi")
    lan.begin()
    lan.answer()
    lan.go_on()
    expect(lan.heading).to_have_text("Bạn gặp cán bộ một cửa nhé")
    looks.at(screen, "stop")


def test_pages_of_the_desk(screen: Page, looks: Looks, phone: NewPhone, minh: str) -> None:
    lan, officer = Walker(phone()), Officer(screen, minh)
    lan.leap_to(CHECK)
    code = lan.hand_in()
    officer.sign_in()
    looks.at(screen, "queue")
    for path in ("/mot-cua?muc=tu-choi", "/mot-cua/ngay-nghi", "/mot-cua/may"):
        screen.goto(path)
        looks.at(screen, path)
    screen.goto("/mot-cua")
    officer.open(code)
    looks.at(screen, "dossier")
    officer.refuse("")
    looks.at(screen, "refusal without a reason")
    late = Officer(screen.context.new_page(), minh)
    late.page.goto(screen.url.removesuffix("/refusal"))
    officer.accept()
    looks.at(screen, "accepted")
    late.accept()
    looks.at(late.page, "somebody was faster")


def test_pages_of_the_stations(screen: Page, looks: Looks, data_dir: Path, base_url: str) -> None:
    quan = Officer(screen, add_staff(data_dir, "quan", "Ngô Quân", "admin"))
    quan.sign_in()
    screen.goto("/mot-cua/tram")
    quan.go_on()
    looks.at(screen, "stations with an error")
    quan.field("name").fill("Nhà văn hoá")
    quan.go_on()
    looks.at(screen, "a code")
    quan.press(quan.link("Về danh sách trạm"))
    looks.at(screen, "stations")
    quan.press(screen.get_by_role("link", name="Bỏ lời mời"))
    looks.at(screen, "revocation")


def test_people_one_after_another(tmp_path: Path, phone: NewPhone, looks: Looks) -> None:
    with serving(tmp_path, KIOSK_FLOWS_DIR=str(FLOWS)) as url:
        lan = Visitor(phone(is_mobile=False, has_touch=False, base_url=url))
        lan.page.goto("/thu-tuc/ho-gia-dinh")
        lan.go_on()
        for name in ("Trần Văn Sơn", "Nguyễn Thị Lan"):
            looks.at(lan.page, "member")
            lan.field("ten").fill(name)
            lan.field("quoc_tich").fill("Việt Nam")
            lan.go_on()
            looks.at(lan.page, "members")
            lan.page.get_by_label("Có", exact=True).check()
            lan.go_on()
        lan.press(lan.link("Quay lại"))
        lan.go_on()
        looks.at(lan.page, "members with an error")
        lan.press(lan.button("Bỏ Trần Văn Sơn"))
        expect(lan.page.locator(".members li")).to_have_count(1)
        lan.page.get_by_label("Không", exact=True).check()
        lan.go_on()
        looks.at(lan.page, "long text and money")


def test_the_look_sees_what_is_wrong(screen: Page) -> None:
    screen.set_content(
        '<html lang="vi"><title>x</title><main><h1>x</h1><img src="data:,">'
        '<p style="color: #777; font-size: 19px; width: 400px">y</p><button>z</button></main>'
    )
    found = " ".join(complaints(screen))
    for one in ("image-alt:", "text of 19px", "contrast 4.48", "target of", "wide at 320 px"):
        assert one in found


def test_nothing_moves_for_who_wants_no_motion(lan: Walker) -> None:
    lan.page.emulate_media(reduced_motion="reduce")
    lan.leap_to("truong-hop")
    lan.page.get_by_label("Bị bỏ rơi").check()
    assert lan.page.evaluate("document.getAnimations().length") == 0
    lan.go_on()
    assert lan.page.evaluate("document.getAnimations().length") == 0


def test_a_receipt_on_paper_holds_what_counts_and_no_buttons(screen: Page) -> None:
    lan = Walker(screen)
    lan.leap_to(CHECK)
    code = lan.hand_in()
    screen.emulate_media(media="print")
    for width in (302, 794):  # a roll of 80 mm, and A4
        screen.set_viewport_size({"width": width, "height": 1100})
        assert screen.evaluate("document.documentElement.scrollWidth") <= width
        expect(screen.locator(".slip .code")).to_have_text(code)
        expect(screen.locator(".qr img")).to_be_visible()
        for hidden in screen.locator("button, .button, footer, .back").all():
            expect(hidden).to_be_hidden()
