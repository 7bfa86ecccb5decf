import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.engine import text

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/text.json").read_text("utf-8"))


@pytest.mark.parametrize("name", VECTORS)
def test_each_function_agrees_with_the_vectors(name: str) -> None:
    for given_, wanted in VECTORS[name]:
        assert getattr(text, name)(given_) == wanted, ascii(given_)


@given(st.text())
def test_tidying_twice_changes_nothing_more(typed: str) -> None:
    once = text.tidy(typed)
    assert text.tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_a_tidy_text_has_single_spaces_and_none_at_the_ends(typed: str) -> None:
    tidy = text.tidy(typed)
    assert "  " not in tidy
    assert tidy == tidy.strip(" \u00a0\u3000")


@given(st.text())
def test_folding_does_not_depend_on_how_accents_are_stored(typed: str) -> None:
    assert text.fold(unicodedata.normalize("NFD", typed)) == text.fold(text.nfc(typed))


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệợỡĐẾỢ "))
def test_folded_vietnamese_is_plain_ascii(typed: str) -> None:
    assert text.fold(typed).isascii()
    assert len(text.fold(typed)) == len(typed)
