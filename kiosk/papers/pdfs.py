"""A PDF paper made plain: every page drawn, and the drawings bound as a new PDF.

Drawn rather than rebuilt from the old file's pages. A page's objects can carry scripts, files,
links, forms, hidden layers and fonts that attack the officer's viewer, in more ways than a list can
name; a picture carries none. What is lost is searchable text, and a digital signature: that would
not survive any change at all.
"""

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image
from pypdfium2.raw import (  # type: ignore[import-untyped]
    FPDF_ERR_PASSWORD,
    FPDF_ERR_SECURITY,
    FPDF_LoadMemDocument,
)

from kiosk.papers.binding import Sheet, bound
from kiosk.papers.images import jpeg
from kiosk.papers.limits import allow_seconds
from kiosk.papers.refusals import MOST_KEPT, Refused, too_large, unreadable

MOST_PAGES = 30
QUALITY = 75
PAGE_SECONDS = 5
POINTS = 72
# Many pages are drawn coarser, so that 30 photographed ones still fit in MOST_KEPT.
FEW_PAGES = 10
FINE, COARSE = 200, 150
LONGEST_A4_INCHES = 11.7


def clean_pdf(data: bytes) -> tuple[bytes, int]:
    """The new PDF and its number of pages. Raises Refused."""
    with _opened(data) as pdf:
        pages = len(pdf)
        if pages == 0:
            raise unreadable()
        if pages > MOST_PAGES:
            raise Refused("file.too_many_pages", most=str(MOST_PAGES))
        pdf.init_forms()  # else what a person typed into a form is not drawn
        dots = FINE if pages <= FEW_PAGES else COARSE
        return bound(_sheets(pdf, pages, dots)), pages


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    # Some failures set no error code: put another in place of the last file's.
    FPDF_LoadMemDocument(b"", 0, None)
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY)
        raise (Refused("file.locked") if locked else unreadable()) from error


def _sheets(pdf: pypdfium2.PdfDocument, pages: int, dots: int) -> list[Sheet]:
    sheets: list[Sheet] = []
    room = MOST_KEPT - 1000 - pages * 500  # what the binding itself takes
    for number in range(pages):
        allow_seconds(PAGE_SECONDS)
        sheets.append(_sheet(pdf, number, dots))
        room -= len(sheets[-1].jpeg)
        if room < 0:
            raise too_large()
    return sheets


def _sheet(pdf: pypdfium2.PdfDocument, number: int, dots: int) -> Sheet:
    page = pdf[number]
    try:
        drawn = _drawn(page, dots)
        width, height = page.get_size()
    except pypdfium2.PdfiumError as error:
        raise unreadable() from error
    finally:
        page.close()
    # A page may be 200 inches long: the new one is as large as its picture is worth.
    part = min(1.0, LONGEST_A4_INCHES * POINTS / max(width, height, 1))
    return Sheet(jpeg(drawn, QUALITY), drawn.size, (width * part, height * part))


def _drawn(page: pypdfium2.PdfPage, dots: int) -> Image.Image:
    width, height = page.get_size()
    longest = max(width, height)
    if not 0 < longest < float("inf"):
        raise unreadable()
    scale = min(dots / POINTS, dots * LONGEST_A4_INCHES / longest)
    bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255), rev_byteorder=True)
    try:
        drawn: Image.Image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    return drawn
