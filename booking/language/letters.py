"""Letters as readers count them, in any script, and names in text of the other direction."""

import unicodedata

from booking.language.languages import current_language, direction

_JOINERS = "\u200c\u200d"
_VIRAMA = 9
"""The combining class of the sign that joins a consonant to the next one."""
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def first_letter(word: str) -> str:
    """The first letter with all that belongs to it: a Bengali or Punjabi one with its signs and conjuncts.

    The grapheme clusters of Unicode Annex 29, rules 9 to 9c, as far as names have them. Signs before
    the first letter are left out: alone they mean nothing.
    """
    composed = unicodedata.normalize("NFC", word)
    start = next((at for at, sign in enumerate(composed) if sign.isalpha()), None)
    if start is None:
        return composed[:1]
    end = start + 1
    while end < len(composed) and _belongs(composed, end):
        end += 1
    return composed[start:end].rstrip(_JOINERS)


def isolated(name: str) -> str:
    """A name in plain text: kept together where it is read the other way than the words around it.

    Left alone otherwise, as the controls (Unicode Annex 9) would cost a text its small alphabet.
    """
    directions = {unicodedata.bidirectional(sign) for sign in name}
    other = _RIGHT_TO_LEFT if direction(current_language()) == "ltr" else frozenset({"L"})
    return f"{_FIRST_STRONG_ISOLATE}{name}{_POP_ISOLATE}" if directions & other else name


def _belongs(word: str, at: int) -> bool:
    """Whether the sign at `at` is still part of the letter before it."""
    sign = word[at]
    if sign in _JOINERS or unicodedata.category(sign).startswith("M"):
        return True
    before = word[at - 1]
    joined = before if before not in _JOINERS else word[at - 2]
    return sign.isalpha() and unicodedata.combining(joined) == _VIRAMA
