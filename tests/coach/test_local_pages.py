"""Pages that a volunteer's device draws without a line."""

import json
import re
from typing import Any

import pytest
from litestar import Litestar

from kiosk.coach.local import SHELL
from kiosk.web.shell import Shell
from tests.coach.conftest import LAN
from tests.flow.test_shell import HOLE, rows

SEAT: dict[str, Any] = {
    "id": LAN, "name": "Bà <Lan>", "words": "Gà, Diều, Trăng",
    "pictures": [{"p3": True}, {"p7": True}, {"p11": True}],
}  # fmt: skip
ROOM: dict[str, Any] = {"path": "/", "href": "/to-so/buoi/x", "came": 1, "all": 2, "seats": [SEAT]}


@pytest.fixture
async def shell(app: Litestar) -> Shell:
    found: Shell = app.state.shells["vi"]
    return found


async def test_the_docs_list_every_hole_of_every_page(shell: Shell) -> None:
    told, pages = dict(rows()), json.loads(shell.data)["pages"]
    for name in (*SHELL.pages, *SHELL.parts):
        known = set(re.findall(r"[a-z_]+", told[name]))
        assert set(HOLE.findall(pages[name][1])) <= known, name


async def test_a_part_says_how_old_a_page_is_and_what_waits(shell: Shell) -> None:
    said = shell.part("coach-kept", {"when": "09:00 22/11/2026", "waiting": "2 việc chờ gửi"})
    assert "Chưa có mạng. Trang này như lúc 09:00 22/11/2026." in said
    assert "2 việc chờ gửi." in said
    assert shell.words["coach.deeds.many"] == "{n} việc chờ gửi"


async def test_the_question_before_a_visit_says_what_is_missing(shell: Shell) -> None:
    missing = {f"error:{name}": shell.words[f"coach.error.{name}"] for name in ("how", "consent")}
    page = shell.page("coach-visit", {"path": "/", "errors": True, **missing, "learner": LAN})
    assert page.count('<p class="error">') == 2
    assert 'href="#consent"' in page
    assert f'name="ai" value="{LAN}"' in page
    page = shell.page("coach-visit", {"path": "/", "how=typed": True, "consent=yes": True})
    assert page.count(" checked") == 2
    assert 'name="ai"' not in page


async def test_a_meeting_draws_the_pictures_of_who_is_there(shell: Shell) -> None:
    page = shell.page("coach-meeting", {**ROOM, "seats": [{**SEAT, "there": True}]})
    [button] = re.findall(r'<button class="toggle".*?</button>', page, re.DOTALL)
    assert 'name="vang"' in button
    assert 'aria-pressed="true"' in button
    assert 'aria-label="Gà, Diều, Trăng"' in button
    assert button.count("<svg") == 3
    assert "Bà &lt;Lan&gt;" in button
    assert 'action="/to-so/buoi/x/xong"' in page


async def test_after_its_end_nobody_comes_or_goes(shell: Shell) -> None:
    page = shell.page("coach-meeting", {**ROOM, "ended": True})
    assert re.search(r'<button class="toggle" [^>]*name="co"[^>]* disabled>', page)
    assert "Đã kết thúc" in page
    assert "/xong" not in page


async def test_a_visit_that_is_on_says_who_types(shell: Shell) -> None:
    page = shell.page("coach-visit-open", {"path": "/", "since": "09:00", "typed": True})
    assert "Tôi gõ giúp" in page
    assert "Người được giúp tự gõ" not in page


async def test_a_device_opens_its_part_with_the_form_of_the_sign_in(shell: Shell) -> None:
    page = shell.page("coach-unlock", {"path": "/", "login": "hoa", "ve": "/to-so", "wrong": True})
    assert 'action="/mot-cua/dang-nhap"' in page
    assert 'name="login" value="hoa"' in page
    assert page.count("chưa đúng") == 2
