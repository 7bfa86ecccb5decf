"""Cookies as they come back."""

import pytest

from kiosk.settings import Settings
from kiosk.web import cookies


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (b"draft=abc; lang=vi", "abc"),
        (b'lang=vi;draft="abc"', "abc"),
        (b"xdraft=1; draft=abc", "abc"),
        (b"drafts=1", None),
        (b"draft=", ""),
        (b"\xff\xfe;;;=", None),
    ],
)
def test_one_cookie_is_read(header: bytes, value: str | None) -> None:
    scope = {"headers": [(b"host", b"x"), (b"cookie", header)]}
    assert cookies.read(scope, "draft") == value  # type: ignore[arg-type]


def test_a_cookie_ends_with_the_browser_unless_told_otherwise(settings: Settings) -> None:
    header = cookies.make(settings, "draft", "abc").to_header(header="")
    assert header == "draft=abc; HttpOnly; Path=/; SameSite=strict"
    assert "Max-Age=0" in cookies.forget(settings, "draft").to_header()
