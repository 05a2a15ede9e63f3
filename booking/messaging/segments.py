"""How many text messages a body becomes, known before it is sent.

Sources: 3GPP TS 23.038 section 6.2.1 (the GSM 7-bit alphabet and its extension table) and
TS 23.040 section 9.2.3.24 (the header of 6 octets that joins the segments of a long message).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from unicodedata import normalize

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""One septet each."""

EXTENDED = frozenset("\f^{}\\[~]|€")
"""Two septets each: an escape, then the character."""

PLAIN_FORMS = str.maketrans(
    dict.fromkeys("‘’‚‛′", "'")
    | dict.fromkeys("“”„‟″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
    | {"…": "...", "\u00ad": ""}
)
"""What typography (ours and CLDR's, which writes "10:30\\u202fam") looks like on a typewriter."""


@dataclass(frozen=True, slots=True)
class Segments:
    """What a body costs. `characters` counts as the network does: septets, or UTF-16 units."""

    encoding: Literal["GSM-7", "UCS-2"]
    count: int
    characters: int


def count_segments(body: str) -> Segments:
    """Return the encoding of `body`, in how many segments it travels, and its length in units.

    An escape pair (GSM-7) or a surrogate pair (UCS-2) is never cut in two by the end of a segment.
    An empty body needs no segment.
    """
    if _is_gsm(body):
        widths = [2 if character in EXTENDED else 1 for character in body]
        return Segments("GSM-7", _pack(widths, alone=160, joined=153), sum(widths))
    widths = [2 if ord(character) > 0xFFFF else 1 for character in body]
    return Segments("UCS-2", _pack(widths, alone=70, joined=67), sum(widths))


def to_gsm(body: str) -> str:
    """Return `body` with plain quotes, dashes and spaces if that makes all of it fit GSM-7.

    Letters are never replaced: one that GSM-7 lacks (the Welsh ŵ) leaves the whole body as it is.
    """
    if _is_gsm(body):
        return body
    plain = normalize("NFC", body).translate(PLAIN_FORMS)
    return plain if _is_gsm(plain) else body


def _is_gsm(body: str) -> bool:
    return all(character in BASIC or character in EXTENDED for character in body)


def _pack(widths: Iterable[int], *, alone: int, joined: int) -> int:
    """Return how many segments hold `widths` in order: one of `alone`, else several of `joined`."""
    widths = list(widths)
    if sum(widths) <= alone:
        return 1 if widths else 0
    count, used = 1, 0
    for width in widths:
        if used + width > joined:
            count, used = count + 1, 0
        used += width
    return count
