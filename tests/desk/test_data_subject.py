"""A person's own data: found by an exact number, erased on request, each with a trace."""

from kiosk.dossier.look_ups import numbers
from kiosk.people import audit
from kiosk.store.files import FolderFiles
from tests.desk.conftest import Desk, Office, lans_answers


def lans_number(office: Office, kind: str) -> str:
    flow = office.node.guide.library.flows["khai-sinh"].flow
    return next(value for one, value in numbers(flow, lans_answers()) if one == kind)


async def refused(office: Office, minh: Desk) -> str:
    id = await office.handed_in()
    await minh.post(f"/mot-cua/ho-so/{id}/refusal", rev="0", ly_do="Trẻ đã có giấy khai sinh")
    return id


async def deeds(office: Office, id: str) -> list[str]:
    return [one.action for one in await office.node.store.read(audit.trail, id)]


async def test_a_dossier_is_found_by_either_number(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    number, phone = lans_number(office, "person_id"), lans_number(office, "phone")
    spaced = f"{number[:3]} {number[3:]}"
    for kind, typed in (("person_id", spaced), ("phone", "+84" + phone[1:])):
        page = (await minh.post("/mot-cua/du-lieu", loai=kind, so=typed)).text
        assert f"/mot-cua/ho-so/{id}" in page


async def test_the_next_commune_finds_nothing(office: Office, tam: Desk) -> None:
    await office.handed_in()
    number = lans_number(office, "person_id")
    page = (await tam.post("/mot-cua/du-lieu", loai="person_id", so=number)).text
    assert "Chưa có hồ sơ nào" in page


async def test_half_a_number_finds_nothing_and_says_why(office: Office, minh: Desk) -> None:
    await office.handed_in()
    answer = await minh.post("/mot-cua/du-lieu", loai="person_id", so="0011")
    assert answer.status_code == 422
    assert "Số định danh có 12 chữ số" in answer.text
    assert 'value="0011"' in answer.text


async def test_an_address_with_a_number_finds_nobody(office: Office, minh: Desk) -> None:
    await office.handed_in()
    number = lans_number(office, "person_id")
    page = (await minh.get(f"/mot-cua/du-lieu?loai=person_id&so={number}")).text
    assert "Kết quả" not in page


async def test_erasing_takes_words_files_and_marks(office: Office, minh: Desk) -> None:
    id = await refused(office, minh)
    files = FolderFiles(office.node.settings.files_dir)
    await files.put(id, "a" * 64, b"sealed")
    await minh.post(f"/mot-cua/ho-so/{id}/erasure", chac_chan="yes")
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert "Trẻ đã có giấy khai sinh" not in page
    assert await files.get(id, "a" * 64) is None
    number = lans_number(office, "person_id")
    look = office.node.look_ups
    assert not await office.node.store.read(look.found, "00070", "person_id", number)
    assert "erase" in await deeds(office, id)


async def test_it_is_asked_before_anything_is_erased(office: Office, minh: Desk) -> None:
    id = await refused(office, minh)
    assert "không lấy lại được" in (await minh.get(f"/mot-cua/ho-so/{id}/erasure")).text
    answer = await minh.post(f"/mot-cua/ho-so/{id}/erasure")
    assert answer.status_code == 422
    assert "Trẻ đã có giấy khai sinh" in (await minh.get(f"/mot-cua/ho-so/{id}")).text


async def test_an_open_dossier_is_not_erased(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    assert "chưa kết thúc" in (await minh.get(f"/mot-cua/ho-so/{id}/erasure")).text
    answer = await minh.post(f"/mot-cua/ho-so/{id}/erasure", chac_chan="yes")
    assert answer.status_code == 409


async def test_the_next_communes_officer_can_neither_ask_nor_erase(
    office: Office, minh: Desk, tam: Desk
) -> None:
    id = await refused(office, minh)
    for answer in (
        await tam.get(f"/mot-cua/ho-so/{id}/erasure"),
        await tam.post(f"/mot-cua/ho-so/{id}/erasure", chac_chan="yes"),
    ):
        assert answer.status_code == 404
