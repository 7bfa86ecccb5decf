"""An officer's day at the desk: with JavaScript, without, by keyboard; each page looked at."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NewPhone, add_staff
from tests.browser.hands import Keys
from tests.browser.noises import Noises
from tests.browser.officer import Officer
from tests.browser.test_accessible import Looks, looks, screen
from tests.browser.walker import CHECK, Walker

__all__ = ["looks", "screen"]

WIDE: ViewportSize = {"width": 1280, "height": 800}
REASON = "Ảnh giấy tờ chưa rõ. Bạn chụp lại đủ sáng, thấy hết bốn góc nhé."
SORRY = "Chúng tôi cần kiểm tra thêm. Xin lỗi vì để bạn chờ lâu."
QUESTION = "Trẻ tên gì, sinh ngày nào?"


class Clerk(Officer):
    """Does everything that one can do with a dossier."""

    def unfold(self, title: str) -> None:
        summary = self.page.locator("summary", has_text=title)
        if summary.locator("..").get_attribute("open") is None:
            self.hand.press(summary)

    def take(self) -> None:
        self.unfold("Giao hồ sơ")
        self.press(self.button("Tôi nhận hồ sơ này"))

    def ask_again(self, question: str, reason: str) -> None:
        """To the page where the request is read over."""
        self.press(self.link("Yêu cầu bổ sung…"))
        self.hand.tick(self.page.get_by_role("checkbox", name=question))
        self.hand.write(self.field("ly_do"), reason)
        self.press(self.button("Xem lại trước khi gửi"))

    def extend(self, day: str, reason: str) -> None:
        self.unfold("Hẹn lại ngày trả")
        for name, text in zip("dmy", day.split("/"), strict=True):
            self.hand.write(self.page.locator(f'[name="ngay.{name}"]'), text)
        self.hand.write(self.field("ly_do_hen"), reason)
        self.press(self.button("Hẹn lại và gửi lý do"))

    def stop(self, reason: str) -> None:
        self.unfold("Dừng giải quyết")
        self.hand.write(self.field("ly_do_dung"), reason)
        self.press(self.button("Dừng và gửi lý do"))

    def find(self, code: str) -> None:
        self.page.goto("/mot-cua")
        self.hand.write(self.field("ma"), code)
        self.press(self.button("Tìm mã"))

    def has(self, text: str) -> None:
        expect(self.main).to_contain_text(text)


@pytest.fixture(scope="session")
def hung(base_url: str, data_dir: Path) -> str:
    """The login of the lead of the one-stop desk."""
    return add_staff(data_dir, "hung", "Vũ Hùng", "lead")


@pytest.fixture
def code(phone: NewPhone) -> str:
    """Of a dossier that Lan has just handed in."""
    lan = Walker(phone())
    lan.leap_to(CHECK)
    return lan.hand_in()


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.long)])
def test_a_dossier_from_hand_in_to_its_result(
    phone: NewPhone, minh: str, code: str, scripts: bool
) -> None:
    officer = Clerk(phone(java_script_enabled=scripts), minh)
    heard = Noises(officer.page)
    officer.sign_in()
    officer.find(code)
    officer.take()
    expect(officer.page.locator(".facts")).to_contain_text("Lê Quang Minh")
    officer.accept()
    officer.extend("1/12/2026", SORRY)
    officer.has("01/12/2026")
    officer.hand.write(officer.field("ma"), "000.00.00.H26-261120-0012")
    officer.press(officer.button("Ghi mã và chuyển"))
    officer.press(officer.button("Đúng, đã xử lý xong"))
    officer.press(officer.button("Đúng, đã trả kết quả"))
    officer.has("không còn việc nào phải làm")
    officer.find("000.00.00.h26-261120-0012")
    assert not heard.said


@pytest.mark.parametrize("scripts", [True, False])
def test_a_supplement_is_chosen_read_over_mended_and_sent(
    phone: NewPhone, minh: str, code: str, scripts: bool
) -> None:
    officer = Clerk(phone(java_script_enabled=scripts), minh)
    officer.sign_in()
    officer.find(code)
    officer.ask_again(QUESTION, REASON)
    officer.has("Người dân sẽ đọc")
    officer.press(officer.button("Sửa lại"))
    expect(officer.field("ly_do")).to_have_value(REASON)
    expect(officer.page.get_by_role("checkbox", name=QUESTION)).to_be_checked()
    officer.press(officer.button("Xem lại trước khi gửi"))
    officer.press(officer.button("Gửi yêu cầu"))
    officer.has("Đang chờ người dân bổ sung.")
    officer.stop("Bạn đã đề nghị dừng hồ sơ này.")
    officer.has("Đã dừng")


def test_the_main_path_by_keyboard(phone: NewPhone, minh: str, code: str) -> None:
    page = phone(is_mobile=False, has_touch=False, viewport=WIDE)
    officer = Clerk(page, minh, Keys())
    officer.sign_in()
    officer.find(code)
    officer.accept()
    officer.ask_again(QUESTION, REASON)
    officer.press(officer.button("Gửi yêu cầu"))
    officer.has("Đang chờ người dân bổ sung.")


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.long)])
def test_the_queue_is_filtered(phone: NewPhone, minh: str, code: str, scripts: bool) -> None:
    officer = Clerk(phone(java_script_enabled=scripts), minh)
    officer.sign_in()
    officer.find(code)
    officer.take()
    officer.page.goto("/mot-cua")
    officer.unfold("Lọc hồ sơ")
    officer.hand.pick(officer.field("ai"), "khong-ai")
    officer.press(officer.button("Lọc"))
    expect(officer.link(code)).to_have_count(0)
    officer.press(officer.link("Bỏ lọc"))
    officer.press(officer.page.locator(".tabs").get_by_role("link", name="Của tôi"))
    expect(officer.link(code)).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.long)])
def test_the_lead_sets_the_desk_up(phone: NewPhone, hung: str, scripts: bool) -> None:
    lead = Clerk(phone(java_script_enabled=scripts), hung)
    lead.sign_in()
    lead.press(lead.link("Cài đặt"))
    lead.hand.write(lead.field("office"), "Trung tâm Phục vụ hành chính công")
    lead.press(lead.button("Lưu"))
    lead.has("Đã lưu.")
    lead.press(lead.link("Lý do"))
    mine = f"Bạn gọi lại giúp nhé ({scripts})."
    lead.hand.tick(lead.page.get_by_label("Dừng giải quyết"))
    lead.hand.write(lead.field("cau"), mine)
    lead.press(lead.button("Thêm câu này"))
    lead.press(lead.page.get_by_role("button", name=f"Xoá {mine}"))
    expect(lead.page.get_by_text(mine)).to_have_count(0)


def test_every_state_of_the_desk_is_accessible(
    screen: Page, looks: Looks, phone: NewPhone, hung: str, code: str
) -> None:
    lead = Clerk(screen, hung)
    lead.sign_in()
    for path in ("/mot-cua?ai=toi", "/mot-cua/cai-dat", "/mot-cua/ly-do", "/mot-cua?ma=x"):
        screen.goto(path)
        looks.at(screen, path)
    screen.goto("/mot-cua/ly-do")
    lead.press(lead.button("Thêm câu này"))
    looks.at(screen, "a reason without words")
    screen.goto("/mot-cua/cai-dat")
    lead.hand.write(lead.field("phone"), "hỏi cô Mai")
    lead.press(lead.button("Lưu"))
    looks.at(screen, "wrong settings")
    screen.goto("/mot-cua/ly-do")
    lead.press(lead.page.get_by_role("button", name="Dùng các câu này Hẹn lại ngày trả"))
    lead.find(code)
    lead.accept()
    lead.extend("1/1/2020", "")
    looks.at(screen, "an extension that is wrong")
    for summary in screen.locator("summary").all():
        if summary.locator("..").get_attribute("open") is None:
            summary.click()
    looks.at(screen, "everything unfolded")
    lead.ask_again(QUESTION, "")
    looks.at(screen, "a supplement without a reason")
    lead.hand.write(lead.field("ly_do"), REASON)
    lead.press(lead.button("Xem lại trước khi gửi"))
    looks.at(screen, "a supplement read over")
    lead.press(lead.button("Gửi yêu cầu"))
    looks.at(screen, "waiting for a supplement")
