"""kiosk walk --engine js: the same JSON, byte for byte, worked out in Node."""

import json
from pathlib import Path
from random import Random

import pytest

from kiosk.cli.main import main
from kiosk.content.explore import Walker, hints_of, one_walk
from kiosk.engine.pack import Pack
from tests.twin.cases import real_packs, world

Out = pytest.CaptureFixture[bytes]


@pytest.mark.parametrize("pack", real_packs()[::2], ids=lambda pack: pack.flow.id)
@pytest.mark.parametrize("lang", ["vi", pytest.param("en", marks=pytest.mark.long)])
def test_both_engines_print_the_same(
    pack: Pack, lang: str, tmp_path: Path, capfdbinary: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path))
    flow, context = pack.flow, world(lang)
    answers, _ = one_walk(Walker(flow, context, hints_of(flow, context), Random(lang)))
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers), "utf-8")
    said = []
    for engine in ("python", "js"):
        command = ["walk", flow.id, "--answers", str(file), "--lang", lang]
        assert main([*command, "--today", "2026-11-22", "--engine", engine]) == 0
        said.append(capfdbinary.readouterr().out)
    assert said[0] == said[1]
    assert json.loads(said[0])["path"]


def test_without_node_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("kiosk.cli.twin.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    file = tmp_path / "answers.json"
    file.write_text("{}")
    assert main(["walk", "khai-sinh", "--answers", str(file), "--engine", "js"]) == 1
    assert "Node" in capsys.readouterr().err
