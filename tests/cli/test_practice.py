"""kiosk practice export."""

from pathlib import Path

import pytest

from kiosk.cli.main import main


@pytest.mark.parametrize(
    ("format", "begins"), [("csv", "\ufeffat,group,nickname,learner"), ("xapi", "")]
)
def test_it_writes_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes],
    format: str, begins: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path))
    assert main(["practice", "export", "--format", format]) == 0
    assert capfdbinary.readouterr().out.decode().startswith(begins)
