"""When somebody last said that what they need is right, as staff and residents read it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel.speaklater import LazyString

from booking.actions import still_right
from booking.domain.local_time import local_day
from booking.language.codes import ACTORS
from booking.language.dates import format_day_with_year
from booking.models import Appointment
from booking.settings import settings


@dataclass(frozen=True, slots=True)
class Said:
    """The last time that the needs were stated or confirmed."""

    day: str
    who: LazyString
    """Who wrote it down: the resident themselves, or a member of staff for them."""
    old: bool
    """So long ago that it must be asked anew."""


def last_said(appointment: Appointment) -> Said | None:
    """The last time for an appointment."""
    event = still_right.last_said(appointment)
    if event is None:
        return None
    return Said(day_of(event.at), ACTORS[event.actor], still_right.is_old(event.at))


def day_of(at: datetime) -> str:
    """Such as "Monday 23 November 2026"."""
    return format_day_with_year(local_day(at, settings().timezone))
