from dataclasses import replace
from pathlib import Path
from shutil import copytree

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.settings import ROOT, Settings
from kiosk.sync import keyfolder
from tests.conftest import Running
from tests.desk.conftest import Desk, Office, open_office


async def test_it_says_what_the_node_is_and_serves(office: Office, minh: Desk) -> None:
    await office.handed_in()
    page = await minh.get("/mot-cua/may")
    assert page.status_code == 200
    for said in ("Phường Hoàn Kiếm", "Đăng ký khai sinh", "Chưa có cán bộ xác nhận"):
        assert said in page.text
    assert "Phần máy chưa dùng được" not in page.text


async def test_it_warns_until_the_keys_were_exported(office: Office, minh: Desk) -> None:
    assert "Chưa sao lưu khoá của máy này." in (await minh.get("/mot-cua/may")).text
    keyfolder.note_export(office.node.settings.keys_dir, office.node.inbox.ring)
    assert "Chưa sao lưu khoá" not in (await minh.get("/mot-cua/may")).text


async def test_a_broken_flow_is_left_out_and_the_page_says_why(
    settings: Settings, clock: FixedClock, running: Running, tmp_path: Path
) -> None:
    flows = tmp_path / "flows"
    copytree(ROOT / "flows", flows)
    (flows / "hong").mkdir()
    (flows / "hong" / "flow.yaml").write_text("id: hong\nthu-tuc: gì đây\n")
    async with open_office(
        create_app(replace(settings, flows_dir=flows), clock), clock, running
    ) as it:
        page = (await (await it.at("minh")).get("/mot-cua/may")).text
    assert "Phần máy chưa dùng được" in page
    assert "hong/flow.yaml:2: " in page
    assert "Đăng ký khai sinh" in page
