"""Needs that cannot all be met: whoever states them is asked again, at every door."""

from collections.abc import Collection
from enum import StrEnum

from booking.domain.errors import BookingError
from booking.domain.needs import CATALOGUE, SPOKEN_INTERPRETERS, Part, covers, refused_channels
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
    TWO_INTERPRETERS = "two_interpreters"
    """Two ways to interpret one spoken language: both would be booked."""
    NO_LANGUAGE = "no_language"
    """An interpreter for no language, or for the council's own: nobody would be booked."""


class InterpreterRefused(BookingError):
    """No one interpreter could be booked for what was said; `conflict` is what is wrong with it."""

    code = "interpreter_refused"

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(conflict)
        self.conflict = conflict


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


def check_interpreter(needs: Collection[str], *, language: str | None, ours: str) -> None:
    """One spoken interpreter at most, and for a language that is not `ours`, the council's own.

    `language` is the BCP 47 tag of what the resident speaks best, None where they did not say.
    Raises InterpreterRefused.
    """
    wanted = SPOKEN_INTERPRETERS.intersection(needs)
    if len(wanted) > 1:
        raise InterpreterRefused(Conflict.TWO_INTERPRETERS)
    if wanted and (not language or covers(ours, language)):
        raise InterpreterRefused(Conflict.NO_LANGUAGE)
