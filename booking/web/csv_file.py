"""A table as a file for spreadsheets (RFC 4180)."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response

Cell = str | int | float | None

_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet run a cell, its full-width twins included (OWASP, CSV injection)."""

_BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as the letters of its own country; everybody else skips it."""


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The answer that hands over the table as `name`. Numbers stay numbers; no text is ever run."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([_safe(cell) for cell in row])
    response = Response(
        (_BYTE_ORDER_MARK + text.getvalue()).encode(), mimetype="text/csv; charset=utf-8"
    )
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _safe(cell: Cell) -> Cell:
    """Text that a spreadsheet would run gets an apostrophe before it, and is shown as it is."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell
