"""Finding documents by words that people type, on either database."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, text

from kiosk.store import Store
from kiosk.store.fold import words_of
from kiosk.store.search import Document, Index, Text, make_index
from kiosk.store.slips import distance, without_marks

BIRTH = Document("birth", [Text("Đăng ký khai sinh"), Text("giấy khai sinh"), Text("mới sinh con")])
DEATH = Document("death", [Text("Đăng ký khai tử"), Text("giấy chứng tử")])
COPY = Document("copy", [Text("bản sao trích lục"), Text("mất giấy khai sinh")])
TAX = Document("tax", [Text("Hoá đơn thuế"), Text("làm ở quê hương", 0.5)])
INDEX = make_index([BIRTH, DEATH, COPY, TAX], ["tôi muốn làm ở đâu"])


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    opened = await Store.open(database_url)
    await opened.write(INDEX.refresh)
    yield opened
    await opened.close()


async def ids(store: Store, question: str, index: Index = INDEX) -> list[str]:
    return [hit.id for hit in await store.read_long(index.find, question)]


SAME = [
    "khai sinh", "KHAI SINH", "Khai Sinh", "khai  sinh", "sinh khai", "khaisinh", "khai sinhh",
    "kahi sinh", "khai sin", "đăng kí khai sinh", "dang ky khai sinh", "ĐĂNG KÝ KHAI SINH",
    "ddawng kys khai sinh", "dda8ng ky1 khai sinh", "d9ang ky khai sinh", "giaays khai sinh",
    "tôi muốn làm khai sinh ở đâu", "khai\u200b sinh", "“khai sinh”?", "tôimuốnlàmkhaisinh",
]  # fmt: skip


@pytest.mark.parametrize("question", SAME)
def test_ways_to_type_birth_registration(question: str) -> None:
    meant = [{*term.meant} for term in INDEX.vocabulary.terms(question)]
    assert any("khai" in one for one in meant)
    assert any("sinh" in one for one in meant)


async def test_they_all_find_it_first(store: Store) -> None:
    found = {question: await ids(store, question) for question in SAME}
    assert not {question: got for question, got in found.items() if got[:1] != ["birth"]}


async def test_a_composed_and_a_decomposed_question_are_one(store: Store) -> None:
    assert await ids(store, "đăng ky\u0301 khai tu\u031b\u0309") == await ids(
        store, "đăng ký khai tử"
    )


async def test_the_right_accents_come_first(store: Store) -> None:
    bought, sold = Document("buy", [Text("mua nhà")]), Document("rain", [Text("mưa nhà")])
    index = make_index([bought, sold])
    await store.write(index.refresh)
    assert await ids(store, "mưa nhà", index) == ["rain", "buy"]
    assert await ids(store, "mua nhà", index) == ["buy", "rain"]
    assert sorted(await ids(store, "mua nha", index)) == ["buy", "rain"]


@pytest.mark.parametrize("question", ["hoá đơn", "hóa đơn", "hoa don", "HÓA ĐƠN"])
async def test_the_place_of_the_tone_does_not_matter(store: Store, question: str) -> None:
    assert await ids(store, question) == ["tax"]


async def test_a_whole_phrase_beats_its_words(store: Store) -> None:
    assert await ids(store, "mất giấy khai sinh") == ["copy"]
    assert await ids(store, "giấy khai sinh") == ["birth", "copy"]


async def test_results_come_while_one_types(store: Store) -> None:
    for typed in ("tr", "trich", "trich l", "trích lụ"):
        assert await ids(store, typed) == ["copy"]


@pytest.mark.parametrize("question", ["", "?", "xe máy", "khai thuỷ sản xe máy", "tôi muốn đi bơi"])
async def test_what_is_not_there_is_not_found(store: Store, question: str) -> None:
    assert await ids(store, question) == []


NASTY = ['"', "'", "khai' OR '1", 'khai" NEAR sinh', "khai*", "folded:khai", "-khai", "(", "\\",
         "khai:*", "!khai & sinh", "\x00khai", "𠀋 ﬁ ² ß İ", "%_", "a" * 5000,
         "khai " * 500]  # fmt: skip


async def test_no_question_breaks_the_search(store: Store) -> None:
    for question in NASTY:
        await store.read_long(INDEX.find, question)


async def test_the_lines_are_written_again_only_when_the_content_changed(store: Store) -> None:
    def spoil(db: Connection) -> None:
        db.execute(text("DELETE FROM search_line"))

    assert await store.read(INDEX.is_fresh)
    await store.write(spoil)
    await store.write(INDEX.refresh)
    assert await ids(store, "khai sinh") == []
    other = make_index([BIRTH])
    assert not await store.read(other.is_fresh)
    await store.write(other.refresh)
    assert await ids(store, "khai sinh", other) == ["birth"]


async def test_of_several_that_start_at_once_one_writes(database_url: str) -> None:
    stores = [await Store.open(database_url) for _ in range(3)]
    await asyncio.gather(*(one.write(INDEX.refresh) for one in stores))
    assert await stores[0].read(count) == len(INDEX.lines)
    for one in stores:
        await one.close()


def count(db: Connection) -> int:
    return int(db.scalar(text("SELECT count(*) FROM search_line")) or 0)


def test_a_word_keeps_what_finds_it_and_what_ranks_it() -> None:
    assert words_of("Kỹ hòa hoà QUÝ tay thuý") == (
        ("ki", "ki4"), ("hoa", "hoa2"), ("hoa", "hoa2"), ("qui", "qui1"), ("tay", "tay"),
        ("thuy", "thuy1"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("sinh", "sinh", 0), ("sinhh", "sinh", 1), ("snih", "sinh", 1), ("xinh", "sinh", 1),
     ("khai", "hai", 1), ("abc", "cba", 2), ("", "ab", 2)],
)  # fmt: skip
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips


@pytest.mark.parametrize(
    ("typed", "word"),
    [("ddawng", "dang"), ("giaays", "giay"), ("muoojn", "muon"), ("kys", "ki"), ("thuwcj", "thuc"),
     ("quys", "qui"), ("d9a8ng", "dang"), ("sinh", "sinh"), ("sao", "sao")],
)  # fmt: skip
def test_marks_left_by_the_keyboard_go(typed: str, word: str) -> None:
    assert without_marks(typed) == word
