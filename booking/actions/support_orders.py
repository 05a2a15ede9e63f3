"""What is ordered of agencies for an appointment: made, given up, and made anew when another is wanted."""

from sqlalchemy.orm import Session

from booking import clock
from booking.actions import catalogue, rules, story, support_at_risk
from booking.actions.actor import KEPT, Actor
from booking.domain.needs import CATALOGUE, SPOKEN
from booking.domain.support import (
    LIVE,
    WITH_AN_AGENCY,
    SupportState,
    SupportStep,
    deadlines,
    support_after,
)
from booking.models import Appointment, Support


def add(
    session: Session,
    appointment: Appointment,
    need: str,
    *,
    meets: str | None = None,
    agreement: str | None = None,
    actor: Actor = KEPT,
) -> Support:
    """A booking that is to be ordered, for the time that the appointment has and what its resident asked for.

    `meets` is the code of the need that `need` stands in for, as `agreement` says that the resident agreed.
    """
    starts_at, ends_at = appointment.starts_at, appointment.ends_at
    if starts_at is None or ends_at is None:
        raise ValueError("support is booked for a time")
    known = catalogue.current(session)[need]
    given = deadlines(
        starts_at,
        lead_working_days=known.lead_working_days,
        confirm_working_days=known.confirm_working_days,
        now=clock.now(),
        office=rules.office(session),
    )
    booking = Support(
        appointment=appointment,
        need=need,
        instead_of=meets if meets != need else None,
        state=SupportState.NEEDED,
        starts_at=starts_at,
        ends_at=ends_at,
        meeting=appointment.meeting,
        location_id=appointment.location_id,
        language=appointment.spoken_language,
        wishes=appointment.interpreter_wishes,
        order_by=given.order_by,
        confirm_by=given.confirm_by,
        agreement=agreement,
        created_at=clock.now(),
    )
    session.add(booking)
    session.flush()
    support_at_risk.schedule(session, booking)
    note(session, booking, actor)
    return booking


def cancel(session: Session, booking: Support, actor: Actor) -> None:
    """Gives a booking up. Nobody outside has to hear of what was never ordered."""
    to_be_told = booking.state in WITH_AN_AGENCY
    booking.state = support_after(booking.state, SupportStep.CANCEL)
    booking.ended_at = None if to_be_told else clock.now()
    support_at_risk.schedule(session, booking)
    note(session, booking, actor)


def ask_anew(session: Session, booking: Support) -> None:
    """Brings a booking in line with the language and the wishes that the resident has stated since.

    An agency that was asked to send somebody for another language, or somebody else, is asked anew; what
    nobody was asked for yet is only put right.
    """
    now = booking.appointment
    asked = now.spoken_language, now.interpreter_wishes
    if booking.state not in LIVE or (booking.language, booking.wishes) == asked:
        return
    if booking.state not in WITH_AN_AGENCY:
        booking.language, booking.wishes = asked
    elif CATALOGUE[booking.need].interprets == SPOKEN:
        cancel(session, booking, KEPT)
        add(session, now, booking.need, meets=booking.meets, agreement=booking.agreement)


def note(session: Session, booking: Support, actor: Actor) -> None:
    """Writes how the booking stands now into the story of its appointment."""
    story.note(session, booking.appointment, f"support_{booking.state}", actor, support=booking.id)
