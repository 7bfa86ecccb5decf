import io
import sys
from collections.abc import Callable

import pytest

from kiosk.cli.main import main
from kiosk.clock import SystemClock
from kiosk.people import entering
from kiosk.people.entering import Entered, Refused
from kiosk.people.gate import Gate
from kiosk.people.keys import keys_of
from kiosk.settings import Settings
from kiosk.store import Store
from tests.people.conftest import entered, with_totp

Said = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def node(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("KIOSK_COMMUNE", "00070")


@pytest.fixture
def gate(store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Of the running node, beside which the commands are given."""
    assert settings.given_secret is not None
    monkeypatch.setenv("KIOSK_SECRET", settings.given_secret.decode())
    return Gate(store, SystemClock(), keys_of(settings))


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs `kiosk people …`: the exit code, and what was printed."""

    def run(*words: str) -> tuple[int, str]:
        return main(["people", *words]), capsys.readouterr().out

    return run


async def test_somebody_is_added_with_a_password_that_works(gate: Gate, said: Said) -> None:
    code, out = said("add", "minh", "--name", "Trần Văn Minh")
    assert (code, out.splitlines()[0]) == (0, "minh: officer of 00070")
    answer = await entering.sign_in(gate, "minh", out.split()[-1])
    assert isinstance(answer, Entered)
    assert answer.staff.must_change


async def test_a_password_can_be_piped_in_and_is_not_printed(
    gate: Gate, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("con trâu là đầu cơ nghiệp\n"))
    _, out = said("add", "tam", "--name", "Lê Thị Tâm", "--commune", "00091", "--ask")
    assert out == "tam: officer of 00091\n"
    answer = await entering.sign_in(gate, "tam", "con trâu là đầu cơ nghiệp")
    assert isinstance(answer, Entered)
    assert not answer.staff.must_change


async def test_a_new_password_replaces_the_old_one(gate: Gate, said: Said) -> None:
    old = said("add", "minh", "--name", "Minh")[1].split()[-1]
    new = said("password", "minh")[1].split()[-1]
    assert await entering.sign_in(gate, "minh", old) == Refused()
    assert isinstance(await entering.sign_in(gate, "minh", new), Entered)


def test_the_list_tells_who_is_disabled(said: Said) -> None:
    said("add", "minh", "--name", "Minh")
    said("add", "hoa", "--name", "Phạm Hoa", "--role", "volunteer")
    said("disable", "minh")
    assert said("list")[1].splitlines() == [
        "hoa\tvolunteer\t00070\tactive,must-change\tPhạm Hoa",
        "minh\tofficer\t00070\tdisabled,must-change\tMinh",
    ]


async def test_who_is_locked_out_can_be_let_in_again(gate: Gate, said: Said) -> None:
    password = said("add", "minh", "--name", "Minh")[1].split()[-1]
    for _ in range(10):
        await entering.sign_in(gate, "minh", "sai")
    assert "\tactive,locked,must-change\t" in said("list")[1]
    assert said("unlock", "minh") == (0, "minh may try again.\n")
    assert isinstance(await entering.sign_in(gate, "minh", password), Entered)


async def test_who_lost_the_telephone_signs_in_with_the_password(gate: Gate, said: Said) -> None:
    password = said("add", "minh", "--name", "Minh")[1].split()[-1]
    await with_totp(gate, (await entered(gate, "minh", password)).staff)
    assert "\tactive,totp,must-change\t" in said("list")[1]
    assert said("reset-totp", "minh")[0] == 0
    assert isinstance(await entering.sign_in(gate, "minh", password), Entered)


async def test_what_is_done_at_the_machine_stands_in_the_trail(gate: Gate, said: Said) -> None:
    said("add", "minh", "--name", "Minh")
    said("unlock", "minh")
    said("reset-totp", "minh")
    said("disable", "minh")
    asked = "SELECT action, detail FROM audit ORDER BY seq"
    rows = await gate.store.read(lambda db: db.exec_driver_sql(asked).all())
    assert {row.detail for row in rows} == {"console"}
    assert [row.action for row in rows] == ["add_person", "unlock", "reset_totp", "disable_person"]


def test_a_slip_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", "disable", "mihn"]) == 1
    assert capsys.readouterr().err == "kiosk: people.no_such_person\n"
