"""Names as people typed them, in any script, made fit to stand inside a sentence of ours.

A name may be written the other way than the sentence, be one letter long or two hundred, or hold
controls that turn the text around it. What is cut is cut between letters as readers count them.
"""

import unicodedata

import regex
from markupsafe import Markup

from booking.language.languages import Direction, current_language, direction

ELLIPSIS = "…"

_LETTER = regex.compile(r"\X")
"""What a reader takes for one letter, with its accents and joined signs (UAX 29)."""

_STRONG: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_TURNS_TEXT = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Controls of direction (UAX 9): in a name they could turn the sentence that it stands in."""


def letters(text: str) -> list[str]:
    """The letters of a text as its readers count them: "é" is one, however it is encoded."""
    return list(_LETTER.findall(text))


def in_one_line(text: str) -> str:
    """The text on one line with single spaces, without controls, of direction or any other."""
    kept = (_harmless(character) for character in text if character not in _TURNS_TEXT)
    return " ".join("".join(kept).split())


def isolated(text: str) -> str:
    """The text so that it keeps its own direction and leaves the sentence around it in its own.

    By a control of UAX 9, the only means that a text message or a subject has; left alone where all
    of it is written as the current language is.
    """
    clean = in_one_line(text)
    here = direction(current_language())
    written = {_STRONG.get(unicodedata.bidirectional(character), here) for character in clean}
    return clean if written <= {here} else f"{_FIRST_STRONG_ISOLATE}{clean}{_POP_ISOLATE}"


def with_words(sentence: str, **placed: str) -> Markup:
    """A translated sentence as HTML, with these in the places that it names.

    Each is escaped; where it is the council's own it says in which language it is (`CouncilsWords`).
    """
    return Markup(sentence) % placed  # noqa: S704 - a translator's sentence


def shortened(text: str, longest: int) -> str:
    """The text in `longest` units of UTF-16 at most: whole, or its beginning with an ellipsis.

    Ends after a whole word where one fits, else between two letters, never inside one.
    """
    clean = in_one_line(text)
    if units(clean) <= longest:
        return clean
    kept = ""
    for letter in letters(clean):
        if units(kept) + units(letter) + 1 > longest:
            break
        kept += letter
    goes_on = not clean[len(kept) : len(kept) + 1].isspace()
    if goes_on and " " in kept:
        kept = kept.rpartition(" ")[0]
    return f"{kept.rstrip()}{ELLIPSIS}"


def units(text: str) -> int:
    """How long a text is as a text message counts it that holds more than the small alphabet."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _harmless(character: str) -> str:
    return " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character
