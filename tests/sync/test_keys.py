import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.problem import Problem
from kiosk.sync import keyexport, keyfolder, keys
from kiosk.sync.keys import KeyRing

PASSPHRASE = "con gà con vịt Tế"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "keys"


@pytest.fixture
def ring(folder: Path) -> KeyRing:
    return keyfolder.open_ring(folder, keyfolder.HUB, now_ms=1_000)


def _names(ring: KeyRing) -> list[tuple[str, str]]:
    return [(key.purpose, key.id) for key in ring.keys]


def test_the_first_start_makes_keys_that_only_the_owner_reads(folder: Path, ring: KeyRing) -> None:
    files = list(folder.glob("*"))
    assert len(files) == 2 + len([".lock"])
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_second_start_finds_the_same_keys(folder: Path, ring: KeyRing) -> None:
    again = keyfolder.open_ring(folder, keyfolder.HUB, now_ms=2_000)
    assert _names(again) == _names(ring) == _names(keyfolder.load_ring(folder))


def test_workers_that_start_at_once_share_one_ring(folder: Path) -> None:
    with ThreadPoolExecutor(8) as workers:
        rings = workers.map(lambda now: keyfolder.open_ring(folder, keyfolder.HUB, now), range(16))
        assert len({tuple(_names(ring)) for ring in rings}) == 1


def test_a_node_has_no_sealing_key_until_it_becomes_a_hub(folder: Path) -> None:
    node = keyfolder.open_ring(folder, keyfolder.NODE, now_ms=1)
    with pytest.raises(Problem, match=r"sync\.no_such_key"):
        _ = node.sealing
    hub = keyfolder.open_ring(folder, keyfolder.HUB, now_ms=2)
    assert hub.signing.id == node.signing.id
    assert list(hub.openers) == [hub.sealing.id]


def test_rotating_keeps_the_old_key_to_open_with(folder: Path, ring: KeyRing) -> None:
    old = ring.sealing.id
    # The clock went back to 1970: the new key is used all the same.
    rotated = keyfolder.rotate(folder, "sealing", now_ms=0)
    assert rotated.sealing.id != old
    assert rotated.signing.id == ring.signing.id
    assert set(rotated.openers) == {old, rotated.sealing.id}
    assert _names(keyfolder.load_ring(folder)) == _names(rotated)


def test_who_serves_uses_a_new_key_at_once(folder: Path, ring: KeyRing) -> None:
    for _ in range(5):  # one right after the other: the clock of files hardly moves in between
        made = keyfolder.rotate(folder, "sealing", now_ms=2_000)
        assert ring.sealing.id == made.sealing.id
        assert _names(ring) == _names(made)


def test_who_serves_looks_again_only_after_a_change(
    folder: Path, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = folder.stat().st_mtime - 60
    os.utime(folder, (long_ago, long_ago))
    assert len(ring.keys) == 2
    monkeypatch.setattr(keyfolder, "load_ring", None)  # would fail
    assert len(ring.keys) == 2


def test_who_serves_goes_on_when_the_folder_is_damaged_or_gone(folder: Path, ring: KeyRing) -> None:
    known = _names(ring)
    (folder / "sealing-other.pem").write_bytes(b"")
    assert _names(ring) == known
    folder.rename(folder.with_name("elsewhere"))
    assert _names(ring) == known


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n", b"\xff" * 90])
def test_a_damaged_key_stops_the_start_with_its_name(
    folder: Path, ring: KeyRing, content: bytes
) -> None:
    damaged = next(folder.glob("sealing-*.pem"))
    damaged.write_bytes(content)
    with pytest.raises(Problem, match=r"sync\.damaged_key_file") as raised:
        keyfolder.open_ring(folder, keyfolder.HUB, now_ms=2)
    assert raised.value.params == {"file": damaged.name}


def test_a_key_under_another_keys_name_is_damage_too(folder: Path, ring: KeyRing) -> None:
    sealing, signing = (next(folder.glob(f"{use}-*")) for use in ("sealing", "signing"))
    sealing.write_bytes(signing.read_bytes())
    with pytest.raises(Problem, match=r"sync\.damaged_key_file"):
        keyfolder.load_ring(folder)


def test_a_folder_from_a_backup_is_closed_to_others_again(folder: Path, ring: KeyRing) -> None:
    file = next(folder.glob("*.pem"))
    file.chmod(0o644)
    keyfolder.load_ring(folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_staff_are_warned_until_every_key_was_exported(folder: Path, ring: KeyRing) -> None:
    assert len(keyfolder.not_exported(folder, ring)) == 2
    keyfolder.note_export(folder, ring)
    assert keyfolder.not_exported(folder, ring) == ()
    rotated = keyfolder.rotate(folder, "signing", now_ms=9)
    assert keyfolder.not_exported(folder, rotated) == (rotated.signing,)


def test_an_export_brings_the_keys_to_another_machine(ring: KeyRing, tmp_path: Path) -> None:
    data = keyexport.export_keys(ring.keys, PASSPHRASE, work=2)
    taken = keyfolder.take_in(tmp_path / "new", keyexport.import_keys(data, PASSPHRASE))
    assert _names(taken) == _names(ring)
    assert _names(keyfolder.take_in(tmp_path / "new", ring.keys)) == _names(ring)
    assert b"PRIVATE" not in data


def test_a_passphrase_may_be_typed_with_letters_composed_or_not(ring: KeyRing) -> None:
    data = keyexport.export_keys(ring.keys, "Tế Xương 1870", work=2)
    assert keyexport.import_keys(data, "Te\u0302\u0301 Xu\u031bo\u031bng 1870")


def test_the_wrong_passphrase_and_a_short_one_are_said(ring: KeyRing) -> None:
    data = keyexport.export_keys(ring.keys, PASSPHRASE, work=2)
    with pytest.raises(Problem, match=r"sync\.wrong_passphrase"):
        keyexport.import_keys(data, PASSPHRASE.upper())
    with pytest.raises(Problem, match=r"sync\.weak_passphrase"):
        keyexport.export_keys(ring.keys, "mật khẩu", work=2)


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"cipher": "none"},
        {"nonce": "AAAA"},
        {"nonce": "?"},
        {"sealed": 1},
        {"sealed": ""},
        {"kdf": {"name": "scrypt", "n": 2**30, "r": 8, "p": 1, "salt": "AAAA"}},
        {"kdf": {"name": "scrypt", "n": 3, "r": 8, "p": 1, "salt": "AAAA"}},
        {"kdf": {"name": "md5", "n": 2, "r": 8, "p": 1, "salt": "AAAA"}},
    ],
)
def test_a_file_that_is_no_export_is_a_named_problem(
    ring: KeyRing, change: dict[str, object]
) -> None:
    export = json.loads(keyexport.export_keys(ring.keys, PASSPHRASE, work=2))
    with pytest.raises(Problem, match=r"sync\.malformed_export"):
        keyexport.import_keys(json.dumps(export | change).encode(), PASSPHRASE)
    with pytest.raises(Problem, match=r"sync\.malformed_export"):
        keyexport.import_keys(b"PK\x03\x04", PASSPHRASE)


def test_a_public_key_travels_as_its_point(ring: KeyRing) -> None:
    text = keys.public_text(ring.sealing.public)
    assert keys.key_id(keys.read_public(text)) == ring.sealing.id
    assert len(keys.public_bytes(ring.sealing.public)) == 65


@pytest.mark.parametrize("text", ["", "AAAA", "không", "BA" + "A" * 85 + "=", "A" * 88])
def test_what_is_no_point_of_the_curve_is_no_key(text: str) -> None:
    with pytest.raises(Problem, match=r"sync\.malformed_key"):
        keys.read_public(text)


def test_a_key_on_another_curve_is_no_key_of_ours() -> None:
    other = keys.Key("signing", 1, ec.generate_private_key(ec.SECP384R1()))
    with pytest.raises(Problem, match=r"sync\.malformed_key"):
        keys.read_private("signing", 1, keys.private_pem(other))


def test_a_private_key_does_not_show_when_it_is_printed(ring: KeyRing) -> None:
    assert repr(ring.sealing) == "Key(purpose='sealing', made_at=1000)"
