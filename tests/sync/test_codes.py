import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync import codes

LAN_ID = "019c2b7e-6f00-7abc-8def-0123456789ab"
ids = st.uuids(version=4).map(str)


@given(ids)
def test_a_receipt_code_is_twelve_letters_that_nobody_confuses(id: str) -> None:
    code = codes.receipt_code(id)
    assert len(code) == 12
    assert not set(code) & set("0O1ILZ25SQUV")
    assert codes.receipt_code(id) == code
    assert codes.normalise(code) == code


def test_the_alphabet_has_its_24_letters_in_order() -> None:
    assert list(codes.ALPHABET) == sorted(set(codes.ALPHABET))
    assert len(codes.ALPHABET) == 24


@given(ids)
def test_every_single_wrong_letter_is_caught(id: str) -> None:
    code = codes.receipt_code(id)
    slips = (
        code[:at] + letter + code[at + 1 :]
        for at in range(12)
        for letter in codes.ALPHABET
        if letter != code[at]
    )
    assert all(codes.normalise(slip) is None for slip in slips)


def test_hardly_any_two_neighbours_swapped_go_through() -> None:
    swapped = caught = 0
    for number in range(2_000):
        code = codes.receipt_code(f"{number:036d}")
        for at in range(11):
            slip = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            swapped += slip != code
            caught += slip != code and codes.normalise(slip) is None
    assert caught / swapped > 0.99


@pytest.mark.parametrize("spelling", ["{0}-{1}-{2}", "{0} {1} {2}", " {0}{1}–{2}\n", "{0}.{1}_{2}"])
def test_a_code_is_understood_however_it_is_typed(spelling: str) -> None:
    code = codes.receipt_code(LAN_ID)
    typed = spelling.format(code[:4], code[4:8], code[8:])
    assert codes.normalise(typed) == codes.normalise(typed.lower()) == code
    assert codes.normalise(codes.shown(code)) == code


def test_full_width_letters_from_a_phone_keyboard_are_understood() -> None:
    code = codes.receipt_code(LAN_ID)
    assert codes.normalise("".join(chr(ord(letter) + 0xFEE0) for letter in code)) == code


@given(st.text())
def test_anything_else_is_no_code(typed: str) -> None:
    for normalise in (codes.normalise, codes.normalise_resume, codes.normalise_secret):
        letters = normalise(typed)
        assert letters is None or set(letters) <= set(codes.ALPHABET)


def test_a_code_of_another_kind_is_no_receipt_code() -> None:
    resume, secret = codes.new_resume_code(), codes.follow_secret(bytes(32), LAN_ID)
    assert codes.normalise(resume) is None
    assert codes.normalise(secret) is None
    assert codes.normalise_secret(codes.receipt_code(LAN_ID)) is None


def test_resume_codes_are_sixteen_letters_and_never_the_same() -> None:
    drawn = {codes.new_resume_code() for _ in range(100)}
    assert len(drawn) == 100
    for code in drawn:
        assert codes.normalise_resume(codes.shown(code).lower()) == code
    assert codes.shown(code).count("-") == 3


def test_a_follow_secret_is_the_drafts_and_the_ids() -> None:
    secret = codes.follow_secret(bytes(32), LAN_ID)
    others = (codes.follow_secret(b"\x01" * 32, LAN_ID), codes.follow_secret(bytes(32), "x"))
    assert secret == codes.follow_secret(bytes(32), LAN_ID)
    assert secret not in others
    assert len(codes.ALPHABET) ** (len(secret) - 1) > 2**100


def test_only_the_holder_of_the_secret_is_let_in() -> None:
    secret = codes.follow_secret(bytes(32), LAN_ID)
    follow = codes.secret_hash(secret)
    tams = codes.follow_secret(b"\x01" * 32, LAN_ID)
    assert codes.is_secret_of(codes.shown(secret).lower(), follow)
    for wrong in (tams, secret[:-1], "", "Đâu phải", follow):
        assert not codes.is_secret_of(wrong, follow)
