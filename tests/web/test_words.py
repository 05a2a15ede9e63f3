"""No page, no error and no message says a word that no translator was given.

Every sentence that goes through gettext comes out between marks; whatever has letters outside of them
must be somebody's name, what the council or a resident wrote, or a date or a language named by CLDR.
"""

import re
from collections.abc import Iterator
from gettext import NullTranslations
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from babel import Locale
from flask.testing import FlaskClient

from booking.extensions import babel, db
from booking.language.languages import LANGUAGES, SPOKEN, language_name
from booking.models import (
    Appointment,
    Closure,
    Enquiry,
    Location,
    Officer,
    Promise,
    PromisedStandard,
    Resident,
    Room,
    Service,
    Staff,
    Support,
)
from tests.browser import stage
from tests.browser.live import running
from tests.browser.shown import PAGES, Shown
from tests.browser.stage import Stage
from tests.pages import filled

MARKED = "cy"
"""The language that is marked in place of translated: one that residents and staff can both choose."""
WORD = re.compile(r"[^\W\d_]{2,}")
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
SAID_ALOUD = ("aria-label", "alt", "title", "placeholder")

WRITTEN: dict[type, tuple[str, ...]] = {
    Service: ("name", "description", "documents"),
    Location: ("name", "address", "phone", "travel"),
    Room: ("name",),
    Officer: ("name", "job_title", "email"),
    Staff: ("name", "email"),
    Resident: ("name", "email", "address"),
    Appointment: ("reference", "about", "needs_in_own_words", "interpreter_wishes", "asked_by",
                  "reason", "instead"),
    Enquiry: ("reference", "question", "answer"),
    Promise: ("held_reason", "put_right"),
    PromisedStandard: ("wording",),
    Closure: ("reason",),
    Support: ("agency", "agency_reference", "failed_because", "agreement"),
}  # fmt: skip
"""What people wrote, by where it is kept: it stays in the language in which they wrote it."""


TYPED = ("I sit by the door.",)
"""What a resident has typed on the way, and not sent yet."""


class Marking(NullTranslations):
    """Translates every sentence into itself, between marks."""

    def ugettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ungettext(self, singular: str, plural: str, number: int) -> str:
        return f"⟦{singular if number == 1 else plural}⟧"


@pytest.fixture(scope="module", autouse=True)
def marks(stages: dict[bool, Stage]) -> Iterator[None]:
    with stages[False].site.app.app_context():
        cache, key = babel.domain_instance.cache, (MARKED, "messages")
    before = cache.get(key)
    cache[key] = Marking()
    yield
    del cache[key]
    if before:
        cache[key] = before


@pytest.fixture(scope="module")
def stages(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[dict[bool, Stage]]:
    folder, empty = tmp_path_factory.mktemp("words"), migrated_file.read_bytes()
    with (
        running(folder / "bare.sqlite3", empty) as first,
        running(folder / "furnished.sqlite3", empty) as second,
    ):
        yield {True: stage.bare(first), False: stage.furnished(second)}


@pytest.fixture(scope="module")
def known(stages: dict[bool, Stage]) -> set[str]:
    """The words that need no translator."""
    app = stages[False].site.app
    with app.app_context():
        council = app.extensions["settings"]
        ours = (council.council_name, council.council_email, *TYPED)
        return {
            word.casefold()
            for text in chain(_written(), _named(), ours)
            for word in WORD.findall(text)
        }


def _written() -> Iterator[str]:
    for model, names in WRITTEN.items():
        rows: list[Any] = db.session.query(model).all()
        for row in rows:
            for name in names:
                value = getattr(row, name)
                yield from value if isinstance(value, list) else [value or ""]


def _named() -> Iterator[str]:
    """Days, months, hours and languages, by CLDR; what every language is called in itself."""
    locale = Locale(MARKED)
    for names in (locale.days, locale.months, locale.day_periods):
        for widths in names.values():
            for by_width in widths.values():
                yield from by_width.values()
    yield from (language_name(tag) for tag in SPOKEN)
    yield from (
        str(locale.languages.get(tag) or Locale("en").languages.get(tag) or "") for tag in SPOKEN
    )
    yield from (language.endonym for language in LANGUAGES.values())
    yield "(Language)"


def untranslated(text: str, known: set[str]) -> list[str]:
    """The words outside of all marks that nobody wrote."""
    while text != (text := INNERMOST.sub(" ", text)):
        pass
    return [word for word in WORD.findall(text) if word.casefold() not in known]


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
        cookie.update({"language": MARKED, **seen.sessions[shown.who]})
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
