"""What is kept of a PDF is how its pages look."""

import pytest

from kiosk.engine.fields import Message
from kiosk.papers import binding
from kiosk.papers.refusals import MOST_KEPT
from kiosk.papers.studio import Cleaned, Studio
from kiosk.sync.header import GCM_TAG, MAX_BLOB_BYTES
from tests.papers import made
from tests.papers.conftest import Refusal


async def _kept(studio: Studio, data: bytes) -> Cleaned:
    cleaned = await studio.clean(data, "document")
    assert isinstance(cleaned, Cleaned), cleaned
    assert cleaned.type == "application/pdf"
    return cleaned


async def test_every_page_is_kept_in_its_size(studio: Studio) -> None:
    kept = await _kept(studio, made.pdf(3))
    assert kept.pages == 3
    pages = made.read(kept.data).pages
    assert [round(float(page.mediabox.width)) for page in pages] == [595] * 3
    picture = pages[2].images[0].image
    assert picture is not None
    assert (picture.size, picture.mode) == ((1654, 2340), "RGB")


async def test_scripts_programs_links_and_authors_are_gone(studio: Studio) -> None:
    sent = made.pdf_with_everything()
    words = (
        b"SCRIPTOFEVIL",
        b"PROGRAMOFEVIL",
        b"LAUNCHOFEVIL",
        b"LINKOFEVIL",
        b"AUTHORLAN",
        b"TITLELAN",
    )
    assert made.leftovers(sent, words) == set(words)
    kept = (await _kept(studio, sent)).data
    assert made.leftovers(kept, words) == set()
    names = (b"/JavaScript", b"/AA", b"/OpenAction", b"/Names", b"/Annots", b"/Info", b"/Metadata")
    assert made.leftovers(kept, names) == set()
    assert set(made.read(kept).trailer["/Root"]) == {"/Type", "/Pages"}


async def test_what_was_typed_into_a_form_is_seen(studio: Studio) -> None:
    kept = await _kept(studio, made.filled_form())
    page = made.read(kept.data).pages[0].images[0].image
    assert page is not None
    height = page.height
    assert page.convert("L").crop((0, height // 8, page.width, height // 4)).getextrema()[0] < 40
    assert page.convert("L").crop((0, height // 2, page.width, height)).getextrema()[0] > 240


async def test_a_scan_on_its_side_is_turned(studio: Studio) -> None:
    box = made.read((await _kept(studio, made.turned_pdf())).data).pages[0].mediabox
    assert box.width > box.height


async def test_thirty_pages_and_no_more(studio: Studio) -> None:
    assert (await _kept(studio, made.pdf(30))).pages == 30
    told = await studio.clean(made.pdf(31), "document")
    assert told == Message("file.too_many_pages", {"most": "30"})


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 1), (1, 1), (1e9, 1e9)])
async def test_a_page_of_any_size_becomes_a_sheet(
    studio: Studio, size: tuple[float, float]
) -> None:
    kept = await _kept(studio, made.endless_pdf(*size))
    box = made.read(kept.data).pages[0].mediabox
    assert max(box.width, box.height) <= 843
    assert len(kept.data) < 100_000


async def test_a_locked_pdf_is_told_apart(refusal: Refusal) -> None:
    assert await refusal(made.locked_pdf()) == "file.locked"
    assert await refusal(made.pdf_without_pages()) == "file.unreadable"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-" + b"\0" * 2000])
async def test_a_broken_pdf_is_refused(refusal: Refusal, data: bytes) -> None:
    assert await refusal(data) == "file.unreadable"


def test_what_is_kept_can_be_sealed() -> None:
    assert MOST_KEPT == MAX_BLOB_BYTES - GCM_TAG


def test_a_bound_paper_is_a_sound_pdf() -> None:
    sheet = binding.Sheet(made.photo(200, 300), (200, 300), (595.44, 842.4))
    read = made.read(binding.bound([sheet, sheet]))
    assert len(read.pages) == 2
    assert read.metadata is None
