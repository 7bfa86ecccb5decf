"""Each mistake of an author is one line with its place, in plain words."""

import pytest

from kiosk.content.proof import Bench, prove
from tests.content.conftest import SHARED, Change, said

ASKS = "fields: [{id: tuoi, type: number, label: Tuổi}]"
GROUP_OF_PHOTOS = """\
    group: {each: A, more: B}
    fields: [{id: a, type: photo, label: A}]"""
WRONG = {
    # what is written instead: line and words
    ("id: thu", "id: khac"): '1: thư mục phải tên là “khac”',
    ("id: thu", "id: Thử"): "1: viết chưa đúng: mã chỉ gồm chữ thường không dấu",
    ("id: thu", ""): "2: thiếu mục “id”",
    ('version: "1"', "version: 1"): "3: cần chữ: đặt số này trong ngoặc kép",
    ("ends: checklist", "ends: xong"): "15: “xong” không dùng được ở đây. Các từ dùng được:",
    ("ends: checklist", "end: checklist"): "15: không có mục tên “end” ở đây",
    ("ends: checklist", ""): "1: thủ tục nộp được cần mục declaration",
    ("from: 2026-01-01", "from: 1/1/2026"): "4: viết chưa đúng: ngày viết như 2026-07-01",
    ("from: 2026-01-01", "from: 2026-02-30"): "4: không có ngày 2026-02-30 trong lịch",
    ("from: 2026-01-01", "from: 2026-01-02, to: 2026-01-01"): "4: ngày kết thúc đứng trước",
    ("working_days: 1", "working_days: -1"): "5: số nhỏ nhất là 0",
    ("source: trang", "source: nho"): "5: nguồn “nho” chỉ là [M]",
    ("source: trang", "source: bao"): "5: nguồn “bao” không có trong mục sources",
    ("confidence: P", "confidence: X"): "6: “X” không dùng được ở đây. Các từ dùng được: P, L",
    ("title: Trang", "title: Trang, url: 'javascript:x'"): "6: địa chỉ của nguồn",
    ("id: tuoi\n", "id: kiem-tra\n"): "8: mã “kiem-tra” đã dành riêng",
    ("id: cha-me\n", "id: tuoi\n"): "11: mã “tuoi” đã dùng ở flow.yaml:8",
    ("id: cha_me,", "id: tuoi,"): "14: mã “tuoi” đã dùng ở flow.yaml:10",
    ("id: cha_me,", "id: path,"): "14: mã “path” đã dành riêng",
    ("id: cha_me,", "id: not,"): "14: mã “not” đã dành riêng",
    ("type: full_name", "type: name"): "14: “name” không dùng được ở đây",
    ("type: full_name", "type: choice"): "14: câu chọn “cha_me” cần ít nhất hai lựa chọn",
    ("type: full_name", "type: consent, default: true"): "14: ô đồng ý phải để người dân",
    ("type: number", "type: number, default: x"): "10: default không trả lời được câu này: Chỗ",
    ("type: number", "type: number, options: [{value: a, label: A}]"): "10: chỉ loại choice",
    ("type: number", "type: number, pages: 2"): "10: chỉ loại photo, document và signature",
    ("type: number", "type: commune, receives: true"): "10: câu có receives phải loại commune",
    ("type: full_name", "type: commune, receives: true"): "14: câu có receives phải đứng một mình",
    ("type: number", "type: photo"): "10: thủ tục kết thúc bằng danh sách không nộp gì: không hỏi",
    ("type: number", "type: photo, default: 1"): "10: ảnh và giấy tờ không có default",
    ("    " + ASKS, GROUP_OF_PHOTOS): (
        "11: ảnh và giấy tờ chưa hỏi được trong nhóm: đặt “a” ở một bước riêng"
    ),
    ("type: number", "type: number, max: tuoi"): "10: “tuoi” không có ở bước nào trước",
    ("type: number", "type: number, min: [1]"): "10: cần biểu thức, không phải danh sách",
    ("type: full_name", "type: person_id, birth: sinh"): "14: không có câu trả lời nào tên “sinh”",
    ("tuoi < 18", "cha_me == null"): "12: “cha_me” không có ở bước nào trước chỗ này",
    ("tuoi < 18", "tuoi = 18"): "12: biểu thức “tuoi = 18” chưa đúng: so sánh bằng",
    ("tuoi < 18", "tuoi < -1"): "11: chưa có câu trả lời nào dẫn tới bước “cha-me”",
    ("    ask: Bạn mấy tuổi?\n", ""): "8: bước “tuoi” thiếu câu hỏi ask",
    ("    " + ASKS, "    fields: []"): "8: bước “tuoi” không hỏi gì",
    ("    " + ASKS, "    stop: {say: Thôi, source: trang}\n    " + ASKS): "8: bước dừng “tuoi”",
    ("    " + ASKS, "    group: {each: A, more: B, min: 3, max: 2}\n    " + ASKS): "10: nhóm này",
    ("Bạn mấy tuổi?", "a b c d e g h i k l m n o?"): "9: câu hỏi dài 13 chữ, nhiều nhất 12",
    ("label: Tuổi", "label: '" + "dài " * 21 + "'"): "10: có câu dài 21 chữ, nhiều nhất 20",
    ("label: Tuổi", "label: 'Tuổi {{base}}'"): "10: chữ không được có hai dấu ngoặc nhọn",
    ("label: Tuổi", 'label: "Tuổi\\e[2J"'): "10: có ký tự lạ hoặc ký tự ẩn (mã U+001B)",
    ("label: Tuổi", "label: Tuổi, label: A"): "10: mục “label” đã ghi ở dòng 10",
    ("ends:", "1:"): "15: tên mục phải là chữ",
    ("ends: checklist", "ends: &a checklist"): "15: chỗ này không đúng cú pháp YAML: không dùng",
    ("ends: checklist", "ends: check: list"): "15: chỗ này không đúng cú pháp YAML: có dấu hai",
    ("ends: checklist", "ends: !!set {a}"): "15: chỉ ghi chữ, số, danh sách",
}  # fmt: skip
CHECK = """
checks:
  - {when: tuoi > 5, level: error, on: tuoi, say: Lớn quá., source: nho}
  - {when: tuoi < 6, level: error, on: tuoi, say: Bé quá., source: nho}
"""
LOCK = """
checks:
  - when: size(cha_me) > 3 && tuoi > 3
    level: error
    on: tuoi
    say: Không khớp.
    source: trang
"""
FEE = """
fee:
  rows:
    - {amount: 1, why: A, source: trang, from: 2026-01-01}
    - {amount: 2, why: B, source: trang, from: 2026-06-01}
"""
FORM = """
official_form: {name: Tờ khai, source: trang, fields: [{id: Tuoi, label: Tuổi}]}
derived: [{id: gia, value: 1 + 1, label: Già, official: Gia}]
"""


@pytest.mark.parametrize(("old", "new"), WRONG)
def test_a_mistake_is_told_with_its_line(bench: Bench, change: Change, old: str, new: str) -> None:
    lines = said(prove(change(old, new), bench))
    assert any(line.startswith(WRONG[old, new]) for line in lines), lines


def test_the_small_flow_is_fine(bench: Bench, change: Change) -> None:
    assert said(prove(change("", ""), bench)) == []


def test_every_mistake_is_told_at_once(bench: Bench, change: Change) -> None:
    change("tuoi < 18", "tuoi ==")
    change("type: number", "type: so")
    home = change("confidence: P", "trust: P")
    lines = said(prove(home, bench))
    assert [line.partition(":")[0] for line in lines] == ["6", "10", "12"]


def test_answers_that_no_check_lets_pass_are_told(bench: Bench, change: Change) -> None:
    lines = said(prove(change("", CHECK), bench))
    assert "8: có câu trả lời bị giữ mãi ở bước “tuoi”: xem lại checks, min và max" in lines


def test_an_error_that_would_lock_the_citizen_in_is_told(bench: Bench, change: Change) -> None:
    assert said(prove(change("", LOCK), bench))[0] == (
        "20: lỗi phải đặt ở câu hỏi sau cùng mà nó xét: “cha_me” hỏi sau “tuoi”"
    )


def test_fees_that_overlap_are_told_by_their_own_line(bench: Bench, change: Change) -> None:
    assert said(prove(change("", FEE), bench)) == [
        "20: dòng lệ phí này trùng ngày và trùng kênh với dòng 1"
    ]


def test_a_field_of_the_official_form_that_nobody_fills_is_told(
    bench: Bench, change: Change
) -> None:
    lines = said(prove(change("", FORM), bench))
    assert len(lines) == 2
    assert "“Tuoi” của tờ khai chưa hỏi" in lines[0]
    assert "tờ khai chính thức không có mục “Gia”" in lines[1]


def test_a_mistake_in_a_shared_step_is_told_where_it_stands(bench: Bench, change: Change) -> None:
    home = change("steps:", "steps:\n  - use: chung")
    shared = home.parent / "_shared.yaml"
    shared.write_text(SHARED.replace("full_name", "full_names"), encoding="utf-8")
    (one,) = prove(home, bench)
    assert (one.file, one.line) == (shared, 5)


def test_a_shared_step_that_is_not_there_is_told(bench: Bench, change: Change) -> None:
    home = change("steps:", "steps:\n  - use: rieng")
    (home.parent / "_shared.yaml").write_text(SHARED, encoding="utf-8")
    assert said(prove(home, bench)) == ["8: không có bước chung tên “rieng”"]


def test_a_case_that_comes_out_otherwise_is_told(bench: Bench, change: Change) -> None:
    home = change("", "")
    case = "- {name: a, today: 2026-11-20, answers: {tuoi: 9}, expect: {at: tuoi}}\n"
    (home / "cases.yaml").write_text(case, encoding="utf-8")
    assert said(prove(home, bench)) == ['1: ví dụ “a”: at phải là "tuoi", nhưng lại là "cha-me"']
