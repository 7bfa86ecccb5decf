"""A place to write flows, and what they are proved with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.content.proof import Bench
from kiosk.content.reference.lookup import reference
from kiosk.content.yaml import Trouble
from kiosk.engine.walk import Context
from kiosk.settings import Settings
from kiosk.web.language import load_languages
from kiosk.web.screens import Renderer
from kiosk.web.tongues import tongues_of

SMALL = """\
id: thu
procedure: {code: "1", name: Thử}
version: "1"
effective: {from: 2026-01-01}
time_limit: {working_days: 1, source: trang}
sources: {trang: {title: Trang, confidence: P}, nho: {title: Nhớ, confidence: M}}
steps:
  - id: tuoi
    ask: Bạn mấy tuổi?
    fields: [{id: tuoi, type: number, label: Tuổi}]
  - id: cha-me
    when: tuoi < 18
    ask: Cha mẹ tên gì?
    fields: [{id: cha_me, type: full_name, label: Cha mẹ}]
ends: checklist
"""
SHARED = """\
steps:
  chung:
    - id: ho-ten
      ask: Bạn tên gì?
      fields: [{id: ho_ten, type: full_name, label: Họ và tên}]
"""
Change = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    settings = Settings(tmp_path_factory.mktemp("bench"), "sqlite://")
    languages = {"vi": load_languages(settings)["vi"]}
    renderer = Renderer(settings, languages, lambda name: f"/static/{name}")
    return Bench(tongues_of(renderer), {}, Context("1970-01-01", "00070", reference()), 20)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a small flow that is fine."""
    folder = tmp_path / "thu"
    folder.mkdir()
    (folder / "flow.yaml").write_text(SMALL, encoding="utf-8")
    return folder


@pytest.fixture
def change(home: Path) -> Change:
    """Replaces a piece of the small flow, or adds to its end."""

    def changed(old: str, new: str) -> Path:
        source = (home / "flow.yaml").read_text("utf-8")
        assert old in source
        text = source.replace(old, new, 1) if old else source + new
        (home / "flow.yaml").write_text(text, encoding="utf-8")
        return home

    return changed


def said(troubles: tuple[Trouble, ...]) -> list[str]:
    """`12: words`, without the file."""
    return [f"{one.line}: {one.words.said()}" for one in troubles]
