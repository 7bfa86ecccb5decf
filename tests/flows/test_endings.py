"""What `kiosk check` says about how a flow ends, and about fees for each member of a group."""

from pathlib import Path
from shutil import copyfile

import pytest

from kiosk.content.checks import structure
from kiosk.content.flows import read_flow
from tests.flows.conftest import FLOWS

LIST = "chung-thuc-ban-sao"
DECLARATION = """
declaration:
  ask: Bạn cam đoan nhé
  fields: [{id: cam_doan, type: consent, label: Tôi cam đoan}]
"""
NOTE = """
  - {when: bat_buoc == 'co', level: officer, on: bat_buoc, say: Xem lại, source: trang}
"""


def troubles(folder: Path, flow: str, *changes: tuple[str, str]) -> list[str]:
    """What is said of a flow after its text was changed."""
    home = folder / flow
    home.mkdir()
    copyfile(FLOWS / "_shared.yaml", folder / "_shared.yaml")
    text = (FLOWS / flow / "flow.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (home / "flow.yaml").write_text(text, "utf-8")
    return [one.said(str) for one in structure(read_flow(home))]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((("ends: checklist", "ends: hand_in"),), "cần mục declaration"),
        ((("ends: checklist", f"{DECLARATION}\nends: checklist"),), "bỏ mục declaration"),
        ((("\nfee:", f"{NOTE}\nfee:"),), "không ai đọc"),
        ((("each: giay_to", "each: giay_khac"),), "không có nhóm nào tên “giay_khac”"),
        ((("  name: Giấy tờ\n", ""),), "cần có tên"),
        ((("  each: giay_to\n", ""),), "“so_trang” không có ở bước nào"),
        ((("id: noi-nhan", "id: danh-sach"),), "đã dành riêng"),
    ],
)
def test_a_list_is_told_what_does_not_fit(
    tmp_path: Path, changes: tuple[tuple[str, str], ...], said: str
) -> None:
    assert any(said in one for one in troubles(tmp_path, LIST, *changes))


def test_what_is_handed_in_needs_a_declaration(tmp_path: Path) -> None:
    change = ("type: consent", "type: yes_no")
    assert any("declaration" in one for one in troubles(tmp_path, "khai-sinh", change))
