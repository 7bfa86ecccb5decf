"""In English no word is Vietnamese, except names that are."""

from litestar import Litestar

from tests.i18n.conftest import Pages
from tests.i18n.names import names, typed, without
from tests.i18n.visible import words_of

# Names, the currency, and legal words that are said in Vietnamese behind their English gloss.
NAMES = ("Trạm Số", "Việt Nam", "đồng", "Tết", "Tày")
LEGAL = (
    "giấy chứng sinh", "giấy cam đoan", "giấy ủy quyền", "quê quán", "hộ nghèo",
    "gia đình có công", "số định danh", "trích lục hộ tịch", "tổ công nghệ số", "một cửa",
    "hợp pháp hóa lãnh sự",
)  # fmt: skip
ALLOWED = frozenset(NAMES) | {f"({word})" for word in LEGAL}


async def test_no_page_of_the_program_is_half_vietnamese(english_pages: Pages) -> None:
    known = ALLOWED | names() | typed()
    left = {url: found for url, html in english_pages.items() if (found := vietnamese(html, known))}
    assert left == {}
    assert len(english_pages) > 80


async def test_no_page_of_a_pack_is_half_vietnamese(node: Litestar) -> None:
    for edition in node.state.node.guide.library.flows.values():
        body = edition.pack("en").body
        for name, (title, main) in body.pages.items():
            assert vietnamese(f'<html lang="en">{title}{main}', ALLOWED | names()) == [], name
        said = (*body.messages.values(), *body.words.values())
        assert [text for text in said if not ascii_letters(without(text, ALLOWED))] == []


def vietnamese(html: str, known: frozenset[str]) -> list[str]:
    """The texts with letters that English has not, less what may stand in Vietnamese."""
    return [text for text in words_of(html) if not ascii_letters(without(text, known))]


def ascii_letters(text: str) -> bool:
    return all(letter.isascii() for letter in text if letter.isalpha())
