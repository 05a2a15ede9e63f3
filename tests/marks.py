"""Sentences between marks: what a page or a message says outside of them, no translator was given.

Every sentence that goes through gettext comes out between marks; whatever has letters outside of them
must be somebody's name, what the council or a resident wrote, or a date or a language named by CLDR.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from gettext import NullTranslations
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element

from babel import Locale
from flask import Flask, current_app

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
    Supporter,
)

MARKED = "cy"
"""The language that is marked in place of translated: one that residents and staff can both choose."""

TEXT_ONLY = frozenset({"title", "option", "textarea", "script", "style"})
"""Elements in which no other can say that a part is in another language."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")

BY_THE_COUNCIL: dict[type, tuple[str, ...]] = {
    Service: ("name", "description", "documents"),
    Location: ("name", "address", "travel"),
    Room: ("name",),
    Officer: ("job_title",),
    Appointment: ("instead",),
    Enquiry: ("answer",),
    Promise: ("held_reason", "put_right"),
    PromisedStandard: ("wording",),
    Closure: ("reason",),
    Support: ("failed_because", "agreement"),
}
"""What the council wrote, in its own language."""

BY_OTHERS: dict[type, tuple[str, ...]] = {
    Location: ("phone",),
    Officer: ("name", "email"),
    Staff: ("name", "email"),
    Resident: ("name", "email", "address"),
    Supporter: ("name", "email", "address", "relationship_to_resident", "authority"),
    Appointment: ("reference", "about", "needs_in_own_words", "interpreter_wishes", "asked_by",
                  "reason"),
    Enquiry: ("reference", "question"),
    Support: ("agency", "agency_reference"),
}  # fmt: skip
"""What people wrote, names among it: it stays as they wrote it, in a language that nobody can tell."""


class _Marking(NullTranslations):
    """Translates every sentence into itself, between marks."""

    def ugettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ungettext(self, singular: str, plural: str, number: int) -> str:
        return f"⟦{singular if number == 1 else plural}⟧"


@contextmanager
def marking(app: Flask) -> Iterator[None]:
    """While it lasts, the language MARKED is marked. Catalogues are kept for all applications together."""
    with app.app_context():
        cache, key = babel.domain_instance.cache, (MARKED, "messages")
    before = cache.get(key)
    cache[key] = _Marking()
    yield
    del cache[key]
    if before:
        cache[key] = before


def known_words(*typed: str) -> set[str]:
    """The words that need no translator: what is stored, named by CLDR, in the settings, or `typed`."""
    council = current_app.extensions["settings"]
    ours = (council.council_name, council.council_email, *typed)
    texts = chain(written(BY_THE_COUNCIL), written(BY_OTHERS), _named(), ours)
    return {word.casefold() for text in texts for word in _WORD.findall(text)}


def written(where: Mapping[type, Iterable[str]]) -> Iterator[str]:
    """Every text that is kept there."""
    for model, names in where.items():
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


def councils_lines() -> set[str]:
    """Every line that the council wrote, its own name too; without what residents write as well."""
    texts = chain(written(BY_THE_COUNCIL), [current_app.extensions["settings"].council_name])
    lines = {line.strip() for text in texts for line in text.splitlines()} - {""}
    theirs = "\n".join(written({Resident: ("address",), Supporter: ("address",)}))
    return {line for line in lines if line not in theirs}


def said_as_the_pages_own(element: Element) -> Iterator[str]:
    """The text under an element that nothing says is in another language than the page."""
    if element.tag in TEXT_ONLY:
        return
    yield element.text or ""
    for inner in element:
        if not inner.get("lang"):
            yield from said_as_the_pages_own(inner)
        yield inner.tail or ""


def unmarked(page: Element, lines: Iterable[str]) -> list[str]:
    """Those lines of the council that a page in another language shows as if they were in its own."""
    body = page.find("body")
    assert body is not None
    text = " | ".join(said_as_the_pages_own(body))
    return [one for one in lines if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)]


def untranslated(text: str, known: set[str]) -> list[str]:
    """The words outside of all marks that are not `known`."""
    while text != (text := _INNERMOST.sub(" ", text)):
        pass
    return [word for word in _WORD.findall(text) if word.casefold() not in known]
