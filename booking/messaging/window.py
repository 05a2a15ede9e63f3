"""The address where a window envelope shows it, in the largest type that fits.

A4 folded in three in a DL envelope (110 x 220 mm, window 35 x 90 mm, 20 mm from the left and 18 mm from
the bottom, BS 4264): whichever way the sheet slides, what stands in this box is seen, and nothing else.
"""

import unicodedata
from math import ceil

WIDTH, HEIGHT = 85, 35
"""Millimetres; the box stands 20 mm from the left edge and 51 mm from the top, in every language."""
LINE = 1.15
"""The height of a line, in the size of its type."""
_SMALLEST = 8
_MILLIMETRES_IN_A_POINT = 25.4 / 72
_WIDTH_OF_A_LETTER = 0.6
"""Of its type's size: wider than most, so that a line is never longer than was reckoned."""


def type_size(lines: list[str], wanted: int) -> int:
    """The points, `wanted` or as many as fit, in which these lines stand in the window.

    The post office reads them there; what the resident reads is the letter, whose type never gives way.
    """
    fits = (size for size in range(wanted, _SMALLEST, -1) if _height(lines, size) <= HEIGHT)
    return next(fits, _SMALLEST)


def _height(lines: list[str], size: int) -> float:
    needed = sum(max(1, ceil(_width(line, size) / WIDTH)) for line in lines)
    return needed * size * LINE * _MILLIMETRES_IN_A_POINT


def _width(line: str, size: int) -> float:
    letters = sum(_letters(character) for character in line)
    return letters * size * _WIDTH_OF_A_LETTER * _MILLIMETRES_IN_A_POINT


def _letters(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0.0
    return 1.7 if unicodedata.east_asian_width(character) in "WF" else 1.0
