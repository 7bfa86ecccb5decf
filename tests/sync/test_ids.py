from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.ids import is_uuid7, uuid7


def test_an_id_holds_the_example_of_rfc_9562() -> None:
    noise = 0xCC3 << 62 | 0x18C4DC0C0C07398F
    assert (
        uuid7(0x017F22E279B0, noise.to_bytes(10, "big")) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
    )


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_every_id_is_a_uuid7(now_ms: int, random: bytes) -> None:
    assert is_uuid7(uuid7(now_ms, random))


@given(st.integers(0, 2**47), st.integers(1, 1000))
def test_a_later_id_sorts_after_an_earlier_one(now_ms: int, later: int) -> None:
    assert uuid7(now_ms) < uuid7(now_ms + later)


def test_other_ids_are_told_apart() -> None:
    for other in ("", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", f"{uuid7(0)}\n", "0" * 36):
        assert not is_uuid7(other)
