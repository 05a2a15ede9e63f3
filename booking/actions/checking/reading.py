"""What several checks read of the stored council, and how they name an offender."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.domain.lifecycle import Action
from booking.models import Event

Offenders = Iterator[str]
Check = Callable[[Session], Offenders]

GRACE = timedelta(minutes=10)
"""By when the worker has done what fell due, also one that was started again after a crash."""
IN_HAND = timedelta(minutes=1)
"""How long a message may be on its way out while what it reports changes."""

EVENTS = select(
    Event.appointment_id,
    Event.enquiry_id,
    Event.number,
    Event.at,
    Event.action,
    Event.once,
    Event.from_status,
    Event.to_status,
)

NEW_SEQUENCE = frozenset({Action.REARRANGE, Action.REOPEN, Action.CANCEL, Action.WITHDRAW})
"""The moves that raise a calendar entry's sequence; so does what is arranged again after one of them."""


def changes(session: Session) -> Mapping[int, list[datetime]]:
    """By appointment: when its calendar entry changed. One that was reopened is arranged anew."""
    moves = (*NEW_SEQUENCE, Action.ARRANGE)
    moved: dict[int, list[datetime]] = defaultdict(list)
    arranged: set[int | None] = set()
    for event in session.execute(EVENTS.where(Event.action.in_(moves)).order_by(Event.number)):
        if event.action != Action.ARRANGE or event.appointment_id in arranged:
            moved[event.appointment_id or 0].append(event.at)
        arranged.add(event.appointment_id)
    return moved


def subject_named(appointment_id: int | None, enquiry_id: int | None) -> str:
    """How a check names what was promised."""
    return f"appointment:{appointment_id}" if appointment_id else f"enquiry:{enquiry_id}"
