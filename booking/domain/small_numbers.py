"""Publishing figures about few people: groups in which somebody might be known are shown together.

Nothing is left out, so that nobody finds a small group by taking the others from the total.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from booking.domain.tally import Tally

FEWEST = 5
"""No published figure is about fewer decided promises than this."""

G = TypeVar("G")


@dataclass(frozen=True, slots=True)
class Together(Generic[G]):
    """One group, or several that are shown as one."""

    members: tuple[G, ...]
    tally: Tally


def in_order(groups: Iterable[tuple[G, Tally]]) -> list[Together[G]]:
    """Groups that follow each other, such as months: a small one is shown with those after it.

    What is left over at the end joins the one before. Empty where all together are too few.
    """
    shown: list[Together[G]] = []
    members: tuple[G, ...] = ()
    tally = Tally()
    for name, counted in groups:
        members, tally = (*members, name), tally + counted
        if tally.decided >= FEWEST:
            shown.append(Together(members, tally))
            members, tally = (), Tally()
    if members and shown:
        last = shown.pop()
        shown.append(Together(last.members + members, last.tally + tally))
    return shown


def others_last(groups: Iterable[tuple[G, Tally]]) -> list[Together[G]]:
    """Groups in any order, such as services: the small ones are shown as one, at the end.

    Where those are too few even together, the smallest of the rest joins them. Groups of which nothing
    is decided are left out. Empty where all together are too few.
    """
    known = [(name, tally) for name, tally in groups if tally.decided]
    small = [one for one in known if one[1].decided < FEWEST]
    large = sorted((one for one in known if one not in small), key=lambda one: -one[1].decided)
    while small and large and _decided(small) < FEWEST:
        small.append(large.pop())
    shown = [Together((name,), tally) for name, tally in known if (name, tally) in large]
    if _decided(small) >= FEWEST:
        names = tuple(name for name, _tally in small)
        shown.append(Together(names, sum((tally for _name, tally in small), Tally())))
    return shown


def _decided(groups: Sequence[tuple[G, Tally]]) -> int:
    return sum(tally.decided for _name, tally in groups)
