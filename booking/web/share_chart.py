"""A picture of shares kept: one bar for each group, with its words above it.

The words are in the picture, and a table says the same: nobody has to see a colour or judge a length.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from booking.domain.promise import PromiseState
from booking.domain.tally import Tally
from booking.language.figures import kept_of


@dataclass(frozen=True, slots=True)
class Bar:
    """One group: its name, what is said of it, and the share kept in per cent; None: nothing decided."""

    name: str
    words: str
    share: float | None


def bars(groups: Iterable[tuple[str, Tally]]) -> list[Bar]:
    """The bars of a picture, in the order given."""
    return [Bar(name, kept_of(tally), _per_cent(tally)) for name, tally in groups]


def _per_cent(tally: Tally) -> float | None:
    if not tally.decided:
        return None
    return round(tally.states[PromiseState.KEPT] * 100 / tally.decided, 2)
