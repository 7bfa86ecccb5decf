"""What docs/ says of flows and packs is what the program does."""

import json
import re
import shlex
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.content import checks
from kiosk.content.flows import read_flow
from kiosk.content.official import table
from kiosk.content.schema import text
from kiosk.engine import shapes
from kiosk.engine.fields import TYPES
from kiosk.settings import ROOT

DOCS = ROOT / "docs"
FORMAT = (DOCS / "flow-format.md").read_text("utf-8")
PACKS = (DOCS / "packs.md").read_text("utf-8")
TUTORIAL = (DOCS / "ten-minutes.md").read_text("utf-8")
EXAMPLE = DOCS / "example" / "muon-phong-hop"


def block(after: str) -> str:
    """The first fenced block below a line that holds `after`."""
    rest = TUTORIAL.partition(after)[2]
    found = re.search(r"^```\w*\n(.*?)^```$", rest, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_schema_is_current() -> None:
    assert (DOCS / "flow.schema.json").read_text("utf-8") == text()


def test_the_table_of_the_official_form_is_current() -> None:
    flow = read_flow(ROOT / "flows" / "khai-sinh").flow
    assert flow.official_form
    written = (DOCS / "official" / "khai-sinh.md").read_text("utf-8")
    assert written == table(flow, flow.official_form)


def test_every_key_of_a_flow_is_explained() -> None:
    for kind in ("Flow", "Step", "Field", "Check", "Paper", "FeeRow", "FeeTable", "Derived"):
        for key in getattr(shapes, kind).__struct_encode_fields__:
            assert re.search(rf"\b{key}\b", FORMAT), f"{kind}.{key}"


def test_every_field_type_has_a_row() -> None:
    rows = [line for line in FORMAT.splitlines() if line.startswith("| `")]
    assert [
        name for name in TYPES if not any(row.startswith(f"| `{name}` |") for row in rows)
    ] == []


def test_every_name_that_is_taken_is_listed() -> None:
    listed = re.search(r"taken by pages: `([^`]+)`", FORMAT)
    assert listed
    assert set(listed[1].split()) == checks.OURS


def test_every_kind_of_hole_in_the_templates_is_listed() -> None:
    sources = [file.read_text("utf-8") for file in (ROOT / "kiosk").glob("*/templates/*.html")]
    used = set(re.findall(r"""(?:hole|when|unless)\("([a-z_]+)""", "".join(sources)))
    rows = " ".join(line for line in PACKS.splitlines() if line.startswith(("| `", "- ")))
    assert [name for name in sorted(used) if not re.search(rf"\b{name}\b", rows)] == []


@pytest.mark.parametrize("name", ["flow.yaml", "cases.yaml"])
def test_the_tutorial_writes_the_example_that_is_committed(name: str) -> None:
    assert block(f"`{name}`, whole") == (EXAMPLE / name).read_text("utf-8")


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tutorial's files in a flows folder, as somebody who follows it has them."""
    flows = tmp_path / "flows"
    home = flows / "muon-phong-hop"
    home.mkdir(parents=True)
    for name in ("flow.yaml", "cases.yaml"):
        (home / name).write_text(block(f"`{name}`, whole"), encoding="utf-8")
    (tmp_path / "answers.json").write_text(block("`answers.json`"), encoding="utf-8")
    monkeypatch.setenv("KIOSK_FLOWS_DIR", str(flows))
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return home


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("which", ["check it", "walk it", "pack it"])
def test_the_commands_of_the_tutorial_do_what_it_says(
    which: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command, _, printed = block(f"<!-- {which} -->").partition("\n")
    assert main(shlex.split(command.removeprefix("$ kiosk "))) == 0
    out = capsys.readouterr().out
    if printed.startswith("{"):
        assert json.loads(printed).items() <= json.loads(out).items()
    elif "bytes" in printed:
        assert re.fullmatch(r"\d+ bytes, \d+ with brotli\n", out)
    else:
        assert out == printed


def test_the_mistake_of_the_tutorial_is_told_as_it_says(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (written / "flow.yaml").read_text("utf-8")
    (written / "flow.yaml").write_text(source.replace("viec == 'lop'", "viec = 'lop'", 1), "utf-8")
    assert main(["check", "flows/muon-phong-hop", "--no-translations"]) == 1
    assert capsys.readouterr().out == block("<!-- a mistake -->").partition("\n")[2]
