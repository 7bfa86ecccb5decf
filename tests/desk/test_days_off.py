from tests.desk.conftest import Desk, Office
from tests.desk.test_dossier import rows

PAGE = "/mot-cua/ngay-nghi"


def day(text: str, name: str = "Nghỉ bù", kind: str = "nghi") -> dict[str, str]:
    d, m, y = text.split("/")
    return {"ngay": d, "ngay.d": d, "ngay.m": m, "ngay.y": y, "ten": name, "loai": kind}


async def test_an_empty_table_says_so(minh: Desk) -> None:
    page = await minh.get(PAGE)
    assert page.status_code == 200
    assert "Bảng ngày nghỉ còn trống." in page.text


async def test_a_day_off_moves_the_due_date_of_what_comes_later(office: Office, hung: Desk) -> None:
    before = await office.handed_in()
    added = await hung.post(PAGE, **day("23/11/2026"))
    assert (added.status_code, added.headers["location"]) == (303, PAGE)
    after = await office.handed_in()
    due = [rows((await hung.get(f"/mot-cua/ho-so/{id}")).text)["Hạn trả"] for id in (before, after)]
    assert due == ["24/11/2026", "25/11/2026"]
    assert "23/11/2026" in (await hung.get(PAGE)).text


async def test_a_make_up_day_is_worked(office: Office, hung: Desk) -> None:
    await hung.post(PAGE, **day("22/11/2026", "Làm bù Quốc khánh", "lam-bu"))
    id = await office.handed_in()
    page = (await hung.get(f"/mot-cua/ho-so/{id}")).text
    assert rows(page)["Hạn trả"] == "23/11/2026"


async def test_a_day_is_removed_again_and_twice_does_no_harm(hung: Desk) -> None:
    await hung.post(PAGE, **day("23/11/2026"))
    for _ in range(2):
        assert (await hung.post(f"{PAGE}/2026-11-23/removal")).status_code == 303
    assert "còn trống" in (await hung.get(PAGE)).text


async def test_wrong_input_keeps_what_was_typed(hung: Desk) -> None:
    page = await hung.post(PAGE, **day("31/2/2027", name="", kind=""))
    assert page.status_code == 422
    assert 'value="31"' in page.text
    for said in ("Không có ngày này trong lịch.", "Bạn chưa ghi tên ngày này.", "Bạn chưa chọn."):
        assert page.text.count(said) == 2


async def test_an_officer_reads_and_does_not_write(minh: Desk) -> None:
    assert "Thêm ngày này" not in (await minh.get(PAGE)).text
    assert (await minh.post(PAGE, **day("23/11/2026"))).status_code == 403
    assert (await minh.post(f"{PAGE}/2026-11-23/removal")).status_code == 403
