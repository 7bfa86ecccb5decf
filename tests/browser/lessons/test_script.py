"""What the script of lessons adds to links and forms."""

import pytest
from playwright.sync_api import Browser, Page, expect

LESSON = "/hoc/otp-khong-doc-cho-ai"
SCENE = f"{LESSON}/nhap-ma?luot=00000000-0000-7000-8000-000000000000"
FORM = "/hoc/dien-to-khai/ten-ngay-sinh?luot=00000000-0000-7000-8000-000000000000"
VOICE = """() => { speechSynthesis.getVoices = () => [{ lang: "%s" }]; }"""


def test_who_does_nothing_for_45_seconds_is_offered_a_hint(page: Page) -> None:
    page.clock.install()
    page.goto(SCENE)
    hint = page.get_by_role("button", name="Gợi ý")
    page.clock.run_for(44_000)
    expect(hint).not_to_contain_class("is-offered")
    page.clock.run_for(2_000)
    expect(hint).to_contain_class("is-offered")
    expect(page.locator("[data-hint-offer]")).to_have_text("Có thể bấm Gợi ý.")


def test_typing_is_not_doing_nothing(page: Page) -> None:
    page.clock.install()
    page.goto(SCENE)
    page.clock.run_for(40_000)
    page.locator("#chu").press("4")
    page.clock.run_for(40_000)
    expect(page.locator(".is-offered")).to_have_count(0)


def test_reading_aloud_is_there_only_with_a_voice_of_the_language(page: Page) -> None:
    listen = page.locator("[data-listen]")
    page.add_init_script(f"({VOICE % 'en-GB'})()")
    page.goto(SCENE)
    expect(listen).to_be_hidden()
    page.add_init_script(f"({VOICE % 'vi-VN'})()")
    page.goto(SCENE)
    expect(listen).to_be_visible()


@pytest.mark.parametrize("by_script", [True, False])
def test_a_hint_keeps_what_was_typed(browser: Browser, base_url: str, by_script: bool) -> None:
    """In a box, and in a page of a real procedure, whose form the button lies outside of."""
    page = browser.new_page(base_url=base_url, locale="vi-VN", java_script_enabled=by_script)
    for scene, box in ((SCENE, "chu"), (FORM, "nyc_ho_ten")):
        page.goto(scene)
        page.locator(f"[name={box}]").fill("LÊ")
        page.get_by_role("button", name="Gợi ý").click()
        expect(page.get_by_text("Gợi ý 1:")).to_be_visible()
        expect(page.locator(f"[name={box}]")).to_have_value("LÊ")
        expect(page.locator(".error")).to_have_count(0)
    page.close()


def test_a_double_tap_is_one_deed(page: Page) -> None:
    page.goto(SCENE)
    page.get_by_role("button", name="Gợi ý").dblclick()
    expect(page.get_by_text("Gợi ý 1:")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert "goiy=1" in page.url


def test_a_lesson_swapped_into_another_page_brings_its_style_sheet(page: Page) -> None:
    page.goto("/hoc")
    page.evaluate("path => htmx.ajax('GET', path, { target: '#main', swap: 'outerHTML' })", SCENE)
    expect(page.locator("link[href$='lesson.css']")).to_have_count(1)
    expect(page.locator(".screen")).to_have_css("border-top-width", "3px")
