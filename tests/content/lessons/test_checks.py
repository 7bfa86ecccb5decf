"""Each mistake of a lesson's author is told in one line, with the line of the file."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.content.lessons.proof import LessonBench, prove_lesson
from kiosk.content.lessons.read import FILE
from kiosk.engine.lesson.shapes import LEVELS
from tests.content.conftest import said
from tests.content.lessons.conftest import SMALL, Change

SHAPES = [
    ("minutes: 2", "minutes: 9", "5: số lớn nhất là 7"),
    ('    goal: "Xem bà Lan làm."\n', "", "12: thiếu mục “goal”"),
    ("kind: sms", "kind: thu", "25: “thu” không dùng được ở đây. Các từ dùng được: heading, text,"),
    ("kind: phone, app", "kind: may, app", "14: “may” không dùng được ở đây. Các từ dùng được: ph"),
    ("level: show", "level: chi", "37: “chi” không dùng được ở đây. Các từ dùng được: point, expl"),
    ('equals: "{ma}"', "equals: 4829", "30: cần chữ: đặt số này trong ngoặc kép"),
    ("mastery: {n: 3}", "mastery: {rule: x}", "8: không có mục tên “rule” ở đây"),
    ('"Không đọc mã.", "Cúp máy."', '"Một."', "10: danh sách này có ít nhất 2 dòng"),
    ("  hau-qua:\n", "  hau-qua:\n    id: x\n", "62: mục “id” do máy thêm, không tự ghi"),
    ("scenes:\n", "forms: {}\nscenes:\n", "11: mục “forms” do máy thêm, không tự ghi"),
    (
        SMALL[SMALL.index("  xem-mau:") :],
        "  - a\n",
        "11: scenes phải là các cảnh, mỗi cảnh một dòng",
    ),
    (SMALL, "- a\n", "1: tệp bài học phải là các dòng “tên: giá trị”"),
]
IDS = [
    ("lesson: bai-thu", "lesson: bai", "1: thư mục phải tên là “bai”, như mục lesson"),
    ("lesson: bai-thu", "lesson: toi", "1: mã “toi” đã dành riêng, chọn mã khác"),
    ("  hau-qua:\n", "  the:\n", "61: mã “the” đã dành riêng, chọn mã khác"),
    ("id: thieu", "id: khac", "33: mã “khac” đã dành riêng, chọn mã khác"),
    ("id: ngan-hang", "id: cong-an", "52: mã “cong-an” đã dùng ở lesson.yaml:52"),
    ("id: cup, kind", "id: doc, kind", "48: mã “doc” đã dùng ở lesson.yaml:47"),
    ("id: tin,", "id: goi-y,", "25: mã “goi-y” đã dành riêng, chọn mã khác"),
    ("skill: go", "skill: gõ", "21: viết chưa đúng: mã chỉ gồm chữ thường không dấu, số và dấu -"),
    ("skill: go", "skill: ve", "21: kỹ năng “ve” không có trong mục skills của bài"),
    ("skills: [go,", "skills: [ve, go,", "6: chưa có cảnh nào luyện kỹ năng “ve”"),
    ("version: 1\n", "version: 1\nprerequisites: [x]\n", "3: không có bài học nào tên “x”"),
    ("mastery: {n: 3}", "scam: true", "1: bài về lừa đảo cần ít nhất 3 lần tự làm đúng liên tiếp"),
    ("mastery: {n: 3}", "mastery: {n: 3}\nscam: true", "9: bài về lừa đảo cần ít nhất một nguồn"),
    ("{n: 3}", "{n: 4}", "6: kỹ năng “tu-choi” cần 4 lần đúng khác nhau, mà các cảnh chỉ có 3"),
    ("[go-ma]\n", "[go]\n", "9: bài luyện một phút nêu cảnh “go”, nhưng không có cảnh ấy"),
    ("[go-ma]\n", "[xem-mau, dien]\n", "9: bài luyện một phút: làm đúng cảnh “xem-mau” phải"),
    ("version: 1", "version: 1\nreviewed: {on: 2026-02-30}", "3: không có ngày 2026-02-30 trong"),
    (
        "version: 1",
        "version: 1\nsources: [{title: a, confidence: P, url: b}]",
        "3: địa chỉ của ngu",
    ),
]
WAYS = [
    ("then: go-ma\n", "then: go\n", "18: không có cảnh nào tên “go”; hết bài thì ghi END"),
    ('số.", then: go-ma', 'số.", then: x', "33: không có cảnh nào tên “x”; hết bài thì ghi END"),
    ("then: hau-qua", "then: dien", "61: không có đường nào dẫn tới cảnh “hau-qua”"),
    ("then: END", "then: cuoc-goi", "78: từ cảnh “dien”, làm đúng mãi vẫn không tới được END"),
    ("then: cuoc-goi\n    mist", "then: go-ma\n    mist", "9: bài luyện một phút không kết thúc"),
]
SCREENS = [
    ("app: tram-so", "app: vneid", "14: không có ứng dụng mẫu “vneid”. Có: dinh-danh-mau"),
    ("look: danger", "look: real", "48: “real” không phải là hình của loại button. Có: danger, q"),
    (", length: 4", "", "26: ô mã “o-ma” cần length: số chữ số"),
    ("kind: sms,", "kind: sms, length: 4,", "25: chỉ loại field và code mới có length"),
    (', label: "Số lạ"', "", "46: “so-la” chưa có chữ: thêm label"),
    ("kind: caller", "kind: text", "43: màn hình call cần từ 1 đến 1 mục loại caller, đang có 0"),
    (
        "shows: [{id: lai,",
        "shows: ["
        + "".join(f"{{id: a{n}, kind: row, label: A}}, " for n in range(4))
        + "{id: lai,",
        "63: màn hình có 5 chỗ để chọn, nhiều nhất 4",
    ),
]
OUTCOMES = [
    ("target: cup}", "target: nut}", "51: màn hình không có mục nào tên “nut”"),
    ("target: cup}", "target: so-la}", "51: “so-la” thuộc loại caller, không bấm được"),
    ("type, target: o-ma, eq", "type, target: tin, eq", "30: “tin” thuộc loại sms, không gõ chữ"),
    ("highlight: cup", "highlight: nut", "58: màn hình không có mục nào tên “nut”"),
    ("lock_to: o-ma", "lock_to: o", "38: màn hình không có mục nào tên “o”"),
    (
        "{id: con-chau}",
        "{id: con-chau, screen: {kind: call, shows: [{id: cup, kind: button, label: A}]}}",
        "54: màn hình không có mục nào tên “doc”",
    ),
    ("{do: tap, target: cup}", "{do: tap}", "51: thiếu target: bấm hoặc gõ vào đâu?"),
    ("{do: fill, ", "{do: fill, target: x, ", "77: do: fill là cả tờ khai, không ghi target"),
    ("target: cup}", "target: cup, equals: a}", "51: chỉ do: type mới so chữ: bỏ equals"),
    ("shorter_than: 4", "shorter_than: 4, equals: a", "33: mỗi lần chỉ so một cách: equals, sho"),
    ("target: cup}", "target: cup, answers: {a: b}}", "51: chỉ do: fill mới có answers"),
    ("{do: tap, target: doc}", "{do: fill}", "54: do: fill chỉ dùng ở cảnh mini_form"),
    ("{do: tap, target: doc}", "{do: type, target: doc}", "54: một cảnh chỉ có một ô để gõ: ô củ"),
    (
        "{id: gui, kind: button",
        "{id: la, kind: link, label: A}\n        - {id: gui, kind: button",
        "27: “la” bấm được nhưng chưa nói điều gì xảy ra: thêm vào mistakes hoặc also_ok",
    ),
    (
        "{do: tap, target: cup}",
        "{do: tap, target: anh}\n    also_ok: [{do: tap, target: cup}]",
        "51: màn hình không có mục nào tên “anh”",
    ),
    ("{id: gui, kind: button", "{id: gui, kind: text", "22: cảnh gõ chữ cần đúng một nút để gửi"),
    ("{do: tap, target: doc}", "{do: tap, target: cup}", "54: bấm “cup” đã có kết quả ở trên"),
    ("[{id: tiep,", "[{id: a, kind: row, label: A}, {id: tiep,", "14: cảnh watch_then_do chỉ có"),
    ("level: explain", "level: show", "34: cần đủ bốn gợi ý theo thứ tự point, explain, show, do_"),
    ("highlight: so-la", "highlight: doc", "56: gợi ý làm sáng “doc”, mà bấm vào đó là sai"),
    (
        "highlight: so-la",
        "highlight: cup",
        "56: gợi ý point chỉ nơi cần đọc: “cup” là chỗ bấm đúng",
    ),
    ("    trap: true", "    check: true\n    trap: true", "56: cảnh này không cho gợi ý: bỏ hints"),
    (", {id: con-chau}", "", "52: cảnh có bẫy cần ít nhất 3 biến thể (variants), đang có 2"),
    ("fell: true, ", "", "53: cảnh có bẫy cần ít nhất một lỗi ghi fell: true"),
    ('4}, say: "Thiếu', '4}, fell: true, say: "Thiếu', "33: fell: true chỉ dùng ở cảnh có trap"),
]
FORMS = [
    ("    flow: muon-sach\n", "", "69: mini_form, màn hình form, do: fill, flow và step luôn đi c"),
    ("flow: muon-sach", "flow: muon", "72: không có thủ tục nào tên “muon”"),
    ("step: ai", "step: x", "73: thủ tục “muon-sach” không có bước “x”"),
    ("step: ai", "step: the", "73: bước “the” không vẽ được trong bài học: là nhóm, bước dừng"),
    (', tuoi: "61"', ', nam: "61"', "77: bước này không có ô nào tên “nam”"),
    ('tuoi: "61"', 'tuoi: "abc"', "77: bước thật không nhận câu trả lời này: Chỗ này cần một số."),
    ('tuoi: "16"', 'tuoi: "160"', "80: bước thật không nhận câu trả lời này: Số lớn nhất là 120."),
    ('tuoi: "16"', 'tuoi: "5"', "80: bước thật không nhận câu trả lời này: Bé quá."),
    ("type: consequence", "type: own_phone_task", "62: own_phone_task và màn hình own luôn đi"),
]
WORDS = [
    ('ma: "4829"', 'ma: "{ten}"', "7: dấu ngoặc nhọn chỉ dùng quanh tên của một fixture"),
    ("Xem bà Lan làm.", "Xem bà Lan làm từ đầu đến cuối cho thật là kỹ nhé.", "15: mục tiêu dài"),
    ('title: "Bài thử"', f'title: "{"dài " * 13}"', "3: tên bài dài 13 tiếng, nhiều nhất 12"),
    ("Thẻ bị khóa.", "A. B! C?", "52: có 3 câu, nhiều nhất 2"),
    ("Lừa đảo đấy.", "A. B. C. D. E.", "54: có 5 câu, nhiều nhất 4"),
    ("Cúp máy.", "a " * 21, "10: có câu dài 21 chữ, nhiều nhất 20"),
    ("Bà Lan gõ mã {ma}.", "Bà Lan gõ mã {mã}.", "16: dấu ngoặc nhọn chỉ dùng quanh tên của"),
    ("Bà Lan gõ mã {ma}.", "Bà Lan gõ {so}.", "16: “so” không có trong mục fixtures"),
    ("Bà Lan gõ mã {ma}.", "Bà Lan gõ {{ma}}.", "16: chữ không được có hai dấu ngoặc nhọn"),
    ('ma: "4829"', 'ma: "0011 9000-4321"', "7: không ghi số 12 chữ số: trông như số định danh"),
    ('"61"', '"001197004321"', "77: không ghi số 12 chữ số: trông như số định danh của một người"),
    ("Số đầu là 4.", "Gõ 4, 8, 2, 9.", "37: viết “{ma}” thay cho “4829”: giá trị đổi thì"),
    ('"{ma}"}\n', '"4829"}\n', "30: viết “{ma}” thay cho “4829”: giá trị đổi thì chữ mới"),
    ("Tên là {ten}", "Tên là Lê Thị Mơ", "76: viết “{ten}” thay cho “Lê Thị Mơ”: giá trị đổi"),
    ("Gõ bốn số vào ô.", "Gõ bằng trình duyệt.", "29: chữ “trình duyệt” chưa được giải nghĩa"),
    ("Gõ bốn số vào ô.", "Gõ mã OTP.", "29: chữ “OTP” chưa được giải nghĩa: bài cần một lần nói"),
]


def test_the_small_lesson_is_fine(home: Path, lesson_bench: LessonBench) -> None:
    assert said(prove_lesson(home, lesson_bench)) == []


@pytest.mark.parametrize(
    ("old", "new", "line"), [*SHAPES, *IDS, *WAYS, *SCREENS, *OUTCOMES, *FORMS, *WORDS]
)
def test_a_mistake_is_told_with_its_line(
    old: str, new: str, line: str, change: Change, lesson_bench: LessonBench
) -> None:
    found = said(prove_lesson(change(old, new), lesson_bench))
    assert any(one.startswith(line) for one in found), found


def test_mistakes_of_several_parts_are_told_at_once(home: Path, lesson_bench: LessonBench) -> None:
    source = SMALL.replace("kind: sms", "kind: thu").replace("level: show", "level: chi")
    (home / FILE).write_text(source.replace("minutes: 2", "minutes: x"), "utf-8")
    lines = [one.line for one in prove_lesson(home, lesson_bench)]
    assert lines == [5, 25, 37, 58]


@pytest.mark.parametrize("term", ["mã OTP, mã dùng một lần", "xem trang abc.app", "bé Otpa"])
def test_a_term_that_is_explained_or_is_none_is_fine(
    term: str, change: Change, lesson_bench: LessonBench
) -> None:
    assert said(prove_lesson(change("Gõ bốn số", f"Gõ {term}"), lesson_bench)) == []


def test_words_that_a_catalogue_lacks_are_told_once(home: Path, lesson_bench: LessonBench) -> None:
    bench = replace(lesson_bench, lookups={"en": lambda text: None if "Nhớ" in text else text})
    assert said(prove_lesson(home, bench)) == ["10: chưa có bản dịch en: “Nhớ”"]


def test_a_folder_without_a_lesson_is_one_line(tmp_path: Path, lesson_bench: LessonBench) -> None:
    (found,) = said(prove_lesson(tmp_path, lesson_bench))
    assert found.startswith("1: không đọc được tệp")


@pytest.mark.parametrize("text", ["Số 48291.", "Mã có 4 số, 8 chữ, 29 nét.", "Lê Thị Mớ."])
def test_what_only_looks_like_a_fixture_is_fine(
    text: str, change: Change, lesson_bench: LessonBench
) -> None:
    assert said(prove_lesson(change("Số đầu là 4.", text), lesson_bench)) == []


def test_a_scam_lesson_that_names_a_source_is_fine(
    change: Change, lesson_bench: LessonBench
) -> None:
    sources = "scam: true\nsources: [{title: Báo, confidence: S}]"
    home = change("mastery: {n: 3}", f"mastery: {{n: 3}}\n{sources}")
    assert said(prove_lesson(home, lesson_bench)) == []


def test_what_an_example_shows_may_glow_at_once(change: Change, lesson_bench: LessonBench) -> None:
    ladder = "".join(f"{{level: {one}, say: A, highlight: tiep}}, " for one in LEVELS)
    home = change("    then: go-ma\n", f"    then: go-ma\n    hints: [{ladder}]\n")
    assert said(prove_lesson(home, lesson_bench)) == []


PHOTOS = """\
        - {id: ro, kind: photo, label: "Ảnh rõ", look: good}
        - {id: mo, kind: photo, label: "Ảnh mờ", look: blur}
        - {id: so-la, kind: caller, label: "Số lạ"}
"""


def test_a_picture_beside_one_that_can_be_tapped_has_an_answer_too(
    change: Change, lesson_bench: LessonBench
) -> None:
    change('        - {id: so-la, kind: caller, label: "Số lạ"}\n', PHOTOS)
    home = change("target: cup}\n", "target: ro}\n    also_ok: [{do: tap, target: cup}]\n")
    assert said(prove_lesson(home, lesson_bench)) == [
        "47: “mo” bấm được nhưng chưa nói điều gì xảy ra: thêm vào mistakes hoặc also_ok"
    ]
    change("    also_ok:", "    other: Xem lại ảnh.\n    also_ok:")
    assert said(prove_lesson(home, lesson_bench)) == []
