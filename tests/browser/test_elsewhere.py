"""At one commune's kiosk for another commune: asked once, and read there and nowhere else."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone, add_staff, serving
from tests.browser.officer import Officer
from tests.browser.sight import Sight
from tests.browser.walker import BIRTH, CHECK, Walker, typed_for
from tests.faults.offline.device import controlled, until_lesson

THERE = {"province": "01", "commune": "00004", "place": "Ba Đình"}
POST = """async ([path, typed]) => {
  const form = new URLSearchParams();
  for (const [name, texts] of Object.entries(typed)) {
    for (const text of texts) form.append(name, text);
  }
  const got = await fetch(path, { method: "POST", body: form });
  await got.text();
  return new URL(got.url).pathname;
}"""
BUTTON = "Nộp cho xã, phường khác"
HOA = "hoa"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Minh deals with the dossiers of Hoàn Kiếm, where the kiosk stands, Hoa with Ba Đình's."""
    folder = tmp_path_factory.mktemp("hub")
    add_staff(folder, "minh", "Lê Quang Minh", "officer")
    add_staff(folder, HOA, "Phạm Thị Hoa", "officer", THERE["commune"])
    with serving(folder) as url:
        yield url


def asked_where(page: Page, sight: Sight) -> Walker:
    """Lan has pressed the second button and stands at its question."""
    lan = Walker(page, xa_nhan=THERE, que_quan=THERE)  # a device has the places of one province
    page.goto(f"/thu-tuc/{BIRTH}")
    sight.at(page, "elsewhere-start")
    lan.press(lan.button(BUTTON))
    assert lan.step == "xa-nhan"
    sight.at(page, "elsewhere-question")
    return lan


def read_there_alone(phone: NewPhone, hub: str, code: str) -> None:
    for login, finds in (("minh", 0), (HOA, 1)):
        officer = Officer(phone(base_url=hub), login)
        officer.sign_in()
        expect(officer.heading).to_be_visible()
        expect(officer.link(code)).to_have_count(finds)


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without one"])
def test_it_is_read_there_and_nowhere_else(phone: NewPhone, hub: str, scripts: bool) -> None:
    sight = Sight(scripts)
    more = {"is_mobile": False, "has_touch": False} if scripts else {"java_script_enabled": False}
    lan = asked_where(phone(base_url=hub, **more), sight)
    lan.hand.write(lan.field("xa_nhan.place"), "Ba Đìnhh")
    lan.go_on()
    expect(lan.main).to_contain_text("Có phải nơi này không?")
    sight.at(lan.page, "elsewhere-similar")
    lan.hand.tick(lan.page.locator('[name="xa_nhan.commune"][value="00004"]'))
    lan.go_on()
    lan.leap_on(CHECK)
    expect(lan.main).to_contain_text("Phường Ba Đình")
    sight.at(lan.page, "elsewhere-check")
    code = lan.hand_in()
    expect(lan.main).to_contain_text("Phường Ba Đình")
    sight.at(lan.page, "elsewhere-receipt")
    read_there_alone(phone, hub, code)
    assert not sight.found


def test_a_device_sends_it_there_too(phone: NewPhone, hub: str) -> None:
    """The worker asks the same question, and seals what goes elsewhere."""
    page = controlled(phone(base_url=hub, service_workers="allow"))
    page.goto(f"/thu-tuc/{BIRTH}")
    until_lesson(page, "go-chu-so")  # which come once all of the procedure is there
    page.context.set_offline(True)
    lan = asked_where(page, Sight(False))
    lan.answer()
    lan.go_on()
    where = urlsplit(page.url).path
    while not where.endswith(CHECK):
        where = page.evaluate(POST, [where, typed_for(lan.flow, lan.answers)])
    page.goto(where)
    expect(lan.main).to_contain_text("Phường Ba Đình")
    code = lan.hand_in()
    expect(lan.main).to_contain_text("Phường Ba Đình")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.goto("/hang-cho")
    expect(lan.main).to_contain_text("Đã gửi")
    read_there_alone(phone, hub, code)
