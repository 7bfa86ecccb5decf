import io
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.settings import Settings
from kiosk.sync import keyfolder
from kiosk.sync.keys import KeyRing

PASSPHRASE = "con trâu là đầu cơ nghiệp"
Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ring(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> KeyRing:
    """The keys of the node that the commands speak of."""
    monkeypatch.setenv("KIOSK_DATA_DIR", str(settings.data_dir))
    # scrypt at full strength takes half a second each time.
    monkeypatch.setattr("kiosk.sync.keyexport.export_keys.__defaults__", (2**10,))
    return keyfolder.open_ring(settings.keys_dir, keyfolder.HUB, 1)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    """Runs `kiosk keys …` with the passphrase piped in: the exit code, and what was printed."""

    def run(*words: str, passphrase: str = PASSPHRASE) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{passphrase}\n"))
        code = main(["keys", *words])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_exported_keys_are_noted_and_for_no_other_eyes(
    settings: Settings, ring: KeyRing, said: Said, tmp_path: Path
) -> None:
    file = tmp_path / "keys.json"
    code, out, _ = said("export", str(file))
    assert (code, out.splitlines()[0]) == (0, f"2 keys are in {file}.")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSPHRASE not in file.read_text() + out
    assert keyfolder.not_exported(settings.keys_dir, ring) == ()


def test_a_lost_node_gets_its_keys_back(
    settings: Settings, ring: KeyRing, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said("export", str(tmp_path / "keys.json"))
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "new"))
    code, out, _ = said("import", str(tmp_path / "keys.json"))
    assert (code, out.splitlines()[0]) == (0, "2 keys, 2 of them new.")
    back = keyfolder.load_ring(tmp_path / "new" / "keys")
    assert [key.id for key in back.keys] == [key.id for key in ring.keys]
    assert keyfolder.not_exported(tmp_path / "new" / "keys", back) == ()


def test_a_passphrase_can_stand_in_a_file(ring: KeyRing, said: Said, tmp_path: Path) -> None:
    (tmp_path / "words").write_text(f"{PASSPHRASE}\r\nnot this line\n")
    where = ("--passphrase-file", str(tmp_path / "words"))
    assert said("export", str(tmp_path / "keys.json"), *where, passphrase="")[0] == 0
    assert said("import", str(tmp_path / "keys.json"))[0] == 0


@pytest.mark.parametrize(
    ("words", "passphrase", "why"),
    [
        (("export", "keys.json"), "short", "kiosk: sync.weak_passphrase least=12"),
        (("export", "there"), PASSPHRASE, "kiosk: there is there already: choose another name."),
        (("export", "no/keys.json"), PASSPHRASE, "kiosk: no/keys.json cannot be written: "),
        (("import", "gone"), PASSPHRASE, "kiosk: gone cannot be read: No such file or directory."),
        (("import", "there"), PASSPHRASE, "kiosk: sync.malformed_export"),
        (("import", "good"), "another passphrase", "kiosk: sync.wrong_passphrase"),
    ],
)
@pytest.mark.usefixtures("in_a_folder")
def test_what_cannot_be_done_is_one_line_and_nothing_is_noted(
    settings: Settings, ring: KeyRing, said: Said, words: tuple[str, ...], passphrase: str, why: str
) -> None:
    said("export", "good")
    (settings.keys_dir / "exported").unlink()
    Path("there").write_text("something else")
    code, out, err = said(*words, passphrase=passphrase)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(why)
    assert Path("there").read_text() == "something else"
    assert keyfolder.not_exported(settings.keys_dir, ring)


def test_a_node_without_keys_has_nothing_to_export(
    settings: Settings, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path))
    code, _, err = said("export", str(tmp_path / "keys.json"))
    assert code == 1
    assert err.startswith("kiosk: sync.no_such_key")
    assert not (tmp_path / "keys.json").exists()


def test_rotating_adds_a_key_and_asks_for_another_export(
    settings: Settings, ring: KeyRing, said: Said, tmp_path: Path
) -> None:
    said("export", str(tmp_path / "keys.json"))
    code, out, _ = said("rotate", "sealing")
    now = keyfolder.load_ring(settings.keys_dir)
    assert (code, len(now.of("sealing")), len(now.of("signing"))) == (0, 2, 1)
    assert f"new sealing key: {now.sealing.id}" in out
    assert [key.id for key in keyfolder.not_exported(settings.keys_dir, now)] == [now.sealing.id]


def test_rotating_without_a_word_renews_both(settings: Settings, ring: KeyRing, said: Said) -> None:
    assert said("rotate")[0] == 0
    assert len(keyfolder.load_ring(settings.keys_dir).keys) == 4


def test_a_stations_key_is_renewed_by_its_hub_only(
    ring: KeyRing, settings: Settings, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_UPSTREAM", "https://hub.example")
    code, _, err = said("rotate")
    assert (code, "kiosk enrol" in err) == (1, True)
    assert len(keyfolder.load_ring(settings.keys_dir).keys) == len(ring.keys)
