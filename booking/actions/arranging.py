"""Fixing a time: officer, date, start, length and place are in the diary, and everybody is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from booking import clock
from booking.actions import holds, links, outbox, story
from booking.actions.actor import Actor
from booking.actions.diaries import demand_of
from booking.actions.transaction import transaction
from booking.domain.diary import Slot
from booking.domain.lifecycle import Action, after
from booking.models import Appointment, Kind, Purpose


@transaction
def arrange(
    session: Session, *, appointment_id: int, starts_at: datetime, actor: Actor
) -> Appointment:
    """Arranges a request at one of the officer's free times that meets every need.

    Raises ActionRefused, SlotTaken, SlotNotOffered.
    """
    appointment = story.load(session, appointment_id)
    after(appointment.status, Action.ARRANGE)
    fix(session, appointment, starts_at, actor=actor)
    links.use_up(session, appointment, Purpose.ANSWER_REQUEST)
    return appointment


def fix(
    session: Session,
    appointment: Appointment,
    starts_at: datetime,
    *,
    actor: Actor,
    asked_at: datetime | None = None,
) -> None:
    """Takes the time, moves the status, invites the officer, tells and reminds the resident.

    `asked_at`: since when the resident has held this very time; notice is counted from then.
    """
    slot = holds.choose(
        session, appointment.officer, demand_of(appointment), starts_at, asked_at=asked_at
    )
    place(session, appointment, slot)
    appointment.arranged_at = clock.now()
    story.move(session, appointment, Action.ARRANGE, actor, starts_at=slot.start)
    outbox.tell_resident(session, appointment, Kind.ARRANGED)
    outbox.tell_officer(session, appointment, Kind.INVITATION)
    outbox.remind(session, appointment)


def place(session: Session, appointment: Appointment, slot: Slot) -> None:
    """Writes the slot into the diary and onto the appointment; may raise SlotTaken."""
    holds.take(session, appointment, slot)
    appointment.starts_at, appointment.ends_at = slot.start, slot.end
    appointment.location_id, appointment.room_id = slot.location_id, slot.room_id
    session.flush()
    session.expire(appointment, ["location", "room"])
