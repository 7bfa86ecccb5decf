"""Dates, numbers and money as people write them, on the pages of packs and of the program alike."""

from datetime import date

import pytest
from litestar import Litestar

from kiosk.engine import show
from kiosk.web.formats import Formats

DAYS = ("2024-03-01", "2026-12-31", "1958-09-02", "2024-05-10")


def words(node: Litestar, lang: str) -> show.Words:
    packed: show.Words = node.state.node.guide.library.flows["khai-sinh"].pack(lang).words
    return packed


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("vi", ["01/03/2024", "03/2024", "2024", "1.234.567 đ", "999 đ"]),
        ("en", ["1 Mar 2024", "Mar 2024", "2024", "1,234,567 đồng", "999 đồng"]),
    ],
)
async def test_each_language_has_its_own_form(node: Litestar, lang: str, shown: list[str]) -> None:
    known = words(node, lang)
    dates = [show.date(one, known) for one in ("2024-03-01", "2024-03", "2024")]
    assert [*dates, *(show.money(one, known) for one in (1_234_567, 999))] == shown


@pytest.mark.parametrize("lang", ["vi", "en"])
async def test_packs_and_program_write_a_day_alike(node: Litestar, lang: str) -> None:
    formats = Formats(node.state.languages[lang].locale)
    for day in DAYS:
        assert (
            show.date(day, words(node, lang))
            == formats.day(day)
            == formats.date(date.fromisoformat(day))
        )
