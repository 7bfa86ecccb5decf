"""The cookie of a visit: whose it is, how long it holds, and which word is the stronger."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.people.assist import LASTS, Assist, Signing, Visit, strongest

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
VISIT = Visit("019c2b7e-6f00-7abc-8def-0123456789ab", "helped", NOW)
OURS = Signing.under(b"a secret for tests, 32 bytes long")


def test_what_was_signed_is_read_again() -> None:
    assert OURS.visit(OURS.value(VISIT), NOW) == VISIT


def test_it_holds_for_four_hours() -> None:
    value = OURS.value(VISIT)
    assert OURS.visit(value, NOW + LASTS - timedelta(milliseconds=1)) == VISIT
    assert OURS.visit(value, NOW + LASTS) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        OURS.value(VISIT).replace("helped", "typed"),
        Signing.under(b"another node's secret").value(VISIT),
        "\xff.typed.1.\xff",
    ],
)
def test_another_cookie_is_none(value: str) -> None:
    assert OURS.visit(value, NOW) is None


@pytest.mark.parametrize(
    ("told", "most"),
    [(("none", "none"), "none"), (("helped", "none"), "helped"), (("helped", "typed"), "typed")],
)
def test_the_stronger_word_counts(told: tuple[Assist, ...], most: Assist) -> None:
    assert strongest(*told) == strongest(*reversed(told)) == most
