from sqlalchemy import Connection, select

from kiosk.commune.actions import settings_of
from kiosk.commune.examples import EXAMPLES
from kiosk.people.tables import AuditRow
from tests.desk.conftest import Desk, Office
from tests.desk.test_dossier import rows

SETTINGS, REASONS = "/mot-cua/cai-dat", "/mot-cua/ly-do"
OFFICE = {"office": "Trung tâm Phục vụ hành chính công", "phone": "024 3825 1234"}


def changes(db: Connection) -> list[tuple[str, str | None]]:
    rows = db.execute(
        select(AuditRow.action, AuditRow.detail)
        .where(AuditRow.action.startswith("change_"))
        .order_by(AuditRow.seq)
    )
    return [(row.action, row.detail) for row in rows]


async def test_the_lead_says_where_the_office_is(office: Office, hung: Desk) -> None:
    saved = await hung.post(SETTINGS, **OFFICE)
    assert saved.headers["location"] == f"{SETTINGS}?vua=luu"
    page = (await hung.get(saved.headers["location"])).text
    assert "Đã lưu." in page
    assert 'value="Trung tâm Phục vụ hành chính công"' in page
    await hung.post(SETTINGS, **OFFICE)
    assert await office.node.store.read(changes) == [("change_settings", "office phone")]


async def test_wrong_settings_are_not_saved_and_stay_in_their_boxes(
    office: Office, hung: Desk
) -> None:
    page = await hung.post(SETTINGS, phone="hỏi cô Mai", hours="x" * 201)
    assert page.status_code == 422
    for said in ("Số điện thoại chỉ gồm chữ số.", "Dài quá. Nhiều nhất 200 chữ cái."):
        assert page.text.count(said) == 2
    assert 'value="hỏi cô Mai"' in page.text
    assert await office.node.store.read(changes) == []


async def test_the_lead_marks_what_people_want_most(office: Office, hung: Desk) -> None:
    answer = await hung.browser.post(
        SETTINGS, data={"common": ["khai-sinh", "ban-sao-trich-luc", "khong-co"]}
    )
    assert answer.status_code == 303
    page = (await hung.get(SETTINGS)).text
    assert page.count(" checked") == 2
    kept = await office.node.store.read(settings_of, "00070")
    assert kept.common_flows == ("ban-sao-trich-luc", "khai-sinh")
    minh = await office.at("minh")
    shown = rows((await minh.get(SETTINGS)).text)["Thủ tục bà con hay làm nhất"]
    assert shown.endswith("; Đăng ký khai sinh")
    await hung.post(SETTINGS)
    assert (await office.node.store.read(settings_of, "00070")).common_flows == ()
    assert await office.node.store.read(changes) == [("change_settings", "common")] * 2


async def test_an_officer_reads_settings_and_reasons_and_changes_none(
    office: Office, minh: Desk
) -> None:
    assert rows((await minh.get(SETTINGS)).text)["Điện thoại"] == "Chưa ghi"
    assert "Thêm câu này" not in (await minh.get(REASONS)).text
    assert (await minh.post(SETTINGS, **OFFICE)).status_code == 403
    for path in ("", "/examples", "/khong-co/removal"):
        answer = await minh.post(REASONS + path, loai="stop", cau="x")
        assert answer.status_code == 403
    assert await office.node.store.read(changes) == []


async def test_hoa_the_volunteer_has_no_business_there(office: Office) -> None:
    hoa = await office.at("hoa")
    for path in (SETTINGS, REASONS, "/mot-cua/ngay-nghi"):
        assert (await hoa.get(path)).status_code == 403


async def test_a_reason_is_added_and_removed_again(office: Office, hung: Desk) -> None:
    await hung.post(REASONS, loai="stop", cau="Bạn xin dừng.")
    page = (await hung.get(REASONS)).text
    assert "Bạn xin dừng." in page
    (path,) = [one for one in page.split('"') if one.endswith("/removal")]
    for _ in range(2):
        assert (await hung.post(path)).status_code == 303
    assert "Bạn xin dừng." not in (await hung.get(REASONS)).text
    add, remove = await office.node.store.read(changes)
    assert add == ("change_reasons", "add stop")
    assert remove == ("change_reasons", f"remove {path.split('/')[3]}")


async def test_the_examples_are_taken_with_one_tap(office: Office, hung: Desk) -> None:
    page = (await hung.get(REASONS)).text
    assert EXAMPLES["refusal"][0] in page
    await hung.post(f"{REASONS}/examples", loai="refusal")
    await hung.post(f"{REASONS}/examples", loai="khac")
    page = (await hung.get(REASONS)).text
    assert page.count("/removal") == len(EXAMPLES["refusal"])
    assert await office.node.store.read(changes) == [("change_reasons", "examples refusal")]


async def test_a_reason_without_words_or_kind_is_asked_for_again(hung: Desk) -> None:
    page = await hung.post(REASONS, cau="x" * 301)
    assert page.status_code == 422
    assert page.text.count("Câu dài quá. Nhiều nhất 300 chữ cái.") == 2
    assert page.text.count("Bạn chưa chọn.") == 2
    assert "x" * 301 in page.text


async def test_days_off_leave_a_line_each(office: Office, hung: Desk) -> None:
    from tests.desk.test_days_off import PAGE, day

    await hung.post(PAGE, **day("23/11/2026"))
    for _ in range(2):
        await hung.post(f"{PAGE}/2026-11-23/removal")
    assert await office.node.store.read(changes) == [
        ("change_days_off", "2026-11-23 off"),
        ("change_days_off", "2026-11-23 removed"),
    ]


async def test_staff_accounts_are_for_those_who_lead(hung: Desk, minh: Desk) -> None:
    for desk, sees in ((hung, True), (minh, False)):
        page = (await desk.get(SETTINGS)).text
        assert ('href="/mot-cua/can-bo"' in page) is sees
        for place in ("", "/du-lieu", "/cai-dat", "/ly-do", "/ngay-nghi", "/may", "/tai-khoan"):
            assert f'href="/mot-cua{place}"' in page
