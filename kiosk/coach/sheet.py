"""A table to take away."""

import csv
import io
from collections.abc import Iterable

from kiosk.tutor.export import cell


def spreadsheet(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """With a byte-order mark, without which spreadsheets spoil Vietnamese; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([cell("", value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
