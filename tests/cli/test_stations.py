from collections.abc import Callable

import pytest

from kiosk.cli.main import main
from kiosk.clock import SystemClock
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.sync import codes, enrolment, stations
from kiosk.sync.enrolment import Vault
from kiosk.sync.keys import new_key, public_text

Said = Callable[..., tuple[int, str]]


@pytest.fixture
def said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Said:
    """Runs `kiosk stations …`: the exit code, and what was printed."""
    monkeypatch.setenv("KIOSK_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("KIOSK_DATABASE_URL", settings.database_url)

    def run(*words: str) -> tuple[int, str]:
        code, out = main(["stations", *words]), capsys.readouterr()
        return code, out.out + out.err

    return run


async def test_the_code_that_is_printed_makes_a_station(
    said: Said, store: Store, settings: Settings
) -> None:
    code, out = said("invite", "Thôn Đông", "--commune", "00091")
    first, second, _ = out.splitlines()
    assert (code, first.split(": ")[1]) == (0, "invited, of 00091")
    typed = codes.normalise_resume(second.removeprefix("code: "))
    assert typed
    public, nonce = public_text(new_key("signing", 1).public), "n" * 20
    proof = enrolment.node_proof(enrolment.proof_key(typed), public, nonce)
    # The command reads the node's own secret, made when it is first asked for.
    vault = Vault.under((settings.data_dir / "secret").read_bytes())
    locator, now = enrolment.locator_of(typed), SystemClock().now()
    enrolled = await store.write(stations.enrol, vault, locator, public, nonce, proof, now)
    assert first.startswith(f"{enrolled.station.id}: ")


async def test_stations_are_listed_paused_and_shut_out(said: Said) -> None:
    id = said("invite", "Thôn Đông")[1].partition(":")[0]
    listed = said("list")[1].strip().split("\t")
    assert listed == [id, "invited", "00070", "never", "0", "clock-ok", "Thôn Đông"]
    assert said("pause", id) == (1, "kiosk: sync.station_not_now\n")
    assert said("revoke", id) == (0, f"{id} (Thôn Đông): revoked\n")
    assert said("resume", "tram-x") == (1, "kiosk: sync.no_such_station\n")


def test_what_is_no_commune_is_refused(said: Said) -> None:
    code, out = said("invite", "Thôn Đông", "--commune", "7")
    assert (code, "sync.malformed_station" in out) == (1, True)


def test_a_station_has_none_of_its_own(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_UPSTREAM", "https://hub.example.vn")
    code, out = said("list")
    assert (code, "This machine is a station itself" in out) == (1, True)
