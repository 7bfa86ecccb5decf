"""How far a dossier is: fresh on a line, else as it was known last, with its time."""

from playwright.sync_api import expect

from tests.faults.offline.citizen import Citizen
from tests.faults.offline.proxy import Proxy

TOLD = "Đã nộp, chờ tiếp nhận"


def test_without_a_line_the_last_known_is_told_with_its_time(lan: Citizen, line: Proxy) -> None:
    code = lan.file()
    lan.until_sent(code)
    lan.page.goto(f"/ho-so/{code}")
    expect(lan.main).to_contain_text(TOLD)
    expect(lan.main).not_to_contain_text("chưa hỏi lại được")
    line.refuse()
    lan.page.reload()
    expect(lan.main).to_contain_text(TOLD)
    expect(lan.main).to_contain_text("Cập nhật lúc")
    expect(lan.main).to_contain_text("chưa hỏi lại được")


def test_what_was_never_asked_before_is_not_made_up(lan: Citizen, line: Proxy) -> None:
    code = lan.file()
    lan.until_sent(code)
    line.refuse()
    lan.page.goto(f"/ho-so/{code}")
    expect(lan.main).not_to_contain_text(TOLD)
    expect(lan.heading).to_have_text("Trang này cần mạng")
