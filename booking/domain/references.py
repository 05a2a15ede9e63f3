"""References: short, safe to read out over the phone, and wrong ones are noticed.

A reference names an appointment; by itself it opens nothing.
"""

import secrets
import unicodedata
from collections.abc import Callable, Sequence

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 characters that nobody mistakes for each other: no 0 or O, no 1, I or L."""

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_LENGTH = 8
_HALF = 4


def new_reference(randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """A reference such as "ABCD-EFGH": 7 random characters (over 27 thousand million) and a check.

    `randbelow(n)` gives a number from 0 up to, not including, n.
    """
    values = [randbelow(len(ALPHABET)) for _ in range(_LENGTH - 1)]
    # The check character weighs 8, and 8 * 4 is 1 mod 31: -4 times the rest brings the sum to 0.
    values.append(-4 * _weighted(values) % len(ALPHABET))
    return _written(values)


def parse_reference(text: str) -> str | None:
    """The reference that somebody typed, as `new_reference` writes it; None when it is not one.

    Case, spaces, hyphens and other punctuation do not matter, nor which script's digits are used.
    Every single wrong character, and every two that changed places, fail the check.
    """
    typed = [character for character in text if character.isalnum()]
    if len(typed) != _LENGTH:
        return None
    values = [_VALUE.get(str(unicodedata.decimal(c, c)).upper(), -1) for c in typed]
    return _written(values) if -1 not in values and _weighted(values) == 0 else None


def _weighted(values: Sequence[int]) -> int:
    """The sum that is 0 for a whole reference: each character's value times its position, mod 31.

    31 is prime and no two positions weigh the same: one changed character, or two that swapped
    places, always change the sum.
    """
    return sum(weight * value for weight, value in enumerate(values, start=1)) % len(ALPHABET)


def _written(values: Sequence[int]) -> str:
    characters = "".join(ALPHABET[value] for value in values)
    return f"{characters[:_HALF]}-{characters[_HALF:]}"
