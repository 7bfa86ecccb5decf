import re
from typing import Any

from sqlalchemy import Connection

from kiosk.clock import FixedClock
from kiosk.commune import actions as commune
from kiosk.flow.node import Node
from kiosk.sync import codes
from kiosk.sync.envelope import Plaintext
from tests.desk.conftest import Desk, Office, hand_in, header_of
from tests.desk.test_acts import events
from tests.desk.test_dossier import rows, trail

REASON = "Tên mẹ chưa khớp giấy tờ."


def asking(*more: tuple[str, str], rev: str = "0") -> dict[str, str]:
    return {"rev": rev, "buoc": "tre-ten", "ly_do": REASON, **dict(more)}


def ticks(page: str) -> dict[str, bool]:
    found = re.findall(r'name="buoc" value="([^"]+)"( checked)?', page)
    return {step: bool(checked) for step, checked in found}


async def test_the_questions_this_citizen_was_asked_stand_with_their_answers(
    office: Office, minh: Desk
) -> None:
    id = await office.handed_in()
    page = (await minh.get(f"/mot-cua/ho-so/{id}/supplement")).text
    offered = ticks(page)
    assert "tre-ten" in offered
    assert not any(offered.values())
    assert not {"than-thich-khac", "dung-bo-roi"} & set(offered)  # not on her way; no question
    assert "TRẦN GIA BẢO" in page
    assert await trail(office, id) == [("minh", "look")]


async def test_it_is_read_over_before_it_is_sent(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    page = await minh.post(f"/mot-cua/ho-so/{id}/supplement", **asking(("xem", "co")))
    assert page.status_code == 200
    for said in ("Người dân sẽ đọc", REASON, "<li>Trẻ tên gì, sinh ngày nào?</li>"):
        assert said in page.text
    assert await events(office, id) == ["submitted"]
    mended = await minh.post(f"/mot-cua/ho-so/{id}/supplement", **asking(("sua", "co")))
    assert ticks(mended.text)["tre-ten"]
    assert f"{REASON}</textarea>" in mended.text


async def test_once_sent_both_sides_see_what_is_asked(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    for _ in range(2):
        done = await minh.post(f"/mot-cua/ho-so/{id}/supplement", **asking())
        assert (done.status_code, done.headers["location"]) == (
            303,
            f"/mot-cua/ho-so/{id}?vua=supplement",
        )
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    top = page[: page.index('id="viec"')]
    for said in ("Đang chờ người dân bổ sung.", REASON, "Trẻ tên gì, sinh ngày nào?"):
        assert said in top
    assert REASON in await office.lan_sees(id)
    assert await trail(office, id) == [("minh", "ask_for_supplement"), ("minh", "look")]
    assert 'class="tabs__count">1<' in (await minh.get("/mot-cua?muc=cho-bo-sung")).text


async def test_nothing_ticked_and_no_reason_are_said_at_once(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    page = await minh.post(f"/mot-cua/ho-so/{id}/supplement", rev="0", ly_do=" ", xem="co")
    assert page.status_code == 422
    for said in ("Bạn chưa chọn câu nào.", "Bạn chưa ghi lý do."):
        assert page.text.count(said) == 2
    assert '<a href="#buoc">' in page.text
    assert 'id="buoc"' in page.text


async def test_a_step_that_was_not_asked_cannot_be_redone(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    sent = asking(("buoc", "than-thich-khac"))
    page = await minh.post(f"/mot-cua/ho-so/{id}/supplement", **sent)
    assert page.status_code == 422
    assert f"{REASON}</textarea>" in page.text
    assert await events(office, id) == ["submitted"]


async def test_usual_reasons_come_from_the_communes_list(office: Office, minh: Desk) -> None:
    id, now = await office.handed_in(), office.clock.now()
    await office.node.store.write(commune.add_reason, "00070", "supplement", "Ảnh mờ.", now)
    sent = asking(("mau", "Ảnh mờ."))
    page = await minh.post(f"/mot-cua/ho-so/{id}/supplement", chep="co", **sent)
    assert f"Ảnh mờ.\n{REASON}</textarea>" in page.text
    assert ticks(page.text)["tre-ten"]
    await minh.post(f"/mot-cua/ho-so/{id}/supplement", **sent)
    assert f"Ảnh mờ.\n{REASON}" in await office.lan_sees(id)


async def test_who_is_too_late_keeps_reason_and_questions(office: Office, minh: Desk) -> None:
    id, mai = await office.handed_in(), await office.at("mai")
    await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    late = await mai.post(f"/mot-cua/ho-so/{id}/supplement", **asking())
    assert late.status_code == 409
    for said in (REASON, "Trẻ tên gì, sinh ngày nào?", "Trần Văn Minh"):
        assert said in late.text


async def test_when_the_state_does_not_allow_it_the_page_leads_back(
    office: Office, minh: Desk
) -> None:
    id = await office.handed_in()
    await minh.post(f"/mot-cua/ho-so/{id}/supplement", **asking())
    back = await minh.get(f"/mot-cua/ho-so/{id}/supplement")
    assert back.headers["location"] == f"/mot-cua/ho-so/{id}"
    assert rows((await minh.get(back.headers["location"])).text)["Hạn trả"] == "Chờ người dân"


async def test_what_came_is_marked_and_is_news_to_who_has_not_seen_it(
    office: Office, minh: Desk
) -> None:
    id, mai = await office.handed_in(), await office.at("mai")
    await minh.post(f"/mot-cua/ho-so/{id}/supplement", **asking())
    await mai.get(f"/mot-cua/ho-so/{id}")
    office.clock.forward(minutes=9)
    await supplemented(office, id, tre_ho_ten="TRẦN GIA HÂN", tre_ngay_sinh="2026-11-02")
    office.clock.forward(minutes=1)
    page = (await mai.get(f"/mot-cua/ho-so/{id}")).text
    assert "Có bổ sung mới từ lần bạn xem trước." in page
    assert "TRẦN GIA HÂN</span> <strong" in page.replace("\n", "")
    assert "TRẦN GIA BẢO" not in page
    assert page.count("Mới bổ sung</strong>") == 2  # the name and the date; nothing else
    again = (await mai.get(f"/mot-cua/ho-so/{id}")).text
    assert "Người dân đã bổ sung." in again


async def test_what_does_not_count_is_said_in_words(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    await supplemented(office, id, secret="A" * 24)
    await supplemented(office, id, tre_ho_ten="TRẦN GIA HÂN")
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert "Có phần bổ sung gửi đến với mã sai. Phần đó không tính." in page
    assert "Phần bổ sung đến muộn nên chưa tính." in page
    late = page[page.index("Bổ sung đến muộn, chưa tính vào hồ sơ") :]
    assert rows(late)["Họ, chữ đệm, tên của trẻ"].startswith("TRẦN GIA HÂN")
    assert (await minh.get("/mot-cua?xem_ky=sai")).text.count(
        "Chưa đúng hoặc chưa đủ</strong>"
    ) == 1


async def supplemented(office: Office, id: str, secret: str = "", **answers: Any) -> None:
    given = secret or codes.follow_secret(bytes(32), id)
    await office.node.store.write(send, office.node, office.clock, id, given, answers)


def send(
    db: Connection, node: Node, clock: FixedClock, parent: str, secret: str, answers: dict[str, Any]
) -> None:
    """What Lan's browser hands in: the step again, under the secret of her receipt."""
    header = header_of(node, clock, kind="supplement", parent=parent, follow=None)
    plain = Plaintext(bytes(32), answers, {}, secret=secret, steps=("tre-ten",))
    hand_in(db, node, clock, header, plain)
