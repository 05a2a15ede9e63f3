"""No page and no error says a word that no translator was given."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.browser.shown import PAGES, Shown
from tests.browser.stage import Stage
from tests.every_page.wire import answered, open_line
from tests.marks import MARKED, known_words, marking, untranslated

SAID_ALOUD = ("aria-label", "alt", "title", "placeholder")
TYPED = "I sit by the door."
"""What a resident has typed on the way, and not sent yet."""
MADE_UP = (
    "Sam Okafor",
    "Morag Reid, morag.reid@example.org",
    "Amina Yusuf, amina.yusuf@example.org",
    "Adviser, KRM7-X2P9",
)
"""Who is in a preview, and nowhere else."""


@pytest.fixture(scope="module")
def known(stages: dict[bool, Stage]) -> Iterator[set[str]]:
    """The words that need no translator; while the pages are marked."""
    app = stages[False].site.app
    with app.app_context():
        words = known_words(TYPED, *MADE_UP)
    with marking(app):
        yield words


def words_on(page: Element) -> str:
    """Whatever the page shows or says aloud."""
    said = [one.get(name) or "" for one in page.iter() for name in SAID_ALOUD]
    for apart in [one for one in page.iter() if _is_no_word_of_the_page(one)]:
        tail = apart.tail
        apart.clear()
        apart.tail = tail
    return " | ".join([*page.itertext(), *said])


def _is_no_word_of_the_page(element: Element) -> bool:
    """Styles, and what is said to be in another language: messages as they were sent, names of holidays."""
    return element.tag in ("style", "script") or element.get("lang", MARKED) != MARKED


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_a_page_says_nothing_that_is_not_translated(
    shown: Shown, stages: dict[bool, Stage], known: set[str]
) -> None:
    seen = stages[shown.bare]
    answer = answered(shown, open_line(shown, MARKED, seen), seen)
    if shown.composed:
        return
    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    assert page.get("lang") == MARKED
    assert untranslated(words_on(page), known) == []
