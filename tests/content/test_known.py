"""The file of procedures that are known and not guided."""

from pathlib import Path

import pytest

from kiosk.content.known import KNOWN, Known, open_known, prove_known
from kiosk.settings import ROOT

FINE = """\
sources:
  trang: {title: Trang, confidence: P}
  nho: {title: Nhớ, confidence: M}
procedures:
  - {code: "1", name: Kết hôn, finds: [cưới], office: Ủy ban, source: trang}
  - {code: "2", name: Tạm trú, finds: [ở trọ], source: nho}
"""

WRONG = [
    ("  - {code: \"2\"", "  - {code: 2", "6: cần chữ: đặt số này trong ngoặc kép"),
    ("office: Ủy ban", "phone: x", "5: không có mục tên “phone” ở đây"),
    ("finds: [cưới], ", "", "5: thiếu mục “finds”"),
    ("source: nho", "source: la", "6: nguồn “la” không có trong mục sources"),
    ('code: "2"', 'code: "1"', f"6: mã “1” đã dùng ở {KNOWN}:5"),
    ("confidence: M", "confidence: X", "3: “X” không dùng được ở đây."),
    ("confidence: P", "confidence: P, url: trang.vn", "2: địa chỉ của nguồn phải bắt đầu"),
    ("procedures:", "others:", "4: không có mục tên “others” ở đây"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / KNOWN).write_text(FINE, encoding="utf-8")
    return tmp_path


def read(folder: Path) -> Known:
    known, troubles = open_known(folder)
    assert not troubles
    return known


def test_the_file_of_the_repository_is_fine() -> None:
    known = read(ROOT / "flows")
    assert "1.000894" in {one.code for one in known.procedures}
    assert prove_known(ROOT / "flows" / KNOWN, {}) == ()


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_each_mistake_is_told_by_its_line(folder: Path, old: str, new: str, said: str) -> None:
    file = folder / KNOWN
    file.write_text(FINE.replace(old, new), encoding="utf-8")
    (trouble,) = prove_known(file, {})
    assert f"{trouble.line}: {trouble.words.said()}".startswith(said)
    assert open_known(folder) == (Known(), (trouble,))


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    file = folder / KNOWN
    file.write_text(FINE.replace('"1"', "1").replace('"2"', "2"), encoding="utf-8")
    assert [one.line for one in prove_known(file, {})] == [5, 6]


def test_a_folder_without_the_file_knows_nothing(tmp_path: Path) -> None:
    assert read(tmp_path).procedures == ()


def test_what_was_only_remembered_is_not_sure(folder: Path) -> None:
    known = read(folder)
    assert [known.is_sure(one) for one in known.procedures] == [True, False]


def test_words_without_a_translation_are_told(folder: Path) -> None:
    words = {"Kết hôn": "Marriage", "Tạm trú": "Stay"}
    (trouble,) = prove_known(folder / KNOWN, {"en": words.get})
    assert trouble.words.said() == "chưa có bản dịch en: “Ủy ban”"
