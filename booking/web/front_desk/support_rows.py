"""A booking of support as staff read it, on every list and page of the front desk."""

from dataclasses import dataclass
from typing import Self

from flask_babel.speaklater import LazyString

from booking import clock
from booking.domain.local_time import local_day
from booking.domain.needs import CATALOGUE, SPOKEN
from booking.domain.support import SupportState
from booking.language.codes import SUPPORT_STATES
from booking.language.languages import language_name
from booking.language.needs import NEEDS_FOR_STAFF
from booking.models import Support
from booking.settings import settings


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One booking in the shortest words that say what to do."""

    booking: Support
    what: LazyString
    state: LazyString
    language: str | None
    """The language that is spoken, where an interpreter speaks one."""
    late: bool
    """Whether the day by which to act has passed, or is today."""

    @classmethod
    def of(cls, booking: Support) -> Self:
        """How the booking stands today."""
        spoken = booking.appointment.spoken_language
        interprets = CATALOGUE[booking.need].interprets == SPOKEN
        today = local_day(clock.now(), settings().timezone)
        by = booking.confirm_by if booking.state is SupportState.ORDERED else booking.order_by
        return cls(
            booking,
            NEEDS_FOR_STAFF[booking.need],
            SUPPORT_STATES[booking.state],
            language_name(spoken) if interprets and spoken else None,
            late=booking.state is not SupportState.CONFIRMED and by <= today,
        )
