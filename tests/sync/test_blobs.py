import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.problem import Problem
from kiosk.sync import blobs
from kiosk.sync.canonical import digest

K = bytes(range(32))


@given(st.binary(max_size=200), st.integers(0, 65535))
def test_a_photo_comes_back_as_it_was(data: bytes, slot: int) -> None:
    blob = blobs.seal_blob(K, slot, data)
    assert blobs.open_blob(K, slot, blob.ciphertext) == data
    assert blob.name == digest(blob.ciphertext)
    assert len(blob.ciphertext) == len(data) + 16


def test_the_same_photo_in_another_slot_or_envelope_looks_different() -> None:
    names = {blobs.seal_blob(k, slot, b"anh").name for k in (K, K[::-1]) for slot in range(12)}
    assert len(names) == 24


@given(st.data())
def test_a_changed_photo_does_not_open(data: st.DataObject) -> None:
    blob = bytearray(blobs.seal_blob(K, 0, b"anh").ciphertext)
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Problem, match=r"sync\.blob_not_to_be_opened"):
        blobs.open_blob(K, 0, bytes(blob))


def test_the_wrong_slot_and_the_empty_file_do_not_open() -> None:
    for slot, ciphertext in ((1, blobs.seal_blob(K, 0, b"anh").ciphertext), (0, b"")):
        with pytest.raises(Problem, match=r"sync\.blob_not_to_be_opened"):
            blobs.open_blob(K, slot, ciphertext)


def test_a_photo_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "MAX_BLOB_BYTES", 20)
    assert blobs.seal_blob(K, 0, b"four")
    with pytest.raises(Problem, match=r"sync\.blob_too_large"):
        blobs.seal_blob(K, 0, b"fives")
