"""Lan does again what Minh asked for, takes a dossier back, and says how it went."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.dossier import actions as dossiers
from kiosk.dossier import acts
from kiosk.dossier.acts import Act
from kiosk.dossier.filing import DossierFile, file_of
from kiosk.flow.node import Node
from kiosk.settings import Settings
from kiosk.sync import codes, envelope, inbox
from tests.conftest import Running
from tests.flow.citizen import AGREED, Citizen, Form, heading, value_of
from tests.flow.conftest import write_flow

WHY = "Tên con chưa đúng giấy chứng sinh."
AGAIN: Mapping[str, Form] = {
    "con-em/1": {"con_ten": "Trần Thị Bình", "con_sinh.d": "1/1/2018"},
    "con-em": {"more": "no"},
}
OLD = ("Nguyễn Thị Lan", "001190004321", "Trần Văn An", "Ba Đình")
BAD_SECRETS = ["", "abc", "x" * 24, codes.follow_secret(bytes(32), "nobody")]


@dataclass
class Case:
    """Lan's dossier at a node, her browser, and Minh, who acts on it."""

    node: Node
    lan: Citizen
    id: str
    secret: str

    async def minh(self, *kinds: str, **more: Any) -> None:
        for kind in kinds:
            done = Act(kind, (await self.followed_rev()), "minh", **more)
            await self.node.store.write(
                acts.move, self.node.guide.library, self.id, done, self.node.guide.clock.now()
            )

    async def asks(self, *steps: str) -> None:
        await self.minh("supplement", reason=WHY, steps=steps)

    async def followed_rev(self) -> int:
        found = await self.node.store.read(dossiers.record_of, self.id, "00070")
        assert found is not None
        return found.rev

    async def followed(self) -> dossiers.Followed:
        return await self.node.store.read(dossiers.followed, self.secret)

    async def file(self) -> DossierFile:
        box = self.node.inbox
        found = await self.node.store.read(file_of, self.node.guide.library, box.ring, self.id)
        assert found is not None
        return found

    async def post(self, what: str, **form: str) -> httpx.Response:
        where = f"/ho-so/{what}" if what else "/ho-so"
        return await self.lan.browser.post(where, data={"code": self.secret, **form})

    async def begin_again(self) -> Citizen:
        """From the status page to the first question of what is asked for."""
        answer = await self.post("bo-sung")
        assert answer.status_code == 303, answer.text
        again = Citizen(self.lan.browser, answer.headers["location"])
        again.id = again.at.split("/")[2]
        due = await again.look()
        again.at = due.headers["location"] if due.status_code == 303 else again.at
        return again


async def case_of(node: Node, citizen: Citizen) -> Case:
    await citizen.hand_in()
    page = await citizen.browser.get(citizen.at)
    letters = re.findall(r">([346789A-HJKMNPRTWXY]{4})<", page.text)
    secret = "".join(letters[3:9])
    assert codes.normalise_secret(secret)
    return Case(node, citizen, citizen.id, secret)


@pytest.fixture
async def case(finished: Citizen, station: Litestar) -> Case:
    return await case_of(station.state.node, finished)


async def test_the_holder_reads_what_to_do_again_and_why(case: Case) -> None:
    await case.asks("con-em", "noi")
    page = (await case.post("")).text
    for said in ("Cần bổ sung", WHY, "Con bạn là ai?", "Bạn ở đâu?", "Bổ sung ngay"):
        assert said in page
    assert "Bạn là ai?" not in page
    code = (await case.lan.browser.get(f"/ho-so/{codes.receipt_code(case.id)}")).text
    for private in (WHY, "Con bạn là ai?", "Bổ sung ngay", "Rút hồ sơ"):
        assert private not in code


async def test_the_steps_are_asked_without_the_old_answers(case: Case) -> None:
    await case.asks("con-em", "noi")
    again = await case.begin_again()
    assert again.at == f"{again.base}/con-em/1"
    page = await again.look()
    assert value_of(page, "con_ten") == ""
    assert 'href="/ho-so"' in page.text
    for other in ("nguoi", "so", "dung"):
        assert (await again.look(other)).headers["location"] == again.at
    assert not [old for old in OLD if old in page.text]


async def test_the_check_page_shows_what_was_asked_and_nothing_else(case: Case) -> None:
    await case.asks("con-em")
    again = await case.begin_again()
    await again.answer_all(AGAIN)
    page = (await again.look()).text
    assert "Trần Thị Bình" in page
    for other in ("Lệ phí", "Giấy tờ", "ho_ten", *OLD):
        assert other not in page
    assert "Gửi phần bổ sung" in (await again.look("cam-doan")).text


async def test_a_supplement_becomes_part_of_the_file(case: Case) -> None:
    await case.minh("accepted")
    await case.asks("con-em")
    again = await handed_in_again(case)
    page = await again.look()
    assert heading(page) == "Đã gửi phần bổ sung"
    assert shown_code(codes.receipt_code(case.id)) in page.text
    answers = (await case.file()).answers
    assert [one["con_ten"] for one in answers["con_em"]] == ["Trần Thị Bình"]
    assert answers["ho_ten"] == "Nguyễn Thị Lan"
    assert (await case.followed()).state == "in_progress"


async def handed_in_again(case: Case) -> Citizen:
    again = await case.begin_again()
    await again.answer_all(AGAIN)
    assert (await again.hand_in()).status_code == 303
    return again


def shown_code(code: str) -> str:
    return "</span> <span>".join(codes.shown(code).split("-"))


async def test_the_envelope_is_one_of_a_supplement(case: Case) -> None:
    await case.asks("con-em")
    again = await handed_in_again(case)
    sent = await case.node.store.read(inbox.envelope_by_id, again.id)
    assert sent is not None
    header = sent.header
    assert (header.kind, header.parent, header.follow) == ("supplement", case.id, None)
    inside = envelope.open(sent, case.node.inbox.ring.openers)
    assert (inside.secret, inside.steps) == (case.secret, ("con-em",))
    assert inside.answers.keys() == {"con_em", "cam_doan"}


async def test_the_declaration_is_asked_again(case: Case) -> None:
    await case.asks("con-em")
    again = await case.begin_again()
    await again.answer_all(AGAIN)
    assert (await again.hand_in({"cam_doan": "no"})).status_code == 422
    assert (await case.followed()).state == "supplement"


async def test_twenty_hand_ins_at_once_are_one_event(case: Case) -> None:
    await case.asks("con-em")
    again = await case.begin_again()
    await again.answer_all(AGAIN)
    given = await asyncio.gather(
        *(again.browser.post(f"{again.base}/cam-doan", data=AGREED) for _ in range(20))
    )
    assert {one.headers["location"] for one in given} == {
        f"/bien-nhan/{codes.receipt_code(again.id)}"
    }
    kinds = [one.kind for one in (await case.followed()).events]
    assert kinds.count("supplemented") == 1


async def test_the_same_browser_goes_on_where_it_was(case: Case) -> None:
    await case.asks("con-em", "noi")
    again = await case.begin_again()
    await again.send("con-em/1", AGAIN["con-em/1"])
    once_more = await case.begin_again()
    assert (once_more.id, once_more.at) == (again.id, f"{again.base}/con-em")


async def test_the_first_page_says_what_is_to_be_gone_on_with(case: Case) -> None:
    await case.asks("con-em")
    again = await case.begin_again()
    page = (await again.browser.get("/")).text
    tile = page[page.index(f'href="{again.base}/kiem-tra"') :]
    assert "Bổ sung: " in tile[: tile.index("</a>")]
    assert "Làm tiếp: " not in page


async def test_another_browser_begins_its_own(case: Case) -> None:
    await case.asks("con-em")
    again = await case.begin_again()
    case.lan.browser.cookies.clear()
    assert (await case.begin_again()).id != again.id


async def test_a_second_request_is_a_new_draft(case: Case) -> None:
    await case.asks("con-em")
    first = await handed_in_again(case)
    await case.asks("noi")
    second = await case.begin_again()
    assert second.id != first.id
    assert second.at == f"{second.base}/noi"


async def test_a_supplement_can_be_saved_and_resumed(case: Case) -> None:
    await case.asks("con-em", "noi")
    again = await case.begin_again()
    await again.send("con-em/1", AGAIN["con-em/1"])
    saved = await again.send("luu", {})
    code = "".join(re.findall(r">([346789A-HJKMNPRTWXY]{4})<", saved.text))
    case.lan.browser.cookies.clear()
    answer = await again.browser.post("/lam-tiep", data={"code": code})
    assert answer.headers["location"] == f"{again.base}/con-em"


async def test_who_was_too_slow_is_told_and_loses_nothing(case: Case) -> None:
    await case.minh("accepted")
    await case.asks("con-em")
    again = await case.begin_again()
    await again.answer_all(AGAIN)
    await case.minh("stopped", reason="Quá hạn bổ sung.")
    await again.hand_in()
    page = await again.look()
    assert heading(page) == "Phần bổ sung đến muộn"
    (aside,) = (await case.file()).aside
    assert aside.answers["con_em"][0]["con_ten"] == "Trần Thị Bình"
    assert (await case.followed()).state == "stopped"


async def test_what_is_no_longer_asked_for_leads_to_how_things_stand(case: Case) -> None:
    answer = await case.post("bo-sung")
    assert (answer.status_code, heading(answer)) == (200, "Hồ sơ tới đâu rồi")


async def test_a_flow_that_was_replaced_is_asked_as_it_was(
    small_settings: Settings, clock: FixedClock, running: Running
) -> None:
    async with running(create_app(small_settings, clock)) as browser:
        lan = Citizen(browser)
        await lan.begin()
        await lan.answer_all()
        case = await case_of(node_under(browser), lan)
    write_flow(
        small_settings.flows_dir,
        **{"Bạn ở đâu?": "Nhà ở đâu?", '"version": "1"': '"version": "2"'},
    )
    async with running(create_app(small_settings, clock)) as browser:
        case = replace(case, node=node_under(browser), lan=Citizen(browser))
        await case.asks("noi")
        assert heading(await (await case.begin_again()).look()) == "Bạn ở đâu?"


def node_under(browser: httpx.AsyncClient) -> Node:
    transport: Any = browser._transport
    found: Node = transport.app.state.node
    return found


@pytest.mark.parametrize("what", ["bo-sung", "rut-ho-so", "danh-gia"])
@pytest.mark.parametrize("secret", BAD_SECRETS)
async def test_without_the_secret_nothing_can_be_done(case: Case, what: str, secret: str) -> None:
    await case.asks("con-em")
    answer = await replace(case, secret=secret).post(what, chac="co", content="5", ease="5")
    assert answer.status_code in (404, 422)
    assert 'action="/ho-so"' in answer.text
    assert (await case.followed()).state == "supplement"


@pytest.mark.parametrize("what", ["bo-sung", "rut-ho-so", "danh-gia"])
async def test_an_address_without_the_secret_leads_to_the_form(case: Case, what: str) -> None:
    answer = await case.lan.browser.get(f"/ho-so/{what}")
    assert answer.headers["location"] == "/ho-so"


@pytest.mark.parametrize("what", ["", "bo-sung", "rut-ho-so", "danh-gia"])
async def test_the_secret_stands_in_forms_and_nowhere_else(case: Case, what: str) -> None:
    await case.asks("con-em")
    with capture_logs() as logs:
        answer = await case.post(what, chac="co")
    hidden = f'<input type="hidden" name="code" value="{case.secret}">'
    assert case.secret not in answer.text.replace(hidden, "")
    assert case.secret not in f"{logs}{answer.headers}"
    assert answer.headers["cache-control"] == "no-store"


async def test_taking_back_asks_first(case: Case) -> None:
    page = await case.post("rut-ho-so")
    assert heading(page) == "Bạn muốn rút hồ sơ này?"
    assert (await case.followed()).state == "submitted"


async def test_a_dossier_is_taken_back_once_however_often_it_is_tapped(case: Case) -> None:
    pages = await asyncio.gather(*(case.post("rut-ho-so", chac="co") for _ in range(5)))
    assert {page.status_code for page in pages} == {200}
    assert all("Đã rút hồ sơ" in page.text for page in pages)
    found = await case.followed()
    assert [one.kind for one in found.events] == ["submitted", "withdrawn"]


async def test_what_has_ended_is_not_taken_back_and_lan_is_told(case: Case) -> None:
    await case.minh("accepted", "done")
    for form in ({}, {"chac": "co"}):
        answer = await case.post("rut-ho-so", **form)
        assert (answer.status_code, heading(answer)) == (409, "Hồ sơ đã kết thúc")
    assert "Rút hồ sơ" not in (await case.post("")).text


async def test_after_the_end_lan_says_how_it_went_once(case: Case) -> None:
    await case.minh("accepted", "done")
    assert "Đánh giá việc giải quyết" in (await case.post("")).text
    asked = await case.post("danh-gia")
    assert "Bạn xem lại" not in asked.text
    thanks = await case.post("danh-gia", content="4", ease="5", gui="co")
    assert "Cảm ơn bạn đã đánh giá." in thanks.text
    for page in (await case.post(""), await case.post("danh-gia", content="1", ease="1")):
        assert "Cảm ơn bạn đã đánh giá." in page.text
        assert "Đánh giá việc giải quyết" not in page.text
    assert await case.node.store.read(marks, case.id) == (4, 5)


def marks(db: Connection, id: str) -> Any:
    query = text("select content, ease from dossier_rating where dossier = :id")
    row = db.execute(query, {"id": id}).one_or_none()
    return tuple(row) if row else None


@pytest.mark.parametrize("form", [{"content": "4"}, {"content": "9", "ease": "x"}, {}])
async def test_both_questions_want_an_answer(case: Case, form: dict[str, str]) -> None:
    await case.minh("accepted", "done")
    page = await case.post("danh-gia", gui="co", **form)
    assert page.status_code == 422
    assert "Bạn chọn mức dễ hay khó nhé." in page.text
    assert ('value="4" checked' in page.text) == ("content" in form and form["content"] == "4")
    assert await case.node.store.read(marks, case.id) is None


async def test_nobody_is_asked_before_the_end(case: Case) -> None:
    assert "Đánh giá" not in (await case.post("")).text
    page = await case.post("danh-gia", content="4", ease="5")
    assert heading(page) == "Hồ sơ tới đâu rồi"
    assert await case.node.store.read(marks, case.id) is None


async def test_a_new_date_is_told_with_its_reason(case: Case) -> None:
    await case.minh("accepted")
    await case.minh("extended", reason="Chờ xác minh.", until="2027-01-05")
    page = (await case.post("")).text
    for said in ("Hẹn lại ngày 05/01/2027", "Chờ xác minh.", "Hẹn có kết quả: 05/01/2027"):
        assert said in page
    code = (await case.lan.browser.get(f"/ho-so/{codes.receipt_code(case.id)}")).text
    assert "Hẹn lại ngày 05/01/2027" in code
    assert "Chờ xác minh." not in code
