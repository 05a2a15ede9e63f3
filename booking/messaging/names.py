"""The names in what a message tells, each made fit to stand in a sentence of its language.

`told` gives them as they are stored. In the sentence each keeps its own direction; a text message has
room for so much of one and no more.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from booking.language.names import isolated, shortened
from booking.models import CouncilsWords

NAMES = ("council", "officer", "cover", "service", "place", "place_or_way", "helped", "supporter")
"""What may be shortened where there is no room: the reader knows them by their beginning."""

_AS_TYPED = (*NAMES, "address", "answer")
"""What the council or an officer typed, in whichever language."""


def with_names_in_place(known: Mapping[str, Any]) -> dict[str, Any]:
    """What `told` gave, with everything that was typed keeping its own direction."""
    return {
        **known,
        **{name: _in_place(known[name]) for name in _AS_TYPED if name in known},
        "to": replace(known["to"], name=isolated(known["to"].name)),
        "documents": [_in_place(each) for each in known.get("documents", ())],
        "facts": [
            replace(fact, lines=[_in_place(line) for line in fact.lines]) for fact in known["facts"]
        ],
    }


def with_short_names(known: Mapping[str, Any], longest: int) -> dict[str, Any]:
    """The same with no name longer than `longest`, in units of a text message."""
    short = {name: isolated(shortened(known[name], longest)) for name in NAMES if name in known}
    return {**known, **short}


def _in_place(text: str) -> str:
    """What the council wrote stays known as that: a letter and an email say in which language it is."""
    return CouncilsWords(isolated(text)) if isinstance(text, CouncilsWords) else isolated(text)
