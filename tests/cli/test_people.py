import io
import sys
from collections.abc import Callable

import pytest

from kiosk.cli.main import main
from kiosk.clock import SystemClock
from kiosk.people import sessions
from kiosk.settings import Settings
from kiosk.store import Store

Said = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def node(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("KIOSK_COMMUNE", "00070")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs `kiosk people …`: the exit code, and what was printed."""

    def run(*words: str) -> tuple[int, str]:
        return main(["people", *words]), capsys.readouterr().out

    return run


async def test_somebody_is_added_with_a_password_that_works(store: Store, said: Said) -> None:
    code, out = said("add", "minh", "--name", "Trần Văn Minh")
    assert (code, out.splitlines()[0]) == (0, "minh: officer of 00070")
    entered = await sessions.sign_in(store, SystemClock(), "minh", out.split()[-1])
    assert entered is not None
    assert entered[0].must_change


async def test_a_password_can_be_piped_in_and_is_not_printed(
    store: Store, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("con trâu là đầu cơ nghiệp\n"))
    _, out = said("add", "tam", "--name", "Lê Thị Tâm", "--commune", "00091", "--ask")
    assert out == "tam: officer of 00091\n"
    assert await sessions.sign_in(store, SystemClock(), "tam", "con trâu là đầu cơ nghiệp")


async def test_a_new_password_replaces_the_old_one(store: Store, said: Said) -> None:
    old = said("add", "minh", "--name", "Minh")[1].split()[-1]
    new = said("password", "minh")[1].split()[-1]
    assert await sessions.sign_in(store, SystemClock(), "minh", old) is None
    assert await sessions.sign_in(store, SystemClock(), "minh", new)


def test_the_list_tells_who_is_disabled(said: Said) -> None:
    said("add", "minh", "--name", "Minh")
    said("add", "hoa", "--name", "Phạm Hoa", "--role", "volunteer")
    said("disable", "minh")
    assert said("list")[1].splitlines() == [
        "hoa\tvolunteer\t00070\tactive\tPhạm Hoa",
        "minh\tofficer\t00070\tdisabled\tMinh",
    ]


def test_a_slip_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", "disable", "mihn"]) == 1
    assert capsys.readouterr().err == "kiosk: people.no_such_person\n"
