"""A volunteer's evening: a group, a meeting, and somebody who needs help and then gets on."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone, add_staff
from tests.browser.look import complaints
from tests.browser.test_staff import sign_in
from tests.browser.walker import Visitor

LESSON = "otp-khong-doc-cho-ai"
POLL = 10_500


@pytest.fixture
def hoa(phone: NewPhone, data_dir: Path) -> Iterator[Visitor]:
    """At a tablet whose clock the test turns on. Her groups go with her: tests share the node, and
    where there is a group `/hoc` asks who one is."""
    page = phone(is_mobile=False, viewport={"width": 1280, "height": 800})
    page.clock.install()
    yield sign_in(page, add_staff(data_dir, "hoa-coach", "Phạm Hoa", "volunteer"))
    with closing(sqlite3.connect(data_dir / "kiosk.db")) as db, db:
        db.execute("UPDATE learning_group SET closed_at = 1")


def add(hoa: Visitor, name: str) -> list[str]:
    """The words of the three pictures, in their order."""
    hoa.field("ten").fill(name)
    hoa.press(hoa.button("Thêm vào nhóm"))
    words = hoa.page.locator(".notice .picture").all_inner_texts()
    return [re.sub(r"^\d\. ", "", one.strip()) for one in words]


def learn(learner: Page, pictures: list[str]) -> None:
    """Signs in and plays as far as the first code."""
    learner.goto("/hoc/toi")
    for word in pictures:
        learner.get_by_role("button", name=word, exact=True).click()
        learner.wait_for_load_state()
    expect(learner.get_by_text("Đang học: Bà Lan")).to_be_visible()
    learner.goto(f"/hoc/{LESSON}")
    learner.get_by_role("button", name="Bắt đầu").click()
    learner.locator("[name=lam][value=tiep]").click()


def type_code(learner: Page, code: str) -> None:
    learner.locator("[name=chu]").fill(code)
    with learner.expect_response(lambda one: one.request.method == "POST"):
        learner.locator("[name=chu]").press("Enter")


def test_somebody_who_is_stuck_is_seen_and_gets_on(hoa: Visitor, phone: NewPhone) -> None:
    page, wrong = hoa.page, {}
    expect(hoa.heading).to_have_text("Tổ công nghệ số")
    wrong["empty"] = complaints(page)
    hoa.field("ten").fill("Thôn Đông")
    hoa.press(hoa.button("Lập nhóm"))
    pictures = add(hoa, "Bà Lan")
    add(hoa, "Ông Páo")
    wrong["group"] = complaints(page)
    page.get_by_label("Bài học").select_option(LESSON)
    hoa.press(hoa.button("Mở buổi học"))
    page.get_by_role("button", name="Bà Lan").click()
    expect(page.get_by_text("Có mặt: 1 trên 2")).to_be_visible()
    wrong["meeting"] = complaints(page)
    learner = phone()
    learn(learner, pictures)
    type_code(learner, "111111")
    type_code(learner, "222222")
    page.goto("/to-so")
    stuck = page.locator(".stuck")
    expect(stuck).to_contain_text("Bà Lan")
    expect(stuck).to_contain_text("Số chưa khớp.")
    wrong["help"] = complaints(page)
    type_code(learner, "482913")
    page.clock.fast_forward(POLL)
    expect(stuck).to_have_count(0)
    expect(page.get_by_text("chưa ai cần giúp")).to_be_visible()
    page.get_by_role("link", name="Thôn Đông").click()
    page.get_by_role("link", name="Học đến đâu").click()
    expect(page.get_by_role("region", name="Học đến đâu")).to_contain_text("Có gợi ý")
    wrong["progress"] = complaints(page)
    page.goto(page.url.replace("/tien-bo", "/the"))
    wrong["cards"] = complaints(page)
    assert not {where: found for where, found in wrong.items() if found}
