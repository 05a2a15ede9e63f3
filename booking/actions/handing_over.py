"""Another officer in place of the one who was asked for: only as the resident agreed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import (
    arranging,
    audit,
    changing,
    diaries,
    holds,
    links,
    outbox,
    story,
    supporters,
)
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.domain.errors import NotOffered, ReasonMissing
from booking.domain.ladder import Step
from booking.domain.lifecycle import Action, Status, after
from booking.models import Appointment, Event, Kind, Message, Officer, Purpose


def on_offer(session: Session, appointment: Appointment) -> Officer | None:
    """The cover whom the resident may see instead: while nothing is arranged, once it was offered.

    It was offered when the request came and nothing fitted, or when Kept tried to arrange it and could not.
    """
    if appointment.status is not Status.REQUESTED:
        return None
    tried = select(Event.id).where(story.of(appointment), Event.action == f"step_{Step.ARRANGE}")
    told = select(Message.id).where(
        Message.appointment_id == appointment.id, Message.kind == Kind.COVER_OFFERED
    )
    offered = session.scalar(tried.limit(1)) or session.scalar(told.limit(1))
    if not offered:
        return None
    return diaries.cover_for(
        session, appointment, ignoring=changing.held_entries(session, appointment)
    )


def is_without_time(session: Session, appointment: Appointment) -> bool:
    """Whether nothing fits it and nobody else is on offer: a manager has been asked to open time for it."""
    asked = select(Message.id).where(
        Message.appointment_id == appointment.id, Message.kind == Kind.NO_TIME
    )
    return (
        appointment.status is Status.REQUESTED
        and session.scalar(asked.limit(1)) is not None
        and on_offer(session, appointment) is None
    )


@transaction
def hand_over(
    session: Session,
    *,
    appointment_id: int,
    officer_id: int,
    agreement: str,
    actor: Actor,
    starts_at: datetime | None = None,
    held_by: str | None = None,
) -> Appointment:
    """Gives a request to another officer, and arranges it at `starts_at` where that was chosen.

    `agreement` says how the resident agreed. What `held_by` holds is given back for it. The promise's
    clock goes on as it was. Raises ActionRefused, NotOffered, ReasonMissing, SlotTaken, SlotNotOffered;
    OfficerActs where that officer acts for the resident.
    """
    appointment = story.load(session, appointment_id)
    after(appointment.status, Action.ARRANGE)
    officer = session.get_one(Officer, officer_id)
    if not agreement.strip():
        raise ReasonMissing
    if not officer.active or appointment.service not in officer.services:
        raise NotOffered
    supporters.check_officer(appointment, officer)
    before, appointment.officer = appointment.officer, officer
    session.flush()
    appointment.minutes = diaries.demand_of(appointment).minutes
    story.note(session, appointment, "handed_over", actor, reason=agreement.strip())
    links.use_up(session, appointment, Purpose.ANSWER_REQUEST)
    if before is not officer:
        outbox.tell_officer(session, appointment, Kind.REQUEST_CLOSED, officer=before)
    held_since = holds.free(session, held_by) if held_by else None
    if starts_at:
        arranging.fix(session, appointment, starts_at, actor=actor, asked_at=held_since)
    elif before is not officer:
        outbox.tell_officer(session, appointment, Kind.PLEASE_ARRANGE)
    audit.by(session, actor, action="hand_over", subject=f"appointment:{appointment.id}")
    return appointment
