"""Letters as PDF: tagged after PDF/UA-1, so that they can be read aloud, with nothing fetched for them.

WeasyPrint needs Pango and fonts of the system. Where it cannot be loaded, letters are printed from
their HTML, in a browser: nobody is told less.
"""

import logging
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from threading import Lock
from typing import Any

import structlog

log = structlog.get_logger()

_ONE_AT_A_TIME = Lock()
"""Pango's fonts are shared by every thread; one letter at a time also keeps memory flat."""


@cache
def can_print() -> bool:
    """Whether PDFs can be made here."""
    return _weasyprint() is not None


def to_pdf(pages: Sequence[str], *, title: str | None = None) -> bytes:
    """Composed letters as one PDF, each beginning on the front of a sheet when printed on both sides.

    One letter keeps its own title and language; of several, which are printed and not read on screen,
    `title` names them all. Raises RuntimeError where `can_print` is false.
    """
    weasyprint = _weasyprint()
    if weasyprint is None:
        raise RuntimeError("letters cannot be made into PDFs here")
    with _ONE_AT_A_TIME:
        fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
        letters = [weasyprint.HTML(string=page, url_fetcher=fetcher).render() for page in pages]
        whole = letters[0].copy(_from_the_front(letters, weasyprint))
        if title and len(letters) > 1:
            whole.metadata.title = title
        return bytes(whole.write_pdf(pdf_variant="pdf/ua-1"))


def _from_the_front(letters: Sequence[Any], weasyprint: Any) -> list[Any]:
    """All pages; a letter of an odd number of pages is followed by an empty one, but not the last."""
    pages: list[Any] = []
    for letter in letters:
        if len(pages) % 2:
            pages += weasyprint.HTML(string=_EMPTY).render().pages
        pages += letter.pages
    return pages


_EMPTY = '<html lang="en"><head><title>-</title><style>@page { size: A4 }</style></head></html>'


@cache
def _weasyprint() -> Any:
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # what only browsers know is no warning
    try:
        return import_module("weasyprint")
    except (ImportError, OSError) as missing:  # OSError: the package is there, Pango is not
        log.warning("letters are printed from HTML", missing=type(missing).__name__)
        return None
