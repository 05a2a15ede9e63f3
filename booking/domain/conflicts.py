"""Needs that cannot all be met: whoever states them is asked again, at every door."""

from collections.abc import Collection
from enum import StrEnum

from booking.domain.needs import CATALOGUE, Part


class Conflict(StrEnum):
    """What is wrong with the needs taken together."""

    NO_WAY_LEFT = "no_way_left"
    """Every channel is refused."""
    NO_CALLS_BY_RELAY = "no_calls_by_relay"
    """Calls go through a relay, and nobody may call."""
    NO_PART_LEFT = "no_part_left"
    """Only mornings, and only afternoons."""
    TWO_SIZES = "two_sizes"
    """Large print in two sizes."""


_CHANNELS = frozenset(need.never_channel for need in CATALOGUE.values() if need.never_channel)


def conflict(needs: Collection[str]) -> Conflict | None:
    """The first thing that is wrong with needs (codes) taken together; None where they can all be met."""
    stated = set(needs)
    refused = {CATALOGUE[code].never_channel for code in stated}
    if refused >= _CHANNELS:
        return Conflict.NO_WAY_LEFT
    if "no_phone" in stated and stated & {"text_relay", "video_relay"}:
        return Conflict.NO_CALLS_BY_RELAY
    parts = [CATALOGUE[code].parts for code in stated if CATALOGUE[code].parts]
    if len(set(parts)) > 1 and not frozenset(Part).intersection(*filter(None, parts)):
        return Conflict.NO_PART_LEFT
    if {"large_print_18", "large_print_24"} <= stated:
        return Conflict.TWO_SIZES
    return None
