"""The languages of pages and messages, and those that people speak with an officer."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from babel import Locale
from flask_babel import force_locale, get_locale
from flask_babel import lazy_gettext as _

Direction = Literal["ltr", "rtl"]

_WRITTEN: Mapping[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_LEFT_TO_RIGHT_ISOLATE, _POP_ISOLATE = "\u2066", "\u2069"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of ours: its tag, its name in itself, and which way it is written."""

    code: str
    endonym: str
    direction: Direction = "ltr"


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        language.code: language
        for language in (
            Language("en", "English"),
            Language("cy", "Cymraeg"),
            Language("pl", "Polski"),
            Language("ro", "Română"),
            Language("uk", "Українська"),
            Language("pa", "ਪੰਜਾਬੀ"),
            Language("ur", "اردو", "rtl"),
            Language("bn", "বাংলা"),
            Language("ar", "العربية", "rtl"),
            Language("pt", "Português"),
        )
    }
)
"""The languages of pages and messages by their tags, in the order in which they are offered."""

FOR_STAFF = ("en", "cy")
"""The languages in which every word that only staff read is there."""


def endonym(code: str) -> str:
    """The language's name in itself; KeyError for one that is not ours."""
    return LANGUAGES[code].endonym


def direction(code: str) -> Direction:
    """Which way the language is written; KeyError for one that is not ours."""
    return LANGUAGES[code].direction


def direction_of(text: str) -> Direction:
    """Which way a line of its own is written, by its first letter (UAX 9, P2); as its language where none is.

    For paper, which knows no dir="auto".
    """
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in _WRITTEN), None)
    return _WRITTEN[first] if first else direction(current_language())


def current_language() -> str:
    """The tag of the language that words come out in now."""
    locale = get_locale()
    return locale.language if locale else "en"


def left_to_right(text: str) -> str:
    """A phone number or a reference, kept in its own order inside right-to-left text.

    Isolated by the controls of Unicode Annex 9, as plain text and texts have no other means; left
    alone in languages that need none, where the controls would cost a text its small alphabet.
    """
    if text and direction(current_language()) == "rtl":
        return f"{_LEFT_TO_RIGHT_ISOLATE}{text}{_POP_ISOLATE}"
    return text


def choose(accepted: Iterable[str], chosen: str | None, offered: Sequence[str]) -> str:
    """The language to answer in: the `chosen` one, else the first `accepted` one that is `offered`.

    `accepted` are BCP 47 tags, most wanted first, as a browser sends them: "pt-BR" finds "pt" (the
    lookup of RFC 4647, section 3.4). Where none fits it is the first that is offered.
    """
    if chosen in offered:
        return str(chosen)
    for tag in accepted:
        subtags = tag.replace("_", "-").lower().split("-")
        for length in range(len(subtags), 0, -1):
            if (shorter := "-".join(subtags[:length])) in offered:
                return shorter
    return offered[0]


SPOKEN = (
    "aa", "ak", "am", "ar", "az", "be", "bem", "bg", "bn", "bs", "ca", "ckb", "cmn", "cs", "cy",
    "da", "de", "dv", "ee", "el", "en", "es", "et", "fa", "fa-AF", "ff", "fi", "fr", "ga", "gd",
    "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "ig", "it", "ja", "ka", "kmr", "kn", "kok",
    "ko", "kri", "lg", "ln", "lt", "luo", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nd",
    "ne", "nl", "no", "ny", "om", "pa", "phr", "pl", "ps", "pt", "rn", "ro", "rom", "ru", "rw",
    "sd", "si", "sk", "sl", "sn", "so", "sq", "sr", "st", "su", "sv", "sw", "syl", "ta", "te",
    "tg", "th", "ti", "tk", "tl", "tn", "tr", "ug", "uk", "ur", "uz", "vi", "wo", "wuu", "xh",
    "yo", "yue", "zu",
)  # fmt: skip
"""BCP 47 tags of what residents of British councils speak. Sign languages are needs, not here."""

_OUR_NAMES = {
    "cmn": _("Mandarin"),
    "kmr": _("Kurdish (Kurmanji)"),
    "phr": _("Mirpuri and Pahari-Pothwari"),
    "syl": _("Sylheti"),
}
"""CLDR has no name for these."""

_USUAL_IN_BRITAIN = {
    "ak": "Twi (Akan)",
    "bn": "Bengali",
    "ckb": "Kurdish (Sorani)",
    "fa": "Farsi (Persian)",
    "nd": "Ndebele",
    "ny": "Chichewa (Nyanja)",
    "tl": "Tagalog (Filipino)",
}
"""What these are called in English here, where CLDR's name would be looked for in vain."""


_UNLISTED = "mis "
"""ISO 639-2 for a language without a code; what follows are the resident's own words for it."""


def spoken_tag(written: str) -> str:
    """The tag of the language that somebody wrote, where it is in our list by its name here or in English.

    Any other is kept as it was written, so that nobody's language is lost.
    """
    name = written.strip().casefold()
    for locale in (None, "en"):
        for tag, listed in spoken_languages(locale):
            if listed.casefold() == name:
                return tag
    return f"{_UNLISTED}{written.strip()}"


def written_or_chosen(written: str | None, chosen: str) -> str:
    """A spoken language: what was written is found in our list by its name, or kept in their words."""
    return spoken_tag(written) if written else chosen


def other_language(tag: str | None) -> str:
    """The resident's own words for a language that is not in our list; empty for one that is."""
    return tag.removeprefix(_UNLISTED) if tag and tag.startswith(_UNLISTED) else ""


def language_name(tag: str) -> str:
    """What a spoken language is called in the current one, by CLDR; in English where it has none.

    One that is not in our list is called what the resident called it.
    """
    if words := other_language(tag):
        return words
    if tag in _OUR_NAMES:
        return str(_OUR_NAMES[tag])
    here = get_locale() or Locale("en")
    if here.language == "en" and tag in _USUAL_IN_BRITAIN:
        return _USUAL_IN_BRITAIN[tag]
    key = tag.replace("-", "_")
    return str(here.languages.get(key) or Locale("en").languages[key])


def spoken_languages(locale: str | None = None) -> list[tuple[str, str]]:
    """Tags and names of spoken languages for a select, by name in `locale` (None: the current)."""
    with force_locale(locale or current_language()):
        named = [(tag, language_name(tag)) for tag in SPOKEN]
    return sorted(named, key=lambda pair: _as_in_a_dictionary(pair[1]))


def _as_in_a_dictionary(name: str) -> tuple[str, str]:
    """Accents count only between words that are otherwise the same; ł is one of them."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("ł", "l"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain, name
