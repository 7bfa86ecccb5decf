"""The shell: pages that belong to no flow, and the words that come along."""

import json
import re
from collections.abc import Iterator, Mapping

import httpx
import pytest
from litestar import Litestar

from kiosk.flow.shell import PARTS, TEMPLATES, shells
from kiosk.settings import ROOT
from kiosk.web.shell import Shell

SHELL = (ROOT / "docs" / "packs.md").read_text("utf-8").partition("## The shell")[2]
DOCS = SHELL.partition("\nWords, with")[0]
HOLE = re.compile(r"\{\{[#^]?([a-z_]+)\}\}")


@pytest.fixture
def drawn(app: Litestar) -> Mapping[str, Shell]:
    return shells(app.state.renderer)


def test_it_is_named_by_its_bytes_and_drawn_alike_each_time(
    app: Litestar, drawn: Mapping[str, Shell]
) -> None:
    again = shells(app.state.renderer)
    assert [one.sha256 for one in drawn.values()] == [one.sha256 for one in again.values()]
    assert drawn["vi"].sha256 != drawn["en"].sha256


def test_its_json_is_what_the_docs_say(drawn: Mapping[str, Shell]) -> None:
    body = json.loads(drawn["vi"].data)
    assert (body["format"], body["locale"], len(body["frame"])) == (1, "vi", 3)
    assert body["pages"].keys() == set(TEMPLATES)
    for name, (title, main) in body["pages"].items():
        assert (title == "") == (name in PARTS)
        assert main.startswith(("<main", "<section", '<div id="found"')), name


def rows() -> Iterator[tuple[str, str]]:
    for row in re.findall(r"^\| (`[^\n]*)", DOCS, re.MULTILINE):
        head, _, told = row.partition(" | ")
        yield from ((name, told) for name in re.findall(r"`([a-z-]+)`", head))


def test_the_docs_list_every_hole_of_every_page(drawn: Mapping[str, Shell]) -> None:
    told = dict(rows())
    for name, (_, main) in json.loads(drawn["vi"].data)["pages"].items():
        parts = [told[part] for part in PARTS if f"those of `{part}`" in told[name]]
        known = set(re.findall(r"[a-z_]+", " ".join([told[name], *parts])))
        assert set(HOLE.findall(main)) <= known | {"text", "note"}, name


def test_words_keep_their_places_for_values_in_every_language(drawn: Mapping[str, Shell]) -> None:
    for name, text in drawn["vi"].words.items():
        if name.startswith(("month", "date")):
            continue
        assert "%(" not in text
        assert set(re.findall(r"\{\w+\}", text)) == set(
            re.findall(r"\{\w+\}", drawn["en"].words[name])
        )


def test_it_is_small_enough_for_a_first_visit(drawn: Mapping[str, Shell]) -> None:
    for shell in drawn.values():
        assert len(shell.data) < 40_000


async def test_the_first_page_has_a_place_for_what_a_device_keeps(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/")).text
    assert page.count("<div data-device></div>") == 1
    assert page.index("/thu-tuc/") < page.index("data-device") < page.index('href="/lam-tiep"')


async def test_a_procedure_says_what_is_missing_without_a_worker(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/thu-tuc/khai-sinh")).text
    assert re.search(r"<p [^>]*data-no-worker hidden>[^<]+có mạng", page)
