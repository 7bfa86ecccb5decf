"""A JPEG whose segments lead nowhere is known before anybody decodes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.papers.jpeg import has_picture
from tests.papers import made


@pytest.mark.parametrize("size", [(8, 8), (640, 480), (4000, 3000)])
def test_a_photograph_has_one(size: tuple[int, int]) -> None:
    assert has_picture(made.photo(*size))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe0\0\2" + bytes(20_000_000),
        b"\xff\xd8" + b"\xff" * 20_000_000,
        b"\xff\xd8" + b"\xff\xe0\0\2" * 5_000_000,
        b"\xff\xd8" + b"\xff\xd0" * 5_000_000,
        b"\xff\xd8\xff\xd9" + bytes(100),
    ],
    ids=["empty", "start", "zeros", "fill", "segments", "restarts", "end"],
)
def test_twenty_megabytes_of_nothing_have_none(data: bytes) -> None:
    assert not has_picture(data)


def test_odd_bytes_between_segments_are_forgiven() -> None:
    whole = made.photo(64, 64)
    length = int.from_bytes(whole[4:6], "big")
    assert has_picture(whole[: 4 + length] + b"\0junk\0" + whole[4 + length :])


@given(st.binary(max_size=600))
def test_any_bytes_have_an_answer(rest: bytes) -> None:
    assert has_picture(b"\xff\xd8" + rest) in (True, False)
