"""Why the first times are some way off: which support takes longest to book, and what is sooner."""

from dataclasses import dataclass

from flask_babel import ngettext

from booking.domain.needs import CATALOGUE
from booking.language.needs import NEEDS_FOR_STAFF
from booking.web.resident.journey import Journey

INSTEAD = "interpreter_phone"
"""Takes no time to book: it may stand in for an interpreter who comes along or is seen by video."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Why to wait, in words, and whether there is support that could be had sooner."""

    words: str
    sooner: bool


def longest_wait(journey: Journey) -> Wait | None:
    """What the resident waits for; None where nothing that they need takes time to book."""
    needed = journey.demand
    if needed is None or not needed.lead_working_days:
        return None
    slowest = next(
        need
        for need in map(CATALOGUE.__getitem__, journey.answers.needs)
        if need.professional in needed.professionals
        and need.lead_working_days == needed.lead_working_days
    )
    words = ngettext(
        "We need %(num)s working day to book this support: %(support)s.",
        "We need %(num)s working days to book this support: %(support)s.",
        needed.lead_working_days,
        support=str(NEEDS_FOR_STAFF[slowest.code]),
    )
    return Wait(str(words), sooner=slowest.interprets == CATALOGUE[INSTEAD].interprets)
