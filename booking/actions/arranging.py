"""Fixing a time: officer, date, start, length and place are in the diary, and everybody is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from booking.actions import holds, links, outbox, promises, reminding, story, supporting
from booking.actions.actor import Actor
from booking.actions.diaries import demand_of
from booking.actions.transaction import transaction
from booking.domain.diary import Slot
from booking.domain.lifecycle import Action, after
from booking.models import Appointment, Kind, Purpose


@transaction
def arrange(
    session: Session,
    *,
    appointment_id: int,
    starts_at: datetime,
    actor: Actor,
    held_by: str | None = None,
) -> Appointment:
    """Arranges a request at one of the officer's free times that meets every need.

    What `held_by` holds is given back for it. Raises ActionRefused, SlotTaken, SlotNotOffered.
    """
    appointment = story.load(session, appointment_id)
    after(appointment.status, Action.ARRANGE)
    held_since = holds.free(session, held_by) if held_by else None
    fix(session, appointment, starts_at, actor=actor, asked_at=held_since)
    links.use_up(session, appointment, Purpose.ANSWER_REQUEST)
    return appointment


def fix(
    session: Session,
    appointment: Appointment,
    starts_at: datetime,
    *,
    actor: Actor,
    asked_at: datetime | None = None,
    met: int | None = None,
) -> None:
    """Takes the time, moves the status, invites the officer, tells and reminds the resident.

    `asked_at`: since when the resident has held this very time; notice is counted from then. `met`: the
    rank of the wish that the time meets, where it was not the resident who chose it.
    """
    needed = demand_of(appointment)
    slot = holds.choose(session, appointment.officer, needed, starts_at, asked_at=asked_at)
    place(session, appointment, slot)
    # The council's figures may have changed since it was asked.
    appointment.minutes = needed.minutes
    if appointment.sequence:
        # It was reopened and its calendar entry cancelled: only a higher sequence brings that back.
        appointment.sequence += 1
    promises.keep(session, appointment.promise)
    story.move(session, appointment, Action.ARRANGE, actor, starts_at=slot.start, met=met)
    outbox.tell_resident(session, appointment, Kind.ARRANGED)
    outbox.tell_officer(session, appointment, Kind.INVITATION)
    reminding.remind(session, appointment)
    supporting.plan(session, appointment)


def place(session: Session, appointment: Appointment, slot: Slot) -> None:
    """Writes the slot into the diary and onto the appointment; may raise SlotTaken."""
    holds.take(session, appointment, slot)
    appointment.starts_at, appointment.ends_at = slot.start, slot.end
    appointment.location_id, appointment.room_id = slot.location_id, slot.room_id
    session.flush()
    session.expire(appointment, ["location", "room"])
