"""What the council wrote, in its own language: it says so by itself on pages and in messages of another."""

from functools import cache
from typing import Any, Self

from babel import Locale
from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy import Dialect, String
from sqlalchemy.types import JSON, TypeDecorator

from booking.models.types import Encrypted
from booking.settings import settings


class CouncilsWords(str):
    """Text in the council's language. As HTML in another it says which, and which way it is written.

    So a voice reads it as what it is (WCAG 3.1.2), and it leaves the sentence around it in its own order.
    Where there is text only, as in a text message, it is its words and nothing else (the filter
    `striptags` gives them within HTML: to a title, an attribute, an option of a list).
    """

    __slots__ = ()

    def __html__(self) -> Markup:
        """Escaped; within a span with lang and dir where the current language is not the council's."""
        if not self or not self.lang:
            return Markup.escape(str(self))
        marked = Markup('<span lang="{}" dir="{}">{}</span>')
        return marked.format(self.lang, _direction(self.lang), str(self))

    @property
    def lang(self) -> str:
        """The council's language where the current one is another; for elements that can hold no span."""
        own, here = settings().default_language, get_locale()
        return own if here and here.language != own else ""

    def splitlines(self, keepends: bool = False) -> list[str]:
        """Its lines: the council's words too."""
        return [CouncilsWords(line) for line in super().splitlines(keepends)]

    def strip(self, chars: str | None = None, /) -> Self:
        """The same without what stands around it."""
        return type(self)(super().strip(chars))


@cache
def _direction(tag: str) -> str:
    return Locale.parse(tag).text_direction


def councils(text: str | None) -> str | None:
    """The text as words of the council; None stays None."""
    return None if text is None else CouncilsWords(text)


class CouncilsText(TypeDecorator[str]):
    """Text that the council writes. It is read as `CouncilsWords`."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """The words, which know whose they are."""
        return councils(value)


class CouncilsLines(TypeDecorator[list[str]]):
    """A list of such texts, as JSON."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> list[str]:
        """The lines, each of which knows whose it is."""
        return [CouncilsWords(line) for line in value or ()]


class EncryptedCouncilsText(Encrypted):
    """The same as `CouncilsText`, encrypted at rest: what staff write about one person's appointment."""

    cache_ok = True

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Decrypts."""
        return councils(super().process_result_value(value, dialect))
