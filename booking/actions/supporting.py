"""Booking support: planned with the appointment, ordered, confirmed, and found anew when it fails.

Needs never give way: what was to come and cannot is ordered again, or met in another way only as the
resident agreed. The resident is never told that somebody comes before that is confirmed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking import clock
from booking.actions import catalogue, outbox, story, support_at_risk, support_orders
from booking.actions.actor import KEPT, Actor
from booking.actions.diaries import demand_of
from booking.actions.support_orders import add, cancel, note
from booking.actions.transaction import transaction
from booking.domain.errors import ReasonMissing
from booking.domain.lifecycle import IN_THE_DIARY
from booking.domain.needs import Demand
from booking.domain.support import (
    LIVE,
    Outlook,
    SupportState,
    SupportStep,
    SupportStepRefused,
    support_after,
)
from booking.domain.support import to_do as left_to_do
from booking.extensions import db
from booking.models import Appointment, Kind, Support
from booking.models.support import OPEN_SUPPORT, booked_for, outlook_of


def plan(session: Session, appointment: Appointment) -> None:
    """Brings the bookings in line with the appointment, after whatever has just changed it.

    What it needs at the time that it now has is to be ordered; what was booked for another time, another
    place, or for a need that is gone is cancelled, and stays on the list while an agency has to hear.
    """
    session.flush()
    before = outlook_of(appointment)
    arranged = appointment.status in IN_THE_DIARY
    missing = list(demand_of(appointment).professionals) if arranged else []
    for booking in booked_for(appointment):
        if booking.meets in missing and booking.is_for_its_time:
            missing.remove(booking.meets)
        elif booking.state in LIVE:
            cancel(session, booking, KEPT)
    for need in missing:
        add(session, appointment, need)
    ask_anew(session, appointment)
    if before is not Outlook.CONFIRMED:
        _tell_once_confirmed(session, appointment)


def ask_anew(session: Session, appointment: Appointment) -> None:
    """Orders for another language, or by other wishes, what was ordered before the resident stated them."""
    for booking in booked_for(appointment):
        support_orders.ask_anew(session, booking)


def still_to_book(appointment: Appointment, needed: Demand, starts_at: datetime) -> Demand:
    """What it needs at `starts_at`, with time to book only whom nobody has booked for that very time."""
    ends_at = starts_at + timedelta(minutes=needed.minutes)
    booked = {
        one.meets
        for one in booked_for(appointment)
        if (one.starts_at, one.ends_at, one.meeting) == (starts_at, ends_at, needed.meeting)
    }
    known = catalogue.current(db.session())
    missing = set(needed.professionals) - booked
    lead = max((known[need].lead_working_days for need in missing), default=0)
    return replace(needed, lead_working_days=lead)


def live(session: Session, appointment: Appointment) -> Sequence[Support]:
    """What is booked, or to be booked, for an appointment."""
    return live_for(session, [appointment]).get(appointment.id, [])


def live_for(
    session: Session,
    appointments: Sequence[Appointment],
    *,
    states: Collection[SupportState] = LIVE,
) -> Mapping[int, Sequence[Support]]:
    """The same for several, by the id of the appointment, read at once; or what is in other states."""
    ids = [one.id for one in appointments]
    theirs = select(Support).where(Support.appointment_id.in_(ids), Support.state.in_(states))
    found: dict[int, list[Support]] = {}
    for booking in session.scalars(theirs.order_by(Support.id)):
        found.setdefault(booking.appointment_id, []).append(booking)
    return found


def to_do(session: Session) -> Sequence[Support]:
    """Every booking for which something is still to be done, the most pressing first."""
    now, appointment = clock.now(), selectinload(Support.appointment)
    found = (
        select(Support)
        .where(OPEN_SUPPORT)
        .options(
            appointment.joinedload(Appointment.resident),
            appointment.joinedload(Appointment.officer),
            appointment.joinedload(Appointment.service),
        )
    )
    rows = session.scalars(found.order_by(Support.order_by, Support.starts_at, Support.id))
    return [one for one in rows if left_to_do(one.state, ends_at=one.ends_at, now=now)]


@transaction
def order(
    session: Session, *, support_id: int, agency: str, agency_reference: str = "", actor: Actor
) -> Support:
    """Notes that an agency was asked, for the first time or again. Raises SupportStepRefused."""
    booking = _take(session, support_id, SupportStep.ORDER, actor)
    booking.agency, booking.agency_reference = agency.strip(), agency_reference.strip() or None
    booking.ordered_at, booking.failed_because = clock.now(), None
    return booking


@transaction
def confirm(
    session: Session, *, support_id: int, agency_reference: str = "", actor: Actor
) -> Support:
    """Notes that they will come; the resident is told once all that they need is confirmed.

    Raises SupportStepRefused.
    """
    booking = _take(session, support_id, SupportStep.CONFIRM, actor)
    booking.agency_reference = agency_reference.strip() or booking.agency_reference
    booking.confirmed_at = clock.now()
    session.flush()
    _tell_once_confirmed(session, booking.appointment)
    return booking


@transaction
def fail(session: Session, *, support_id: int, reason: str, actor: Actor) -> Support:
    """Notes that they cannot come, or did not; managers are told at once.

    So is the resident, where they had been told that somebody comes. Raises SupportStepRefused,
    ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    was_confirmed = session.get_one(Support, support_id).state is SupportState.CONFIRMED
    booking = _take(session, support_id, SupportStep.FAIL, actor)
    booking.failed_because = reason.strip()
    if booking.ends_at <= clock.now():
        booking.ended_at = clock.now()  # they did not come, and nobody else can any more
    appointment = booking.appointment
    if was_confirmed and booking.starts_at > clock.now():
        outbox.tell_resident(session, appointment, Kind.SUPPORT_LOST)
    support_at_risk.tell_managers(session, booking)
    return booking


@transaction
def attend(session: Session, *, support_id: int, actor: Actor) -> Support:
    """Notes that they are here. Raises SupportStepRefused."""
    booking = _take(session, support_id, SupportStep.ATTEND, actor)
    booking.ended_at = clock.now()
    return booking


@transaction
def meet_otherwise(
    session: Session, *, support_id: int, need: str, agreement: str, actor: Actor
) -> Support:
    """Other support in place of this, as the resident agreed: an interpreter by phone, say.

    `need` is the code of what is booked instead, `agreement` says how they agreed. Raises
    SupportStepRefused, ReasonMissing.
    """
    if not agreement.strip():
        raise ReasonMissing
    booking = session.get_one(Support, support_id)
    if need == booking.need or need not in instead_of(booking.need):
        raise SupportStepRefused(f"{need} instead of {booking.need}")
    appointment = story.load(session, booking.appointment_id)
    cancel(session, booking, actor)
    return add(
        session, appointment, need, meets=booking.meets, agreement=agreement.strip(), actor=actor
    )


@transaction
def agency_told(session: Session, *, support_id: int, actor: Actor) -> Support:
    """Notes that the agency knows that it is not needed any more. Raises SupportStepRefused."""
    booking = session.get_one(Support, support_id, with_for_update=True)
    if booking.state is not SupportState.CANCELLED:
        raise SupportStepRefused("still needed")
    if booking.ended_at is None:
        booking.ended_at = clock.now()
        story.note(session, booking.appointment, "support_agency_told", actor, support=booking.id)
    return booking


def instead_of(need: str) -> list[str]:
    """The codes of the support, of what the council offers, that could meet the same need otherwise."""
    known = catalogue.current(db.session())
    language = known[need].interprets
    return [
        code
        for code, other in known.items()
        if code != need and language and other.interprets == language and other.offered
    ]


def _take(session: Session, support_id: int, step: SupportStep, actor: Actor) -> Support:
    booking = support_at_risk.locked(session, support_id)
    booking.state = support_after(booking.state, step)
    support_at_risk.schedule(session, booking)
    note(session, booking, actor)
    return booking


def _tell_once_confirmed(session: Session, appointment: Appointment) -> None:
    if outlook_of(appointment) is Outlook.CONFIRMED:
        outbox.tell_resident(session, appointment, Kind.SUPPORT_CONFIRMED)
