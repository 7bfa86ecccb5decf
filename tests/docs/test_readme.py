"""The README tells the truth about settings, commands and files."""

import io
import json
import re
from pathlib import Path

import pytest

import kiosk.cli
from kiosk import settings
from kiosk.cli.main import NO_COMMANDS, main

ROOT = Path(settings.__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def rows(start: str) -> list[list[str]]:
    """The cells of each table row whose first cell begins so."""
    lines = [line for line in README.splitlines() if line.startswith(f"| `{start}")]
    return [[cell.strip(" `") for cell in line.strip("|").split(" | ")] for line in lines]


def test_every_setting_stands_in_the_readme_and_no_other() -> None:
    assert sorted(row[0] for row in rows("KIOSK_")) == sorted(settings.NAMES)


def test_the_defaults_in_the_readme_are_those_of_the_program() -> None:
    told = {row[0]: row[1] for row in rows("KIOSK_")}
    made = settings.read({})
    for name in ("COMMUNE", "HOST", "PORT", "LOG_LEVEL", "RATE_ADDRESS", "RATE_ALL"):
        assert told[f"KIOSK_{name}"] == str(getattr(made, name.lower()))
    assert ROOT / told["KIOSK_FLOWS_DIR"] == made.flows_dir


def test_every_command_stands_in_the_readme() -> None:
    told = {row[0].split()[1] for row in rows("kiosk ")}
    modules = {path.stem for path in Path(kiosk.cli.__path__[0]).glob("*.py")}
    assert modules - {"__init__", "bench"} - NO_COMMANDS <= told


def test_every_file_that_the_readme_names_is_there() -> None:
    linked = re.findall(r"\]\(((?!http)[^)#]+)\)", README)
    assert linked
    assert [name for name in linked if not (ROOT / name).exists()] == []


@pytest.fixture
def ladder(tmp_path: Path) -> Path:
    """The procedure of the README, written down as it says."""
    folder = tmp_path / "flows" / "muon-thang"
    folder.mkdir(parents=True)
    [example] = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (folder / "flow.yaml").write_text(example, "utf-8")
    return folder


def test_the_procedure_of_the_readme_passes_the_check(ladder: Path) -> None:
    assert main(["check", str(ladder), "--no-translations"]) == 0


def test_the_procedure_of_the_readme_walks_as_it_says(
    ladder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [answers] = re.findall(r"echo '(.*?)' \| kiosk walk", README)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(answers.encode()), "utf-8"))
    assert main(["walk", str(ladder), "--answers", "-"]) == 0
    walked = json.loads(capsys.readouterr().out)
    assert (walked["path"], walked["done"]) == (["cao", "nguoi-giu"], True)
    assert walked["fee"]["total"] == 0
