"""No page and no error says a word that no translator was given."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask.testing import FlaskClient

from tests.browser import stage
from tests.browser.shown import PAGES, Shown
from tests.browser.stage import Stage
from tests.marks import MARKED, known_words, marking, untranslated
from tests.pages import filled

SAID_ALOUD = ("aria-label", "alt", "title", "placeholder")
TYPED = "I sit by the door."
"""What a resident has typed on the way, and not sent yet."""
MADE_UP = (
    "Sam Okafor",
    "Morag Reid, morag.reid@example.org",
    "Amina Yusuf, amina.yusuf@example.org",
)
"""Who is in a preview, and nowhere else."""


@pytest.fixture(scope="module")
def stages(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[dict[bool, Stage]]:
    with stage.both(tmp_path_factory.mktemp("stages"), migrated_file.read_bytes()) as stages:
        yield stages


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
    client = seen.site.app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(seen.sessions[shown.who])
    client.set_cookie("language", MARKED)
    page = opened(client, shown.address.format(**seen.names), shown.status)
    if shown.sends:
        page = sent_empty(client, page, shown.address.format(**seen.names))
    if shown.composed:
        return
    assert page.get("lang") == MARKED
    assert untranslated(words_on(page), known) == []


def opened(client: FlaskClient, address: str, status: int) -> Element:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == status, answer.text[:300]
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def sent_empty(client: FlaskClient, page: Element, address: str) -> Element:
    main = page.find(".//main")
    assert main is not None
    form = [one for one in main.iter("form") if one.get("method") == "post"][-1]
    button = list(form.iter("button"))[-1]
    content: dict[str, Any] = dict(filled(form))
    if name := button.get("name"):
        content[name] = button.get("value", "")
    answer = client.post(form.get("action") or address, data=content, follow_redirects=True)
    return html5lib.parse(answer.text, namespaceHTMLElements=False)
