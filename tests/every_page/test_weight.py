"""What a resident's page weighs on its way to a phone, in every language: a little, and less afterwards."""

import re

import brotli
import pytest
from werkzeug.test import TestResponse

from booking.extensions import limiter
from booking.web.locale import OF_STAFF
from tests.browser.live import TRANSLATED
from tests.browser.shown import PAGES, Shown
from tests.browser.stage import Stage
from tests.every_page.wire import Line, answered, open_line

FIRST, AFTER = 60_000, 10_000
"""Bytes of a first visit, with all that the page fetches, and of each page after it."""
FETCHED = re.compile(r'<(?:link|script)[^>]+(?:href|src)="(/[^"]+)"')
PHONE = {"Accept-Encoding": "gzip, deflate, br"}
OF_RESIDENTS = [
    shown
    for shown in PAGES
    if shown.endpoint.partition(".")[0] not in OF_STAFF and not shown.composed
]


def size(answer: TestResponse) -> int:
    """Bytes of the body as it is sent, and of its head."""
    return len(answer.data) + sum(len(name) + len(value) + 4 for name, value in answer.headers)


def weighed(shown: Shown, language: str, stage: Stage) -> tuple[int, int]:
    """The page with everything that it fetches, and the page alone."""
    line = open_line(shown, language, stage)
    page = answered(shown, line, stage, headers=PHONE)
    assert page.headers["Content-Encoding"] == "br"
    fetched = set(FETCHED.findall(brotli.decompress(page.data).decode()))
    return size(page) + sum(_file(line, file) for file in fetched), size(page)


_SIZES: dict[str, int] = {}


def _file(line: Line, address: str) -> int:
    """A file's size; it is the same for everybody."""
    if address not in _SIZES:
        _SIZES[address] = size(line.ask(address, headers=PHONE))
    return _SIZES[address]


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_a_page_of_residents_is_light(language: str, stages: dict[bool, Stage]) -> None:
    with stages[False].site.app.app_context():
        limiter.reset()  # one visitor in every language is ten to the limits
    heavy = {}
    for shown in OF_RESIDENTS:
        first, after = weighed(shown, language, stages[shown.bare])
        if first > FIRST or after > AFTER:
            heavy[str(shown)] = (first, after)
    assert heavy == {}
