"""The command line says in one line what went wrong."""

import pytest

from kiosk.cli.main import main


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path))


def test_the_database_is_brought_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "upgrade"]) == 0
    assert capsys.readouterr().out == "The database is up to date.\n"


def test_a_bad_setting_stops_with_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_PORT", "eighty")
    assert main(["db", "upgrade"]) == 1
    assert capsys.readouterr().err.startswith("kiosk: KIOSK_PORT must be a number")


def test_without_a_command_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([])
    assert "usage: kiosk" in capsys.readouterr().err
