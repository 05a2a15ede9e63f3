"""Moving what was arranged to another time: the same calendar entry, a new run of the promise clock."""

from datetime import datetime

from sqlalchemy.orm import Session

from booking.actions import holds, links, outbox, promises, reminding, story, supporting
from booking.actions.actor import Actor
from booking.actions.arranging import place
from booking.actions.diaries import Closed, demand_of, own_entries
from booking.domain.lifecycle import Action
from booking.models import Appointment, Cause, Kind, Purpose


def move_to(
    session: Session,
    appointment: Appointment,
    starts_at: datetime,
    actor: Actor,
    *,
    asked_at: datetime | None = None,
    cause: Cause = Cause.RESIDENT_CHANGE,
    reason: str | None = None,
    closed: Closed | None = None,
) -> None:
    """Moves it to `starts_at` and tells everybody once; the new clock is met at once.

    No room that is `closed` is taken. Support that is booked for that very time takes no time to book.
    Raises SlotTaken, SlotNotOffered.
    """
    needed = supporting.still_to_book(appointment, demand_of(appointment), starts_at)
    own = own_entries(session, appointment)
    slot = holds.choose(
        session,
        appointment.officer,
        needed,
        starts_at,
        ignoring=own,
        asked_at=asked_at,
        closed=closed,
    )
    place(session, appointment, slot)
    appointment.minutes = needed.minutes
    appointment.sequence += 1
    links.use_up(session, appointment, Purpose.CHECK_IN)
    appointment.late_minutes = None
    promises.keep(session, promises.begin_anew(session, appointment, cause))
    story.move(session, appointment, Action.REARRANGE, actor, reason=reason, starts_at=slot.start)
    outbox.tell_resident(session, appointment, Kind.REARRANGED)
    outbox.tell_officer(session, appointment, Kind.INVITATION_UPDATE)
    reminding.remind(session, appointment)
    supporting.plan(session, appointment)
