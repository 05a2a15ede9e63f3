"""What the council wrote says on every page in another language which it is in (WCAG 3.1.2)."""

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.browser.shown import PAGES, Shown
from tests.browser.stage import Stage
from tests.every_page.wire import answered, open_line
from tests.marks import councils_lines, unmarked

ANOTHER = "cy"
"""Not the council's; residents and staff can both choose it."""
OUR_PAGES = [shown for shown in PAGES if not shown.composed]
MISPLACED = re.compile(
    r"<(title|option|textarea|text)\b[^>]*>[^<]*<span|=\"[^\"<]*<span lang|&lt;span"
)
"""A span where there can be text only: a title, an option, a picture, an attribute; or shown as text."""


def parsed(html: str) -> Element:
    page: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return page


@pytest.fixture(scope="module")
def lines(stages: dict[bool, Stage]) -> set[str]:
    with stages[False].site.app.app_context():
        return councils_lines()


@pytest.mark.parametrize("shown", OUR_PAGES, ids=str)
def test_a_page_in_another_language_says_which_words_are_the_councils(
    shown: Shown, stages: dict[bool, Stage], lines: set[str]
) -> None:
    stage = stages[shown.bare]
    html = answered(shown, open_line(shown, ANOTHER, stage), stage).text
    page = parsed(html)
    assert page.get("lang") == ANOTHER
    assert unmarked(page, lines) == []
    assert not MISPLACED.search(html)


def test_in_the_councils_own_language_nothing_needs_to_be_said(stages: dict[bool, Stage]) -> None:
    for shown in (
        one for one in OUR_PAGES if one.endpoint in ("resident.service", "resident.check")
    ):
        html = answered(shown, open_line(shown, "en", stages[False]), stages[False]).text
        assert "<span lang" not in html.partition("<main")[2]


def test_words_that_are_not_marked_are_found() -> None:
    page = "<body><p>Gweld <span lang=en>Housing advice</span> yn {}</p></body>"
    lines = {"Housing advice", "Civic Centre"}
    assert unmarked(parsed(page.format("Civic Centre")), lines) == ["Civic Centre"]
    assert unmarked(parsed(page.format("<bdi lang=en>Civic Centre</bdi>")), lines) == []
    assert MISPLACED.search('<option value="1"><span lang="en">Housing</span></option>')
    assert MISPLACED.search('<p title="<span lang="en">Housing</span>">')
