"""The words of the pages in another language, found by what they are in English."""

import re
from functools import cache

import polib

from config import TRANSLATIONS

_GAP = re.compile(r"%\((\w+)\)[sd]")


def said_in(language: str, words: str) -> str:
    """What stands on the page for these English words; names and what a council wrote stay as they are.

    Words that a sentence is filled with are looked for in their turn. Of a plural the English is
    not enough to know the form: no journey presses on one.
    """
    if language == "en":
        return words
    whole, with_gaps = _catalogue(language)
    if words in whole:
        return whole[words]
    for pattern, said in with_gaps:
        if filled := pattern.fullmatch(words):
            known = {gap: said_in(language, text) for gap, text in filled.groupdict().items()}
            return said % known
    return words


@cache
def _catalogue(language: str) -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    file = polib.pofile(str(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"))
    whole = {entry.msgid: entry.msgstr for entry in file if not entry.msgid_plural}
    filled = sorted((words for words in whole if _GAP.search(words)), key=_fixed, reverse=True)
    with_gaps = [(_pattern(words), whole[words]) for words in filled]
    return whole, with_gaps


def _fixed(words: str) -> int:
    """The longer what is said in any case, the surer it is meant."""
    return len(_GAP.sub("", words))


def _pattern(words: str) -> re.Pattern[str]:
    fixed = iter(_GAP.split(words))
    parts, seen = [re.escape(next(fixed))], set()
    for gap in fixed:
        parts.append(f"(?P={gap})" if gap in seen else f"(?P<{gap}>.+)")
        seen.add(gap)
        parts.append(re.escape(next(fixed)))
    return re.compile("".join(parts))
