"""Parting what we write into sentences, for easy read: one idea a line."""

import re

_ENDS = re.compile(r"(?<=[.!?؟۔।])\s+(?=\S)")
_SHORTENED = re.compile(r"(?:^|\s)\w{1,2}\.$")
"""A title or a street, such as "Dr." or "St.", ends no sentence."""


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph in any of our languages, in order; nothing of it is lost."""
    parted: list[str] = []
    for part in _ENDS.split(text.strip()):
        if parted and _SHORTENED.search(parted[-1]):
            parted[-1] = f"{parted[-1]} {part}"
        elif part:
            parted.append(part)
    return parted
