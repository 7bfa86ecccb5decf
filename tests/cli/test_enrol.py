"""kiosk enrol and kiosk sync, where they cannot do what they are asked for. How they can: see
tests/faults/stations."""

import socket
from collections.abc import Callable

import pytest

from kiosk.cli.main import main
from kiosk.settings import Settings
from kiosk.sync import keyfolder

Said = Callable[..., tuple[int, str]]
CODE = "7M6C-KTEM-BKCX-XT4X"


@pytest.fixture
def said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Said:
    """Runs a command: the exit code, and what it complained of."""
    monkeypatch.setenv("KIOSK_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("KIOSK_DATABASE_URL", settings.database_url)
    for command in ("serve", "sync"):  # it is the whole process's, and there are other tests
        monkeypatch.setattr(f"kiosk.cli.{command}.configure_logging", lambda _: None)

    def run(*words: str) -> tuple[int, str]:
        return main(words), capsys.readouterr().err

    return run


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a hub that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    monkeypatch.setenv("KIOSK_UPSTREAM", url)
    return url


def test_a_hub_enrols_nowhere_and_has_nobody_to_sync_with(said: Said) -> None:
    assert said("enrol", CODE) == (
        1,
        "kiosk: Set KIOSK_UPSTREAM to the address of the hub first.\n",
    )
    code, err = said("sync", "--once")
    assert (code, "This is a hub" in err) == (1, True)


def test_a_slip_in_the_code_is_told_before_anybody_is_asked(said: Said, nobody: str) -> None:
    code, err = said("enrol", CODE[:-1])
    assert (code, "This is no code" in err) == (1, True)


def test_a_data_folder_of_a_hub_stays_one(said: Said, nobody: str, settings: Settings) -> None:
    keyfolder.open_ring(settings.keys_dir, keyfolder.HUB, 1)
    code, err = said("enrol", CODE)
    assert (code, "is a hub's own" in err) == (1, True)


def test_a_hub_that_does_not_answer_costs_no_key(
    said: Said, nobody: str, settings: Settings
) -> None:
    """The code is good for one key: it has to be the same when it is typed again."""
    for _ in range(2):
        code, err = said("enrol", CODE)
        assert (code, f"{nobody} does not answer as a hub" in err) == (1, True)
    assert len(keyfolder.load_ring(settings.keys_dir).of("signing")) == 1


def test_a_machine_that_never_joined_says_so(said: Said, nobody: str) -> None:
    for words in (("sync", "--once"), ("sync", "--status"), ("serve",)):
        code, err = said(*words)
        assert (code, "no station of" in err) == (1, True), words
