"""A photograph that was asked for again: the new one counts, and one that came too late is seen."""

from collections.abc import AsyncIterator
from io import BytesIO
from zipfile import ZipFile

import pytest

from kiosk.flow.cookies import decoded
from kiosk.sync import codes
from tests.desk.conftest import Desk, Office
from tests.desk.test_files import NAME, looks
from tests.desk.test_files import office as office_with_photos
from tests.flow.photos import ONE, THREE, TWO, Photographer, browser_at

BLURRED = "Ảnh mờ."
office = office_with_photos


@pytest.fixture
async def lan(office: Office) -> AsyncIterator[Photographer]:
    """Lan has handed in a photograph and her signature."""
    async with browser_at(office.app) as browser:
        citizen = Photographer(browser, node=office.node)
        await citizen.begin()
        await citizen.answer_all()
        await citizen.finish()
        yield citizen


async def asked(minh: Desk, lan: Photographer) -> Photographer:
    """Minh asks for the photograph again; Lan's browser has sent another one, not the form."""
    form = {"rev": "0", "buoc": "chung-sinh", "ly_do": BLURRED}
    await minh.post(f"/mot-cua/ho-so/{lan.id}/supplement", **form)
    key = decoded(lan.browser.cookies[f"d_{lan.id}"])
    assert key is not None
    secret = codes.follow_secret(key, lan.id)
    begun = await lan.browser.post("/ho-so/bo-sung", data={"code": secret})
    again = Photographer(lan.browser, node=lan.node, id=begun.headers["location"].split("/")[2])
    await again.bring("chung-sinh", NAME, ("chung_sinh", THREE))
    await again.send("chung-sinh", NAME)
    return again


async def test_the_new_photo_takes_the_place_of_the_old(office: Office, lan: Photographer) -> None:
    minh, base = await office.at("minh"), f"/mot-cua/ho-so/{lan.id}"
    again = await asked(minh, lan)
    await again.finish()
    page = (await minh.get(base)).text
    assert f'src="{base}/tep/0?tu={again.id}"' in page
    assert f'src="{base}/tep/0"' not in page
    assert (await minh.get(f"{base}/tep/0?tu={again.id}")).content == THREE
    assert (await minh.get(f"{base}/tep/0")).status_code == 404
    assert (await minh.get(f"{base}/tep/1")).content == TWO
    assert len(await lan.stored()) == 2  # the old one stays with the envelope it came in


async def test_the_archive_holds_the_new_photo(office: Office, lan: Photographer) -> None:
    minh = await office.at("minh")
    await (await asked(minh, lan)).finish()
    answer = await minh.get(f"/mot-cua/ho-so/{lan.id}/xuat.zip")
    with ZipFile(BytesIO(answer.content)) as archive:
        papers = [archive.read(name) for name in archive.namelist() if "giay-to/" in name]
    assert sorted(papers) == sorted([TWO, THREE])
    assert ONE not in papers


async def test_a_photo_that_came_too_late_is_seen_and_does_not_count(
    office: Office, lan: Photographer
) -> None:
    minh, base = await office.at("minh"), f"/mot-cua/ho-so/{lan.id}"
    again = await asked(minh, lan)
    await minh.post(f"{base}/stop", rev="1", ly_do_dung="Quá hạn bổ sung.")
    await again.finish()
    page = (await minh.get(base)).text
    late = page[page.index("Ảnh đến muộn, chưa tính vào hồ sơ") :]
    assert f'src="{base}/tep/0?tu={again.id}"' in late
    assert f'src="{base}/tep/0"' in page[: page.index(late)]
    before = await office.node.store.read(looks, lan.id)
    assert (await minh.get(f"{base}/tep/0?tu={again.id}")).content == THREE
    assert (await minh.get(f"{base}/tep/0")).content == ONE
    assert await office.node.store.read(looks, lan.id) == before + 2


async def test_nobody_else_sees_a_late_photo(office: Office, lan: Photographer) -> None:
    minh, base = await office.at("minh"), f"/mot-cua/ho-so/{lan.id}"
    again = await asked(minh, lan)
    await minh.post(f"{base}/stop", rev="1", ly_do_dung="Quá hạn bổ sung.")
    await again.finish()
    path = f"{base}/tep/0?tu={again.id}"
    assert (await (await office.at("tam")).get(path)).status_code == 404
    assert (await (await office.browser()).get(path)).status_code in (303, 401)
