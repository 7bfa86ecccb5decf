import re

import pytest

from kiosk.dossier import actions as dossiers
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
    assert rows(page)["Người làm gần nhất"] == "Trần Văn Minh"
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


async def test_a_result_that_was_given_is_the_end(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    for rev, noun in enumerate(("acceptance", "completion", "return")):
        await minh.post(f"/mot-cua/ho-so/{id}/{noun}", rev=str(rev))
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert "Hồ sơ này không còn việc nào phải làm ở đây." in page
    deeds = [deed for _, deed in await trail(office, id)]
    assert deeds == ["accept", "complete", "return", "look"]


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


async def test_the_next_act_stands_open_and_the_others_are_folded(
    office: Office, minh: Desk
) -> None:
    id = await office.handed_in()
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert main_button(page) == "Tiếp nhận hồ sơ"
    assert folded(page) == ["Từ chối hồ sơ", "Giao hồ sơ"]
    await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert main_button(page) == "Ghi mã và chuyển"
    assert folded(page)[:2] == ["Xử lý xong", "Hẹn lại ngày trả"]


async def test_a_stop_ends_the_dossier_and_tells_why(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    await minh.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    wrong = await minh.post(f"/mot-cua/ho-so/{id}/stop", rev="1", ly_do_dung="")
    assert (wrong.status_code, wrong.text.count("Bạn chưa ghi lý do.")) == (422, 2)
    for _ in range(2):
        done = await minh.post(f"/mot-cua/ho-so/{id}/stop", rev="1", ly_do_dung="Bạn xin dừng.")
        assert done.status_code == 303
    assert "Bạn xin dừng." in await office.lan_sees(id)
    assert [deed for _, deed in await trail(office, id)] == ["accept", "look", "stop"]


async def test_an_extension_moves_the_date_once(office: Office, minh: Desk) -> None:
    id = await accepted(office, minh)
    for _ in range(2):
        done = await minh.post(f"/mot-cua/ho-so/{id}/extension", **extension("1/12/2026"))
        assert done.status_code == 303
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert rows(page)["Hạn trả"] == "01/12/2026"
    assert "Hẹn lại và gửi lý do" not in page
    again = await minh.post(f"/mot-cua/ho-so/{id}/extension", **extension("2/12/2026", rev="2"))
    assert again.status_code == 409
    assert "Hồ sơ này đã hẹn lại một lần." in again.text
    assert [deed for _, deed in await trail(office, id)].count("extend") == 1


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("24/11/2026", "Ngày mới phải sau ngày hẹn cũ và sau hôm nay."),
        ("31/2/2027", "Không có ngày này trong lịch."),
        ("//", "Bạn chưa điền chỗ này."),
    ],
)
async def test_a_wrong_new_date_keeps_everything_typed(
    office: Office, minh: Desk, day: str, said: str
) -> None:
    id = await accepted(office, minh)
    page = await minh.post(f"/mot-cua/ho-so/{id}/extension", **extension(day))
    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert "Chúng tôi xin lỗi.</textarea>" in page.text
    assert f'name="ngay.d" value="{day.partition("/")[0]}"' in page.text


async def test_usual_reasons_are_ticked_and_words_added(office: Office, hung: Desk) -> None:
    id = await office.handed_in()
    await hung.post("/mot-cua/ly-do", loai="refusal", cau="Thiếu giấy.")
    page = (await hung.get(f"/mot-cua/ho-so/{id}")).text
    assert 'name="mau" value="Thiếu giấy."' in page
    sent = {"rev": "0", "mau": "Thiếu giấy.", "ly_do": "Bạn hỏi cô Mai nhé."}
    copied = await hung.post(f"/mot-cua/ho-so/{id}/refusal", chep="co", **sent)
    assert copied.status_code == 200
    assert "Thiếu giấy.\nBạn hỏi cô Mai nhé.</textarea>" in copied.text
    assert await events(office, id) == ["submitted"]
    await hung.post(f"/mot-cua/ho-so/{id}/refusal", **sent)
    assert "Thiếu giấy.\nBạn hỏi cô Mai nhé." in await office.lan_sees(id)


async def test_a_dossier_is_taken_given_and_put_back(office: Office, minh: Desk) -> None:
    id, mai = await office.handed_in(), await office.at("mai")
    page = (await mai.get(f"/mot-cua/ho-so/{id}")).text
    assert rows(page)["Người phụ trách"] == "Chưa giao cho ai"
    me = re.findall(r'name="cho" value="([^"]+)">Tôi nhận hồ sơ này', page)[0]
    for rev, to in enumerate((me, colleague(page, "Trần Văn Minh"), "")):
        for _ in range(2):
            done = await mai.post(f"/mot-cua/ho-so/{id}/assignment", rev=str(rev), cho=to)
            assert done.status_code == 303
    page = (await mai.get(done.headers["location"])).text
    assert "Người dân thấy ngay" not in page
    assert rows(page)["Người phụ trách"] == "Chưa giao cho ai"
    assert page.count("<strong>Giao hồ sơ</strong>") == 3
    assert [deed for _, deed in await trail(office, id)].count("assign") == 3


async def test_a_dossier_is_given_to_nobody_who_works_elsewhere(
    office: Office, minh: Desk, tam: Desk
) -> None:
    id = await office.handed_in()
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert "Lê Thị Tâm" not in page
    answer = await minh.post(f"/mot-cua/ho-so/{id}/assignment", rev="0", cho="khong-co")
    assert answer.status_code == 422
    assert answer.text.count("Người này không làm ở xã bạn.") == 2


async def test_an_act_too_late_keeps_date_and_reason_to_copy(office: Office, minh: Desk) -> None:
    id = await accepted(office, minh)
    page = await minh.post(f"/mot-cua/ho-so/{id}/extension", **extension("1/12/2026", rev="0"))
    assert page.status_code == 409
    for said in ("Chúng tôi xin lỗi.", "01/12/2026"):
        assert said in page.text


async def accepted(office: Office, desk: Desk) -> str:
    id = await office.handed_in()
    await desk.post(f"/mot-cua/ho-so/{id}/acceptance", rev="0")
    return id


def extension(day: str, rev: str = "1") -> dict[str, str]:
    d, m, y = day.split("/")
    date = {"ngay.d": d, "ngay.m": m, "ngay.y": y}
    return {"rev": rev, "ly_do_hen": "Chúng tôi xin lỗi.", **date}


def main_button(page: str) -> str:
    (found,) = re.findall(r'button--main"[^>]*>([^<]+)</button>', page)
    return str(found)


def folded(page: str) -> list[str]:
    return re.findall(r"<summary>([^<]+)</summary>", page)


def colleague(page: str, name: str) -> str:
    (found,) = re.findall(rf'<option value="([^"]+)"[^>]*>{name}</option>', page)
    return str(found)


async def events(office: Office, id: str) -> list[str]:
    found = await office.node.store.read(dossiers.events_of, id)
    return [event.kind for event in found]
