import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.problem import Problem
from kiosk.sync import drafts
from kiosk.sync.codes import new_resume_code
from kiosk.sync.derive import hkdf, purpose_key

KEY, CODE = bytes(range(32)), "3467-89AB-CDEF-GHJK".replace("-", "")


@given(st.binary(max_size=200))
def test_a_draft_opens_with_its_key_and_id(data: bytes) -> None:
    sealed = drafts.seal_draft(KEY, "d1", data)
    assert drafts.open_draft(KEY, "d1", sealed) == data
    assert drafts.seal_draft(KEY, "d1", data) != sealed


@given(st.data())
def test_a_changed_draft_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(drafts.seal_draft(KEY, "d1", b"answers"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Problem, match=r"sync\.draft_not_to_be_opened"):
        drafts.open_draft(KEY, "d1", bytes(sealed))


@pytest.mark.parametrize(("key", "id"), [(KEY, "d2"), (bytes(32), "d1"), (b"short", "d1")])
def test_another_key_or_row_does_not_open(key: bytes, id: str) -> None:
    sealed = drafts.seal_draft(KEY, "d1", b"answers")
    with pytest.raises(Problem, match=r"sync\.draft_not_to_be_opened"):
        drafts.open_draft(key, id, sealed)


@given(st.binary(max_size=40))
def test_rubbish_is_a_named_problem(rubbish: bytes) -> None:
    with pytest.raises(Problem, match=r"sync\.draft_not_to_be_opened"):
        drafts.open_draft(KEY, "d1", rubbish)
    with pytest.raises(Problem, match=r"sync\.wrong_resume_code"):
        drafts.unwrap(rubbish, "d1", CODE)


def test_the_resume_code_gives_the_key_back_to_its_own_draft_only() -> None:
    wrapped = drafts.wrap(KEY, "d1", CODE)
    assert drafts.unwrap(wrapped, "d1", CODE) == KEY
    for id, code in (("d2", CODE), ("d1", new_resume_code())):
        with pytest.raises(Problem, match=r"sync\.wrong_resume_code"):
            drafts.unwrap(wrapped, id, code)


def test_the_locator_is_neither_the_code_nor_the_wrapping_key() -> None:
    assert drafts.locator(CODE) == drafts.locator(CODE) != drafts.locator(new_resume_code())
    assert drafts.locator(CODE) != hkdf(CODE.encode(), b"wrap").hex()


def test_draft_keys_are_drawn_anew() -> None:
    assert len({drafts.new_draft_key() for _ in range(10)}) == 10
    assert len(drafts.new_draft_key()) == 32


def test_each_purpose_has_a_key_of_its_own() -> None:
    keys = {purpose_key(secret, use) for secret in (b"a", b"b") for use in ("session", "look-up")}
    assert len(keys) == 4


def test_hkdf_holds_the_vector_of_rfc_5869_a_3() -> None:
    assert hkdf(b"\x0b" * 22, b"", 42).hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )
