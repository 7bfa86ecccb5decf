"""What docs/ says of lessons is what the program does."""

import re
import shlex
from pathlib import Path
from typing import get_args

import pytest

from kiosk.cli.main import main
from kiosk.content.lessons import checks, screens, wording
from kiosk.content.lessons.schema import text
from kiosk.engine.lesson import shapes
from kiosk.settings import ROOT

DOCS = ROOT / "docs"
FORMAT = (DOCS / "lesson-format.md").read_text("utf-8")
EXAMPLE = DOCS / "example" / "bat-den-pin" / "lesson.yaml"
ROWS = " ".join(line for line in FORMAT.splitlines() if line.startswith("|"))
KINDS = ("Lesson", "Scene", "Screen", "Item", "Action", "Mistake", "Hint", "Variant", "Mastery")


def block(after: str) -> str:
    """The first fenced block below a line that holds `after`."""
    rest = FORMAT.partition(after)[2]
    found = re.search(r"^```\w*\n(.*?)^```$", rest, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_schema_is_current() -> None:
    """Else: kiosk check --schema lesson > docs/lesson.schema.json"""
    assert (DOCS / "lesson.schema.json").read_text("utf-8") == text()


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_explained(kind: str) -> None:
    keys = {*getattr(shapes, kind).__struct_encode_fields__} - {"forms"}
    assert [key for key in keys if not re.search(rf"\b{key}\b", FORMAT)] == []


@pytest.mark.parametrize("words", [shapes.SceneType, shapes.ScreenKind, shapes.ItemKind])
def test_every_type_and_kind_has_a_row(words: object) -> None:
    assert [word for word in get_args(words) if f"`{word}`" not in ROWS] == []


@pytest.mark.parametrize(
    "words",
    [*screens.LOOKS.values(), screens.APPS, checks.PAGES, checks.DEEDS, wording.GLOSSES],
    ids=["photo", "qr", "button", "card", "apps", "pages", "deeds", "terms"],
)
def test_every_word_that_means_something_is_listed(words: frozenset[str]) -> None:
    assert [word for word in words if not re.search(rf"[` ]{word}[` \n]", FORMAT)] == []


def test_the_example_is_the_one_that_is_committed() -> None:
    assert block("`lesson.yaml`, whole") == EXAMPLE.read_text("utf-8")


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example in a folder of lessons, as somebody who follows the page has it."""
    home = tmp_path / "tutorials" / "bat-den-pin"
    home.mkdir(parents=True)
    (home / "lesson.yaml").write_text(block("`lesson.yaml`, whole"), encoding="utf-8")
    monkeypatch.setenv("KIOSK_TUTORIALS_DIR", str(home.parent))
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return home / "lesson.yaml"


@pytest.mark.usefixtures("written")
def test_the_example_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    command, _, printed = block("<!-- check it -->").partition("\n")
    assert main(shlex.split(command.removeprefix("$ kiosk "))) == 0
    assert capsys.readouterr().out == printed


def test_its_mistake_is_told_as_it_says(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, _, after = written.read_text("utf-8").rpartition("then: bat-den")
    written.write_text(f"{before}then: bat-dèn{after}", "utf-8")
    command, _, printed = block("<!-- a mistake -->").partition("\n")
    assert main(shlex.split(command.removeprefix("$ kiosk "))) == 1
    assert capsys.readouterr().out == printed
