"""kiosk check, walk, pack and official, as an author of flows and lessons uses them."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.engine.lesson.pack import LessonPack
from kiosk.engine.pack import Pack
from kiosk.settings import ROOT

EXAMPLE = ROOT / "docs" / "example" / "muon-phong-hop"
LESSON = EXAMPLE.with_name("bat-den-pin")
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KIOSK_FLOWS_DIR", str(EXAMPLE.parent))
    monkeypatch.setenv("KIOSK_TUTORIALS_DIR", str(LESSON.parent))
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    home = tmp_path / EXAMPLE.name
    shutil.copytree(EXAMPLE, home)
    source = (home / "flow.yaml").read_text("utf-8")
    (home / "flow.yaml").write_text(source.replace("viec == 'tiec'", "viec = 'tiec'"), "utf-8")
    return home


def test_a_flow_that_is_fine_is_counted(capsys: Out) -> None:
    assert main(["check", str(EXAMPLE), "--no-translations"]) == 0
    assert capsys.readouterr().out == "1 thủ tục, 0 lỗi\n"


def test_without_a_path_it_checks_the_flows_and_lessons_of_the_node(capsys: Out) -> None:
    assert main(["check", "--no-translations"]) == 0
    assert capsys.readouterr().out == "1 thủ tục, 1 bài học, 0 lỗi\n"


def test_a_lesson_is_checked_by_itself(capsys: Out) -> None:
    assert main(["check", str(LESSON), "--no-translations"]) == 0
    assert capsys.readouterr().out == "1 bài học, 0 lỗi\n"


def test_a_step_that_names_no_lesson_is_told(tmp_path: Path, capsys: Out) -> None:
    home = tmp_path / EXAMPLE.name
    shutil.copytree(EXAMPLE, home)
    source = (home / "flow.yaml").read_text("utf-8")
    step = "  - id: viec-gi\n"
    assert step in source
    (home / "flow.yaml").write_text(source.replace(step, step + "    lesson: nut-xanh\n"), "utf-8")
    assert main(["check", str(home), "--no-translations"]) == 1
    assert ": không có bài học nào tên “nut-xanh”" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["flow", "lesson"])
def test_a_schema_is_printed(name: str, capsys: Out) -> None:
    assert main(["check", "--schema", name]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == f"{name}.yaml"


def test_a_mistake_is_one_line_with_file_and_line(broken: Path, capsys: Out) -> None:
    assert main(["check", str(broken), "--no-translations"]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{broken}/flow.yaml:29: biểu thức “viec = 'tiec'” chưa đúng: ")
    assert last == "1 thủ tục, 1 lỗi"


@pytest.mark.parametrize("lang", [["--lang", "en"], []])
def test_it_speaks_english_to_whoever_asks(
    broken: Path, lang: list[str], capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8" if lang else "en_GB.UTF-8")
    assert main(["check", str(broken), "--no-translations", *lang]) == 1
    assert "lỗi" not in capsys.readouterr().out


def test_words_without_a_translation_are_told(capsys: Out) -> None:
    assert main(["check", str(EXAMPLE)]) == 1
    line = f"{EXAMPLE}/flow.yaml:3: chưa có bản dịch en: “Mượn phòng họp nhà văn hoá thôn”"
    assert line in capsys.readouterr().out.splitlines()


def test_a_folder_without_flows_is_no_success(tmp_path: Path, capsys: Out) -> None:
    assert main(["check", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def walk(
    capsys: Out, answers: str, monkeypatch: pytest.MonkeyPatch, *more: str
) -> dict[str, object]:
    stdin = io.TextIOWrapper(io.BytesIO(answers.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["walk", "muon-phong-hop", "--answers", "-", "--today", "2026-11-20", *more]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_walk_says_where_it_stands_and_why(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    found = walk(capsys, '{"viec": "lop", "ngay_muon": "1/1/2026"}', monkeypatch)
    assert (found["at"], found["done"], found["path"]) == ("lop-gi", False, ["viec-gi", "lop-gi"])
    found = walk(capsys, '{"viec": "hop", "ngay_muon": "1/1/2026", "buoi": "toi"}', monkeypatch)
    assert found["errors"] == [
        {"id": "date.min", "on": "ngay_muon", "step": "khi-nao",
         "text": "Ngày sớm nhất là 20/11/2026."}
    ]  # fmt: skip


def test_a_walk_that_stops_gives_the_reason(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    found = walk(capsys, '{"viec": "tiec"}', monkeypatch)
    assert (found["stopped"], found["submitted"]) == ("dung-tiec", {"viec": "tiec"})
    assert found["reason"] == "Tiệc thì mượn sân của thôn. Bạn hỏi trưởng thôn nhé."


@pytest.mark.parametrize("answers", ["", "[]", "{", '{"a": NaN}', "\ud800"])
def test_answers_that_are_none_are_one_line(tmp_path: Path, answers: str, capsys: Out) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(answers.encode("utf-8", "surrogatepass"))
    assert main(["walk", "muon-phong-hop", "--answers", str(file)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("command", [["walk", "--answers", "x.json"], ["pack"], ["official"]])
def test_a_flow_that_is_not_there_is_one_line(command: list[str], capsys: Out) -> None:
    assert main([*command, "khong-co"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_pack_is_written_and_opens(tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "pack.json"
    assert main(["pack", str(EXAMPLE), "--lang", "en", "--out", str(file), "--size"]) == 0
    pack = Pack(file.read_bytes())
    assert (pack.flow.id, pack.locale) == ("muon-phong-hop", "en")
    assert capsys.readouterr().out.startswith(f"{len(pack.data)} bytes, ")


@pytest.mark.parametrize("name", ["bat-den-pin", str(LESSON)])
def test_a_lesson_is_packed_by_its_id_or_folder(tmp_path: Path, name: str, capsys: Out) -> None:
    file = tmp_path / "pack.json"
    assert main(["pack", name, "--out", str(file)]) == 0
    assert LessonPack(file.read_bytes()).lesson.id == "bat-den-pin"
    assert capsys.readouterr().out == ""


def test_a_pack_of_a_broken_flow_is_not_written(broken: Path, capsys: Out) -> None:
    assert main(["pack", str(broken)]) == 1
    assert f"{broken}/flow.yaml:29: " in capsys.readouterr().err


def test_the_official_form_is_a_table(capsys: Out) -> None:
    assert main(["official", str(ROOT / "flows" / "khai-sinh")]) == 0
    assert "| Trẻ: họ, chữ đệm, tên | `HoTenKS` | hỏi |" in capsys.readouterr().out
