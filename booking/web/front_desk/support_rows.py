"""A booking of support as staff read it, on every list and page of the front desk."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from flask_babel.speaklater import LazyString

from booking import clock
from booking.domain.local_time import local_day
from booking.domain.needs import CATALOGUE, SPOKEN
from booking.domain.support import ToDo, to_do
from booking.language.codes import SUPPORT_STATES
from booking.language.languages import language_name
from booking.language.needs import NEEDS_FOR_STAFF
from booking.models import Support
from booking.settings import settings

_PRESSES = (ToDo.ORDER, ToDo.HAVE_CONFIRMED, ToDo.TELL_AGENCY)


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One booking in the shortest words that say what to do."""

    booking: Support
    what: LazyString
    state: LazyString
    language: str | None
    """The language that is spoken, where an interpreter speaks one."""
    to_do: ToDo | None
    """What is to be done about it; None where nothing can be any more."""
    by: date
    """The local day by which to act, or on which they were to come."""
    late: bool
    """Whether the day by which to act has passed, or is today."""

    @classmethod
    def of(cls, booking: Support) -> Self:
        """How the booking stands today."""
        spoken = booking.language
        interprets = CATALOGUE[booking.need].interprets == SPOKEN
        now, zone = clock.now(), settings().timezone
        left = to_do(booking.state, ends_at=booking.ends_at, now=now)
        match left:
            case ToDo.HAVE_CONFIRMED:
                by = booking.confirm_by
            case ToDo.SAY_WHETHER_THEY_CAME:
                by = local_day(booking.starts_at, zone)
            case _:
                by = booking.order_by
        return cls(
            booking,
            NEEDS_FOR_STAFF[booking.need],
            SUPPORT_STATES[booking.state],
            language_name(spoken) if interprets and spoken else None,
            to_do=left,
            by=by,
            late=left in _PRESSES and by <= local_day(now, zone),
        )
