"""A text message that fits: what is left out of one that would be too long, in which order.

First what its link tells besides (the address, the documents, the answer), then the ends of names,
then our own words. Of the bare facts that are left then, who it is with goes first, and when, where,
the reference, the number to phone and the link after it. Nothing is cut inside a word, a link, a number
or a letter.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from booking.messaging.names import with_short_names
from booking.messaging.segments import Segments, count_segments, to_gsm

WANTED = {"GSM-7": 2, "UCS-2": 4}
"""Segments of a text that says everything; other alphabets than Latin hold half as much in each."""

MOST = {"GSM-7": 3, "UCS-2": 4}
"""Segments of any text."""

_IN_A_SEGMENT = {"GSM-7": 153, "UCS-2": 67}
"""Characters of each of several (`segments`)."""

_LONGEST_NAMES = (48, 32, 24, 16, 10)

Render = Callable[[dict[str, Any]], str]


def fitted(whole: Render, last: Render, known: Mapping[str, Any]) -> str:
    """The first form of a text that keeps to its segments, from all that it has to say to the least.

    `whole` renders its own words, `last` the bare facts, one a line, what goes first before what stays.
    """
    form = _written(whole({**known, "brief": False}))
    if _fits(form, WANTED):
        return form
    for form in _shorter(whole, last, known):
        if _fits(form, MOST):
            break
    return form


def is_too_long(segments: Segments) -> bool:
    """Whether a text takes more segments than any should."""
    return segments.count > MOST[segments.encoding]


def room_left(text: str) -> int:
    """How many more characters it can have in the segments that any text may take; fewer than 0: too many."""
    segments = count_segments(text)
    return _IN_A_SEGMENT[segments.encoding] * MOST[segments.encoding] - segments.characters


def _shorter(whole: Render, last: Render, known: Mapping[str, Any]) -> Iterator[str]:
    yield _written(whole({**known, "brief": True}))
    for longest in _LONGEST_NAMES:
        yield _written(whole({**with_short_names(known, longest), "brief": True}))
    bare = with_short_names(known, _LONGEST_NAMES[-1])
    facts = [fact for line in last(bare).splitlines() if (fact := line.strip())]
    for dropped in range(len(facts)):
        yield _written(". ".join(facts[dropped:]))


def _written(words: str) -> str:
    return to_gsm(" ".join(words.split()))


def _fits(body: str, most: Mapping[str, int]) -> bool:
    segments = count_segments(body)
    return segments.count <= most[segments.encoding]
