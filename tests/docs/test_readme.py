"""The README tells the truth about settings, commands and files."""

import re
from pathlib import Path

import kiosk.cli
from kiosk import settings

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
    assert modules - {"__init__", "main", "bench"} <= told


def test_every_file_that_the_readme_names_is_there() -> None:
    linked = re.findall(r"\]\(((?!http)[^)#]+)\)", README)
    assert linked
    assert [name for name in linked if not (ROOT / name).exists()] == []
