"""RFC 6238, appendix B: the SHA-1 vectors, of which six-digit codes are the last six digits."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from kiosk.people import totp

SECRET = b"12345678901234567890"
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_of(SECRET, seconds // 30) == code
    assert totp.step_of(SECRET, code, at, after=-1) == seconds // 30


@pytest.mark.parametrize(("off", "is_taken"), [(-61, 0), (-30, 1), (0, 1), (30, 1), (61, 0)])
def test_a_clock_may_be_half_a_minute_off(off: int, is_taken: int) -> None:
    at = datetime.fromtimestamp(1111111110 + off, UTC)
    assert (totp.step_of(SECRET, totp.code_of(SECRET, 37037037), at, -1) is not None) == is_taken


def test_a_used_step_and_those_before_it_count_no_more() -> None:
    at = datetime.fromtimestamp(1111111111, UTC)
    assert totp.step_of(SECRET, "050471", at, after=37037036) == 37037037
    assert totp.step_of(SECRET, "050471", at, after=37037037) is None
    assert totp.step_of(SECRET, "081804", at, after=37037037) is None


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("081804", "081804"), (" 081 804\n", "081804"), ("０８１８０４", "081804"), ("08180", None),
     ("0818045", None), ("08180a", None), ("", None), ("٠٨١٨٠٤", None)],
)  # fmt: skip
def test_digits_are_read_as_people_type_them(typed: str, digits: str | None) -> None:
    assert totp.digits_in(typed) == digits


def test_the_telephone_is_told_what_it_needs() -> None:
    uri = urlsplit(totp.uri(SECRET, "minh"))
    asked = parse_qs(uri.query)
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert uri.path == "/Tr%E1%BA%A1m%20S%E1%BB%91:minh"
    assert asked == {"secret": ["".join(totp.typable(SECRET))], "issuer": ["Trạm Số"]}


def test_each_secret_is_new_and_as_long_as_the_standard_wants() -> None:
    assert len(totp.new_secret()) == 20
    assert totp.new_secret() != totp.new_secret()
