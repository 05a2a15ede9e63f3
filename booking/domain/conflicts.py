"""Needs that cannot all be met: whoever states them is asked again, at every door."""

from collections.abc import Collection
from enum import StrEnum

from booking.domain.needs import CATALOGUE, Part, refused_channels
from booking.domain.tasks import relays_for


class Conflict(StrEnum):
    """What is wrong with the needs taken together."""

    NO_WAY_LEFT = "no_way_left"
    """Every channel is refused."""
    CALLED_AND_NOT_CALLED = "called_and_not_called"
    """Calls go through a relay, and nobody may call."""
    NO_PART_LEFT = "no_part_left"
    """Only mornings, and only afternoons."""
    TWO_SIZES = "two_sizes"
    """Large print in two sizes."""


_EVERY_CHANNEL = refused_channels(CATALOGUE)


def conflict(needs: Collection[str]) -> Conflict | None:
    """The first thing that is wrong with needs (codes) taken together; None where they can all be met.

    Codes that are not known say nothing.
    """
    stated = set(needs) & CATALOGUE.keys()
    refused = refused_channels(stated)
    if refused == _EVERY_CHANNEL:
        return Conflict.NO_WAY_LEFT
    if "no_phone" in stated and relays_for(stated):
        return Conflict.CALLED_AND_NOT_CALLED
    parts = [CATALOGUE[code].parts for code in stated if CATALOGUE[code].parts]
    if len(set(parts)) > 1 and not frozenset(Part).intersection(*filter(None, parts)):
        return Conflict.NO_PART_LEFT
    if {"large_print_18", "large_print_24"} <= stated:
        return Conflict.TWO_SIZES
    return None
