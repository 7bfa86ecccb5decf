import pytest

from tests.desk.conftest import Desk, Office
from tests.desk.test_dossier import rows, trail

REASON = "Thiếu giấy chứng sinh.\nBạn mang bản gốc đến nhé."
CODE = "000.00.00.H26-261122-0012"


async def test_accepted_and_the_citizen_sees_it_at_the_next_reload(
    office: Office, minh: Desk
) -> None:
    id = await office.handed_in()
    done = await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    assert (done.status_code, done.headers["location"]) == (
        303,
        f"/mot-cua/ho-so/{id}?vua=accepted",
    )
    page = (await minh.get(done.headers["location"])).text
    assert "Đã ghi." in page
    assert rows(page)["Người phụ trách"] == "Trần Văn Minh"
    assert "Trần Văn Minh" in await office.lan_sees(id)
    assert await trail(office, id) == [("minh", "accept"), ("minh", "look")]


async def test_the_term_runs_from_acceptance(office: Office) -> None:
    id = await office.handed_in()
    office.clock.forward(days=3)  # Wednesday
    minh = await office.at("minh")
    await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert rows(page)["Hạn trả"] == "26/11/2026"


async def test_a_refusal_carries_its_reason_to_the_citizen(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    await minh.post(f"/mot-cua/ho-so/{id}/refusal", rev="0", ly_do=REASON)
    seen = await office.lan_sees(id)
    assert "Bạn mang bản gốc đến nhé." in seen
    assert ("minh", "refuse") in await trail(office, id)


async def test_a_refusal_without_a_reason_is_not_recorded(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    page = await minh.post(f"/mot-cua/ho-so/{id}/refusal", rev="0", ly_do="  \u200b ")
    assert page.status_code == 422
    assert page.text.count("Bạn chưa ghi lý do.") == 2  # the summary, and beside the box
    assert 'href="#ly_do"' in page.text
    assert "<title>Cần sửa:" in page.text
    assert await trail(office, id) == [("minh", "look")]


async def test_a_reason_that_is_too_long_stays_in_the_box(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    page = await minh.post(f"/mot-cua/ho-so/{id}/refusal", rev="0", ly_do="dài " * 300)
    assert page.status_code == 422
    assert "Lý do dài quá." in page.text
    assert ("dài " * 300).strip() in page.text


async def test_handed_over_with_the_code_of_the_official_system(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    await minh.post(f"/mot-cua/ho-so/{id}/hand-over", rev="1", ma=f" {CODE.lower()} ")
    assert CODE in await office.lan_sees(id)
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert rows(page)["Mã trên hệ thống của Nhà nước"] == CODE


async def test_a_wrong_code_stays_in_the_box(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    page = await minh.post(f"/mot-cua/ho-so/{id}/hand-over", rev="1", ma="H26/1")
    assert page.status_code == 422
    assert 'value="H26/1"' in page.text
    assert "Mã cần từ 8 đến 40 ký tự" in page.text


async def test_done_is_the_end(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    await minh.post(f"/mot-cua/ho-so/{id}/completion", rev="1")
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert "Hồ sơ này không còn việc nào phải làm ở đây." in page
    assert [deed for _, deed in await trail(office, id)] == ["accept", "complete", "look"]


async def test_the_second_officer_is_told_who_was_faster_and_loses_nothing(
    office: Office, minh: Desk
) -> None:
    id = await office.handed_in()
    mai = await office.at("mai")
    await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    late = await mai.post(f"/mot-cua/ho-so/{id}/refusal", rev="0", ly_do=REASON)
    assert late.status_code == 409
    for said in ("Trần Văn Minh", "Tiếp nhận", "09:00 22/11/2026", "Thiếu giấy chứng sinh."):
        assert said in late.text
    assert f'href="/mot-cua/ho-so/{id}"' in late.text
    assert "Đã tiếp nhận" in (await mai.get(f"/mot-cua/ho-so/{id}")).text
    assert await trail(office, id) == [("minh", "accept"), ("mai", "look")]


async def test_a_second_tap_of_the_same_officer_does_no_harm(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    for _ in range(2):
        done = await minh.post(f"/mot-cua/ho-so/{id}/refusal", rev="0", ly_do=REASON)
        assert done.status_code == 303
    assert await trail(office, id) == [("minh", "refuse")]


@pytest.mark.parametrize("rev", ["", "-1", "1e3", "٣", "9" * 30])
async def test_a_revision_that_is_none_changes_nothing(
    office: Office, minh: Desk, rev: str
) -> None:
    id = await office.handed_in()
    answer = await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev=rev)
    assert answer.status_code == 409
    assert await trail(office, id) == []


async def test_what_the_state_does_not_allow_is_refused(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    assert (await minh.post(f"/mot-cua/ho-so/{id}/completion", rev="0")).status_code == 409


async def test_the_page_needs_no_script(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert f'<form method="post" action="/mot-cua/ho-so/{id}/acceptance"' in page
    assert '<input type="hidden" name="rev" value="0">' in page
