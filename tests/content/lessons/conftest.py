"""A small lesson that is fine, and what it is proved with."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kiosk.content.lessons.proof import LessonBench
from kiosk.content.proof import Bench
from kiosk.engine.shapes import Flow, flow_from

SMALL = """\
lesson: bai-thu
version: 1
title: "Bài thử"
about: "Bấm và gõ."
minutes: 2
skills: [go, tu-choi, dien]
fixtures: {ma: "4829", ten: "Lê Thị Mơ"}
mastery: {n: 3}
rehearsal: [go-ma]
take_away: {title: "Nhớ", lines: ["Không đọc mã.", "Cúp máy."]}
scenes:
  xem-mau:
    type: watch_then_do
    screen: {kind: phone, app: tram-so, shows: [{id: tiep, kind: button, label: "Tiếp"}]}
    goal: "Xem bà Lan làm."
    say: "Bà Lan gõ mã {ma}."
    expect: {do: tap, target: tiep}
    then: go-ma
  go-ma:
    type: type_code
    skill: go
    screen:
      kind: phone
      shows:
        - {id: tin, kind: sms, label: "Mã của bạn là {ma}."}
        - {id: o-ma, kind: code, label: "Mã", length: 4}
        - {id: gui, kind: button, label: "Xong"}
    goal: "Gõ mã vào ô."
    say: "Gõ bốn số vào ô."
    expect: {do: type, target: o-ma, equals: "{ma}"}
    then: cuoc-goi
    mistakes:
      - {id: thieu, when: {do: type, target: o-ma, shorter_than: 4}, say: "Thiếu số.", then: go-ma}
    hints:
      - {level: point, say: "Nhìn tin nhắn.", highlight: tin}
      - {level: explain, say: "Bốn số.", highlight: o-ma}
      - {level: show, say: "Số đầu là 4.", highlight: tin}
      - {level: do_with_me, say: "Gõ cùng cháu.", lock_to: o-ma}
  cuoc-goi:
    type: call_branch
    skill: tu-choi
    trap: true
    screen:
      kind: call
      shows:
        - {id: so-la, kind: caller, label: "Số lạ"}
        - {id: doc, kind: button, label: "Đọc mã"}
        - {id: cup, kind: button, label: "Cúp máy", look: danger}
    goal: "Có người gọi xin mã."
    say: "Đọc mã cho cháu."
    expect: {do: tap, target: cup}
    variants: [{id: cong-an}, {id: ngan-hang, say: "Thẻ bị khóa."}, {id: con-chau}]
    mistakes:
      - {id: da-doc, when: {do: tap, target: doc}, fell: true, say: "Lừa đảo đấy.", then: hau-qua}
    hints:
      - {level: point, say: "Họ xin cái gì?", highlight: so-la}
      - {level: explain, say: "Không ai xin mã."}
      - {level: show, say: "Nút đỏ.", highlight: cup}
      - {level: do_with_me, say: "Bấm nút đỏ.", lock_to: cup}
    then: dien
  hau-qua:
    type: consequence
    screen: {kind: phone, shows: [{id: lai, kind: button, label: "Thử lại"}]}
    goal: "Xem điều gì xảy ra."
    say: "Kẻ gian vào được tài khoản."
    expect: {do: tap, target: lai}
    then: cuoc-goi
  dien:
    type: mini_form
    skill: dien
    check: true
    flow: muon-sach
    step: ai
    screen: {kind: form}
    goal: "Điền họ tên và tuổi."
    say: "Tên là {ten}, 61 tuổi."
    expect: {do: fill, answers: {ten: "{ten}", tuoi: "61"}}
    then: END
    mistakes:
      - {id: nham, when: {do: fill, answers: {tuoi: "16"}}, say: "Ngược số rồi.", then: dien}
"""
BORROW = flow_from(
    msgspec.json.decode("""{
  "id": "muon-sach", "procedure": {"code": "1", "name": "Mượn sách"}, "version": "1",
  "effective": {"from": "2026-01-01"}, "sources": {"trang": {"title": "Trang", "confidence": "P"}},
  "time_limit": {"working_days": 1, "source": "trang"},
  "steps": [
    {"id": "sach", "ask": "Sách gì?", "fields": [{"id": "sach", "type": "text", "label": "Sách"}]},
    {"id": "ai", "when": "sach == 'x'", "ask": "Ai mượn?", "fields": [
      {"id": "ten", "type": "full_name", "label": "Họ tên"},
      {"id": "tuoi", "type": "number", "label": "Tuổi", "max": "120"}]},
    {"id": "the", "ask": "Thẻ đâu?", "fields": [{"id": "the", "type": "photo", "label": "Thẻ"}]}],
  "checks": [
    {"when": "tuoi < 6", "level": "error", "on": "tuoi", "say": "Bé quá.", "source": "trang"},
    {"when": "tuoi < 9 && sach == 'y'", "level": "error", "on": "tuoi", "say": "Không.",
     "source": "trang"}]
}""")
)  # fmt: skip
Change = Callable[[str, str], Path]


def flow_of(id: str) -> Flow | None:
    return BORROW if id == BORROW.id else None


@pytest.fixture(scope="session")
def lesson_bench(bench: Bench) -> LessonBench:
    return LessonBench(bench.tongues, {}, flow_of, {"bai-thu", "go-chu"})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of the small lesson."""
    folder = tmp_path / "bai-thu"
    folder.mkdir()
    (folder / "lesson.yaml").write_text(SMALL, encoding="utf-8")
    return folder


@pytest.fixture
def change(home: Path) -> Change:
    """Replaces a piece of the small lesson."""

    def changed(old: str, new: str) -> Path:
        source = (home / "lesson.yaml").read_text("utf-8")
        assert old in source
        (home / "lesson.yaml").write_text(source.replace(old, new, 1), encoding="utf-8")
        return home

    return changed
