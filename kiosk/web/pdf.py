"""Papers as PDF for print and archive: PDF/A-2a and PDF/UA, the same bytes each time."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import typst

STANDARDS = ["a-2a", "ua-1"]

Contents = Mapping[str, Any]
"""Text and lists of text only; a layout never reads it as markup."""


def draw(package: str, layout: str, page: Contents, at: datetime) -> bytes:
    """The PDF by a layout (`slip.typ`) of a package; `at` is what it names as its time.

    Takes some milliseconds of work: call it in a thread.
    """
    try:
        return compiled(package, layout, page, at, STANDARDS)
    except typst.TypstError:
        # A letter that the font lacks (a citizen may type any) is forbidden in PDF/A: better a
        # PDF with a gap than none.
        return compiled(package, layout, page, at, [])


def compiled(
    package: str, layout: str, page: Contents, at: datetime, standards: list[Any]
) -> bytes:
    sources: Any = {"main": source(package, layout), "base.typ": source("kiosk.web", "base.typ")}
    return typst.compile(
        sources,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(page, ensure_ascii=False)},
        format="pdf",
        pdf_standards=standards,
        timestamp=int(at.timestamp()),
    )


@cache
def source(package: str, name: str) -> bytes:
    return files(package).joinpath(name).read_bytes()


@cache
def fonts() -> typst.Fonts:
    """Only the family that comes with the program: the same page on every machine."""
    folder = files("fontpkg_be_vietnam_pro").joinpath("files")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
