"""Whether needs have their consequences in what is stored: support, rooms, refused channels, consent."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import supporting
from booking.actions.checking.reading import GRACE, Offenders
from booking.actions.diaries import demand_of
from booking.domain.lifecycle import IN_THE_DIARY
from booking.domain.needs import CATALOGUE, refused_channels
from booking.domain.support import COUNTS
from booking.models import (
    Appointment,
    Audience,
    Enquiry,
    Message,
    MessageState,
    PrintedLetter,
    Resident,
)
from booking.settings import settings


def unsupported(session: Session) -> Offenders:
    """What is arranged without a booking, for its time and place, of everybody whom it needs."""
    arranged = _arranged(session)
    booked = supporting.live_for(session, arranged, states=COUNTS)
    for one in arranged:
        here = {
            booking.meets
            for booking in booked.get(one.id, ())
            if (booking.starts_at, booking.ends_at) == (one.starts_at, one.ends_at)
        }
        if not here >= set(demand_of(one).professionals):
            yield f"appointment:{one.id}"


def in_the_wrong_room(session: Session) -> Offenders:
    """What is arranged in a room that lacks something that it needs."""
    for one in _arranged(session):
        if one.room and not set(one.room.facilities) >= demand_of(one).facilities:
            yield f"appointment:{one.id}"


def told_as_refused(session: Session) -> Offenders:
    """Messages that wait to be told in a way that their resident refused."""
    waiting = select(Message.id, Message.channel, Message.appointment_id, Message.enquiry_id).where(
        Message.state == MessageState.WAITING,
        Message.audience == Audience.RESIDENT,
        ~exists().where(PrintedLetter.message_id == Message.id),  # its run says to take it out
    )
    for row in session.execute(waiting):
        noun, id_ = (
            (Appointment, row.appointment_id) if row.appointment_id else (Enquiry, row.enquiry_id)
        )
        needs = session.scalar(select(noun.needs).where(noun.id == id_)) or ()
        refused = refused_channels(needs)
        if row.channel in refused:
            yield f"message:{row.id}"


def kept_without_consent(session: Session) -> Offenders:
    """Needs kept for next time without a day since when, or for longer than they may be."""
    oldest = clock.now() - timedelta(days=settings().needs_kept_days) - GRACE
    rows = select(Resident.id, Resident.kept_needs, Resident.needs_kept_since)
    for id_, kept, since in session.execute(rows):
        if (kept is None) != (since is None) or (since and since <= oldest):
            yield f"resident:{id_}"


def _arranged(session: Session) -> list[Appointment]:
    """What is arranged, but for what has needs that nobody knows: another check names those."""
    found = session.scalars(select(Appointment).where(Appointment.status.in_(IN_THE_DIARY)))
    return [one for one in found if set(one.needs) <= set(CATALOGUE)]
