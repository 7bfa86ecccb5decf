"""In the pseudo-locale every word is in ⟦brackets⟧: what is not was never given to translators."""

from litestar import Litestar

from tests.i18n.conftest import Pages
from tests.i18n.names import names, typed, without
from tests.i18n.visible import outside_brackets, words_of

# The currency and kinds of file, which are called so in every language.
ALIKE = frozenset({"đồng", "PDF", "ZIP"})


async def test_nothing_is_hard_coded_on_the_pages_of_the_program(pseudo_pages: Pages) -> None:
    data = ALIKE | names() | typed()
    left = {url: found for url, html in pseudo_pages.items() if (found := hard_coded(html, data))}
    assert left == {}
    assert len(pseudo_pages) > 80


async def test_nothing_is_hard_coded_in_a_pack(node: Litestar) -> None:
    for edition in node.state.node.guide.library.flows.values():
        body = edition.pack("xx").body
        assert body.locale == "xx"
        for name, (title, main) in body.pages.items():
            assert hard_coded(f'<html lang="xx">{title}{main}', ALIKE | names()) == [], name
        assert all(text.startswith("⟦") for text in body.messages.values())


def hard_coded(html: str, known: frozenset[str]) -> list[str]:
    """The texts with letters that came neither through a catalogue nor from data."""
    return [text for text in words_of(html) if has_words(without(outside_brackets(text), known))]


def has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in text)
