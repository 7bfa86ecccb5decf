"""The parts of the queue that an officer asks for, and finding a dossier by its code."""

import re

import pytest
from sqlalchemy import Connection, insert, text, update

from kiosk.dossier import waiting
from kiosk.dossier.tables import Dossier
from kiosk.dossier.waiting import Wanted
from kiosk.sync import codes
from tests.desk.conftest import Desk, Office
from tests.desk.test_acts import CODE
from tests.desk.test_queue import codes_on


async def take(desk: Desk, id: str, rev: str = "0") -> None:
    page = (await desk.get(f"/mot-cua/ho-so/{id}")).text
    (me,) = re.findall(r'name="cho" value="([^"]+)">Tôi nhận', page)
    await desk.post(f"/mot-cua/ho-so/{id}/assignment", rev=rev, cho=me)


async def shown(desk: Desk, query: str) -> list[str]:
    return codes_on((await desk.get(f"/mot-cua?{query}")).text)


async def test_who_has_it(office: Office, minh: Desk) -> None:
    mine, nobodys, mais = [await office.handed_in() for _ in range(3)]
    mai = await office.at("mai")
    await take(minh, mine)
    await take(mai, mais)
    (her,) = re.findall(r'<option value="([^"]+)">Lê Thị Mai', (await minh.get("/mot-cua")).text)
    for who, id in (("toi", mine), ("khong-ai", nobodys), (her, mais)):
        assert await shown(minh, f"ai={who}") == [codes.receipt_code(id)]
    assert await shown(minh, "muc=cua-toi") == [codes.receipt_code(mine)]
    assert await shown(mai, "muc=cua-toi") == [codes.receipt_code(mais)]


async def test_what_is_late_and_what_is_due_today(office: Office) -> None:
    late = await office.handed_in()
    office.clock.forward(days=2)
    today = await office.handed_in()
    office.clock.forward(days=1)
    await office.handed_in()
    minh = await office.at("minh")
    assert await shown(minh, "han=qua-han") == [codes.receipt_code(late)]
    assert await shown(minh, "han=hom-nay") == [codes.receipt_code(today)]


async def test_what_the_rules_have_flagged(office: Office, minh: Desk) -> None:
    await office.handed_in()
    amiss = await office.handed_in(cha_so_dinh_danh="123")
    assert await shown(minh, "xem_ky=sai") == [codes.receipt_code(amiss)]
    assert len(await shown(minh, "xem_ky=co")) == 2  # each has a note for the officer
    assert (await minh.get("/mot-cua")).text.count("Chưa đúng hoặc chưa đủ</strong>") == 1


async def test_a_procedure(office: Office, minh: Desk) -> None:
    await office.handed_in()
    assert len(await shown(minh, "thu_tuc=khai-sinh")) == 1
    page = (await minh.get("/mot-cua?thu_tuc=ket-hon")).text
    assert "Không có hồ sơ nào khớp." in page
    assert 'href="/mot-cua?muc=cho-tiep-nhan">Bỏ lọc' in page


async def test_wishes_are_kept_from_page_to_page_and_from_tab_to_tab(
    office: Office, minh: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.desk.actions.PAGE", 2)
    for _ in range(3):
        await office.handed_in()
    page = (await minh.get("/mot-cua?thu_tuc=khai-sinh&ai=khong-ai")).text
    assert 'href="/mot-cua?thu_tuc=khai-sinh&amp;ai=khong-ai&amp;trang=2">Trang sau' in page
    assert 'href="/mot-cua?muc=dang-xu-ly&amp;thu_tuc=khai-sinh&amp;ai=khong-ai"' in page
    assert "Có 3 hồ sơ khớp." in page
    assert '<option value="khong-ai" selected>' in page


@pytest.mark.parametrize("strange", ["han=x", "xem_ky=1", "thu_tuc=%27%3B", "ai=" + "x" * 999])
async def test_a_strange_wish_does_no_harm(office: Office, minh: Desk, strange: str) -> None:
    await office.handed_in()
    assert (await minh.get(f"/mot-cua?{strange}")).status_code == 200


async def test_a_code_leads_to_the_dossier_however_it_is_typed(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    code = codes.shown(codes.receipt_code(id)).lower().replace("-", " ")
    secret = codes.follow_secret(bytes(32), id)
    for typed in (code, secret, f"http://127.0.0.1:8000/ho-so#{secret}"):
        answer = await minh.post("/mot-cua/tim-ma", ma=typed)
        assert answer.headers["location"] == f"/mot-cua/ho-so/{id}"


async def test_the_official_code_leads_there_too(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    await minh.post(f"/mot-cua/ho-so/{id}/hand-over", rev="1", ma=CODE)
    answer = await minh.post("/mot-cua/tim-ma", ma=f" {CODE.lower()}")
    assert answer.headers["location"] == f"/mot-cua/ho-so/{id}"
    assert codes_on((await minh.get(f"/mot-cua?ma={CODE}")).text) == [codes.receipt_code(id)]


async def test_a_code_of_another_commune_leads_nowhere(office: Office, tam: Desk) -> None:
    id = await office.handed_in()
    answers = [await tam.post("/mot-cua/tim-ma", ma=one) for one in (codes.receipt_code(id), "x")]
    for answer in answers:
        assert answer.text.count("Xã bạn không có hồ sơ nào mang mã này.") == 2
    nothing = await tam.post("/mot-cua/tim-ma", ma=" ")
    assert nothing.text.count("Bạn chưa gõ mã.") == 2


@pytest.mark.sqlite
async def test_ten_thousand_dossiers_are_found_by_the_index(office: Office) -> None:
    wanted = Wanted("00070", "2026-11-22")
    await office.node.store.write(fill, 10_000)
    rows = await office.node.store.read(waiting.page, wanted, ("submitted",), 51, 0)
    assert [row.due_on for row in rows[:3]] == ["2026-11-01"] * 3
    assert (await office.node.store.read(waiting.counts, wanted))["submitted"] == 10_000
    plan = " ".join(await office.node.store.read(plan_of_the_queue))
    assert "ix_dossier_queue" in plan
    assert "SCAN" not in plan


def fill(db: Connection, many: int) -> None:
    row = {
        "follow": "", "flow": "khai-sinh", "pack": "", "commune": "00070", "assist": "none",
        "state": "submitted", "received_at": 0, "flags": "[]", "rev": 0,
    }  # fmt: skip
    days = [f"2026-11-{1 + number % 28:02}" for number in range(many)]
    rows = [{**row, "id": str(n), "code": str(n), "due_on": day} for n, day in enumerate(days)]
    db.execute(insert(Dossier), rows)
    db.execute(update(Dossier).where(Dossier.id == "0").values(due_on=None))


def plan_of_the_queue(db: Connection) -> list[str]:
    asked = "SELECT id FROM dossier WHERE commune = '00070' AND state IN ('submitted')"
    return [str(row.detail) for row in db.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]
