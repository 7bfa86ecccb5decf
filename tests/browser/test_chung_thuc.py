"""Chứng thực bản sao: questions first, then how much and a list to print; nothing is handed in."""

from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from kiosk.engine.shapes import Value
from tests.browser.conftest import NewPhone
from tests.browser.noises import Noises
from tests.browser.sight import Sight
from tests.browser.test_leaving import draft_cookies
from tests.browser.walker import CHECK, Walker

FLOW = "chung-thuc-ban-sao"
SEVERAL = "ba loại giấy trong một lần đi"
DEGREE: dict[str, Value] = {
    "loai_giay": "bang_cap", "noi_cap": "viet_nam", "so_trang": 2, "so_ban": 5,
}  # fmt: skip
LAND: dict[str, Value] = {
    "loai_giay": "nha_dat", "noi_cap": "viet_nam", "so_trang": 205, "so_ban": 2,
}  # fmt: skip
LIST = "danh-sach"


def fee(pages: int, copies: int) -> int:
    """2,000 for each of the first two pages, 1,000 for the others, 200,000 a copy at most."""
    return min(200_000, 2000 * min(pages, 2) + 1000 * max(pages - 2, 0)) * copies


def shown(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


TOTAL = shown(fee(2, 5) + fee(205, 2))


@pytest.mark.parametrize(
    "scripts",
    [True, pytest.param(False, marks=pytest.mark.long)],
    ids=["with_javascript", "without_javascript"],
)
def test_lan_learns_what_to_bring_and_how_much_and_takes_the_list_home(
    phone: NewPhone, scripts: bool
) -> None:
    page = phone(is_mobile=False, has_touch=False, java_script_enabled=scripts)
    lan, heard, sight = lan_with_two_papers(page), Noises(page), Sight(scripts)
    lan.find("sao y")
    sight.at(page, "certify-start")
    lan.press(lan.button("Bắt đầu"))
    stopped_and_back(lan, sight)
    for step in ("giay-to/1", "giay-to", "giay-to/2", "giay-to", CHECK):
        lan.walk_to(step)
        sight.at(page, f"certify-{step.replace('/', '-')}")
        if step != CHECK:
            lan.answer()
            lan.go_on()
    for said in (TOTAL, shown(fee(2, 5)), shown(fee(205, 2)), "Bản chính của từng giấy"):
        expect(lan.main).to_contain_text(said)
    lan.go_on()
    assert lan.step == LIST
    sight.at(page, "certify-list")
    assert_holds_what_counts(lan)
    assert not heard.said
    forgotten(lan)
    assert not sight.found


def lan_with_two_papers(page: Page) -> Walker:
    """She wants five copies of her degree, and two of a thick paper about her land."""
    papers: dict[str, Value] = {"giay-to": [DEGREE, LAND]}
    return Walker(page, SEVERAL, flow=FLOW, **papers)


def stopped_and_back(lan: Walker, sight: Sight) -> None:
    """Without the original nothing can be certified; then Lan finds hers."""
    sight.at(lan.page, "certify-question")
    lan.hand.tick(lan.page.locator('[name="co_ban_chinh"][value="no"]'))
    lan.go_on()
    assert lan.step == "dung-ban-chinh"
    expect(lan.heading).to_have_text("Không có bản chính thì không chứng thực được")
    expect(lan.link("Xem thủ tục phù hợp")).to_have_attribute("href", "/thu-tuc/ban-sao-trich-luc")
    sight.at(lan.page, "certify-stop")
    lan.press(lan.link("Quay lại"))
    lan.hand.tick(lan.page.locator('[name="co_ban_chinh"][value="yes"]'))
    lan.go_on()


def assert_holds_what_counts(lan: Walker) -> None:
    """On the screen, on paper, and in the PDF."""
    page = lan.page
    papers = ("Bằng tốt nghiệp, chứng chỉ, bảng điểm", "Giấy chứng nhận nhà, đất")
    for said in (*papers, TOTAL, "Ủy ban nhân dân xã", "không nộp qua mạng"):
        expect(lan.main).to_contain_text(said)
    page.emulate_media(media="print")
    for hidden in page.locator("button, .button, footer, .back, .screen-only").all():
        expect(hidden).to_be_hidden()
    expect(page.locator(".task").first).to_be_visible()
    page.emulate_media(media="screen")
    href = lan.link("Mở tờ này (PDF)").get_attribute("href") or ""
    sheet = PdfReader(BytesIO(page.request.get(href).body()))
    text = " ".join(one.extract_text() for one in sheet.pages).replace("\n", " ")
    for said in (*papers, TOTAL, "Bản chính của từng giấy"):
        assert said in text


def forgotten(lan: Walker) -> None:
    """Nothing can be handed in; afterwards the machine knows nothing."""
    page, here = lan.page, lan.page.url
    page.goto(here.replace(LIST, "cam-doan"))
    assert lan.step == CHECK
    expect(page.get_by_text("Nộp tờ khai")).to_have_count(0)
    page.goto(here)
    lan.press(lan.button("Xong, xoá khỏi máy này"))
    expect(lan.heading).to_have_text("Đã xoá khỏi máy này")
    assert draft_cookies(page) == []
    for _ in range(3):
        page.go_back()
        expect(page.locator("body")).not_to_contain_text("Giấy chứng nhận nhà, đất")
