"""Leaving a shared machine: with a code to come back, or without a trace."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.walker import CHECK, Walker

KEPT = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
})"""
NOTHING = {"local": [], "session": [], "databases": 0, "caches": 0}


def test_a_saved_draft_goes_on_in_another_browser(lan: Walker, phone: NewPhone) -> None:
    lan.leap_to("tre-ten")
    lan.field("tre_ho_ten").fill("Trần Gia Bảo")
    lan.press(lan.button("Lưu và làm tiếp sau"))
    code = lan.page.locator(".code").inner_text()
    later = Walker(phone(java_script_enabled=False))
    later.page.goto("/lam-tiep")
    later.field("code").fill(code.lower())
    later.go_on()
    expect(later.field("tre_ho_ten")).to_have_value("Trần Gia Bảo")
    later.walk_to(CHECK)


def test_a_code_with_a_slip_of_the_pen_stays_to_be_mended(lan: Walker) -> None:
    lan.page.goto("/lam-tiep")
    lan.field("code").fill("AAAA BBBB CCCC DDDD")
    lan.go_on()
    expect(lan.page.locator("[data-wrong]")).to_be_focused()
    expect(lan.field("code")).to_have_value("AAAA BBBB CCCC DDDD")


def test_done_forgets_everything(lan: Walker) -> None:
    lan.leap_to("tre-ten")
    lan.walk_to("noi-sinh")
    held = draft_cookies(lan.page)
    lan.press(lan.button("Lưu và làm tiếp sau"))
    lan.press(lan.button("Xoá phần đang làm khỏi máy này"))
    expect(lan.heading).to_have_text("Đã xoá khỏi máy này")
    assert (len(held), draft_cookies(lan.page)) == (1, [])
    for _ in range(4):
        lan.page.go_back()
        expect(lan.page.locator("body")).not_to_contain_text("Trần Gia Bảo")
        expect(lan.page.locator('[value="Trần Gia Bảo"]')).to_have_count(0)


def test_done_on_the_receipt_leaves_nothing_for_the_next_person(lan: Walker) -> None:
    lan.leap_to(CHECK)
    code = lan.hand_in()
    secret = lan.page.locator(".code--small").first.text_content() or ""
    lan.press(lan.button("Xong, xoá khỏi máy này"))
    assert draft_cookies(lan.page) == []
    for _ in range(3):
        lan.page.go_back()
        assert secret not in lan.page.content()
    lan.page.goto(f"/bien-nhan/{code.replace(' ', '')}")
    expect(lan.heading).to_have_text("Hồ sơ tới đâu rồi")
    expect(lan.main).not_to_contain_text("Đăng ký khai sinh")


def test_nothing_is_kept_in_the_browsers_stores(lan: Walker) -> None:
    lan.leap_to("lien-he")
    lan.walk_to(CHECK)
    lan.go_on()
    lan.answer()
    lan.go_on()
    assert lan.page.evaluate(KEPT) == NOTHING


def draft_cookies(page: Page) -> list[str]:
    return [one["name"] for one in page.context.cookies() if one["name"].startswith("d_")]
