"""A flow may send the citizen on to another procedure, if that one is here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.content.library import Library, Tongue, open_library
from kiosk.content.reference.lookup import reference
from kiosk.engine.holes import HoleError

FLOW = """
id: thu-{code}
procedure: {{code: "{code}", name: Thử}}
version: "1"
effective: {{from: 2026-01-01}}
time_limit: {{working_days: 1, source: trang}}
sources: {{trang: {{title: Trang, confidence: P}}}}
steps:
  - id: tuoi
    ask: Mấy tuổi?
    fields: [{{id: tuoi, type: number, label: Tuổi}}]
ends: checklist
"""


def opened(folder: Path, *codes: str) -> Library:
    for code in codes:
        (folder / f"thu-{code}").mkdir()
        text = FLOW.format(code=code)
        (folder / f"thu-{code}" / "flow.yaml").write_text(text, encoding="utf-8")
    return open_library(folder, [Tongue("vi", str, draw, reference())])


def draw(_: str, values: Mapping[str, Any]) -> str:
    if values["flow"].id == "thu-hong":
        raise HoleError("a section is left open")
    return f"<title>x</title><main>{' '.join(values['links'].values())}</main>"


def test_each_flow_knows_the_addresses_of_all_that_are_here(tmp_path: Path) -> None:
    library = opened(tmp_path, "a", "b")
    page = library.flows["thu-a"].pack("vi").page("start", {})
    assert "/thu-tuc/thu-a /thu-tuc/thu-b" in page


def test_nothing_links_to_a_flow_that_could_not_be_drawn(tmp_path: Path) -> None:
    library = opened(tmp_path, "a", "hong")
    assert [*library.flows] == ["thu-a"]
    assert len(library.troubles) == 1
    assert "thu-hong" not in library.flows["thu-a"].pack("vi").page("start", {})
