"""Booking support: planned with the appointment, ordered, confirmed, and found anew when it fails.

Needs never give way: what was to come and cannot is ordered again, or met in another way only as the
resident agreed. The resident is never told that somebody comes before that is confirmed.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking import clock
from booking.actions import catalogue, outbox, rules, story, support_at_risk
from booking.actions.actor import KEPT, Actor
from booking.actions.diaries import demand_of
from booking.actions.transaction import transaction
from booking.domain.errors import ReasonMissing
from booking.domain.lifecycle import IN_THE_DIARY
from booking.domain.support import (
    LIVE,
    WITH_AN_AGENCY,
    SupportState,
    SupportStep,
    SupportStepRefused,
    deadlines,
    support_after,
)
from booking.extensions import db
from booking.models import Appointment, Kind, Support
from booking.models.support import OPEN_SUPPORT


def plan(session: Session, appointment: Appointment) -> None:
    """Brings the bookings in line with the appointment, after whatever has just changed it.

    What it needs at the time that it now has is to be ordered; what was booked for another time, another
    place, or for a need that is gone is cancelled, and stays on the list while an agency has to hear.
    """
    session.flush()
    arranged = appointment.status in IN_THE_DIARY
    missing = list(demand_of(appointment).professionals) if arranged else []
    for booking in live(session, appointment):
        if booking.meets in missing and _fits(booking, appointment):
            missing.remove(booking.meets)
        else:
            _cancel(session, booking, KEPT)
    for need in missing:
        _add(session, appointment, need)


def live(session: Session, appointment: Appointment) -> Sequence[Support]:
    """What is booked, or to be booked, for an appointment."""
    return live_for(session, [appointment]).get(appointment.id, [])


def live_for(
    session: Session, appointments: Sequence[Appointment]
) -> Mapping[int, Sequence[Support]]:
    """The same for several, by the id of the appointment, read at once."""
    ids = [one.id for one in appointments]
    theirs = select(Support).where(Support.appointment_id.in_(ids), Support.state.in_(LIVE))
    found: dict[int, list[Support]] = {}
    for booking in session.scalars(theirs.order_by(Support.id)):
        found.setdefault(booking.appointment_id, []).append(booking)
    return found


def to_do(session: Session) -> Sequence[Support]:
    """Every booking for which something is still to be done, the most pressing first."""
    appointment = selectinload(Support.appointment)
    found = (
        select(Support)
        .where(OPEN_SUPPORT)
        .options(
            appointment.joinedload(Appointment.resident),
            appointment.joinedload(Appointment.officer),
            appointment.joinedload(Appointment.service),
            appointment.joinedload(Appointment.location),
        )
    )
    return session.scalars(found.order_by(Support.order_by, Support.starts_at, Support.id)).all()


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
    appointment = booking.appointment
    if all(one.state is SupportState.CONFIRMED for one in live(session, appointment)):
        outbox.tell_resident(session, appointment, Kind.SUPPORT_CONFIRMED)
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
    _cancel(session, booking, actor)
    return _add(
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
    _note(session, booking, actor)
    return booking


def _add(
    session: Session,
    appointment: Appointment,
    need: str,
    *,
    meets: str | None = None,
    agreement: str | None = None,
    actor: Actor = KEPT,
) -> Support:
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
        location_id=appointment.location_id,
        order_by=given.order_by,
        confirm_by=given.confirm_by,
        agreement=agreement,
        created_at=clock.now(),
    )
    session.add(booking)
    session.flush()
    support_at_risk.schedule(session, booking)
    _note(session, booking, actor)
    return booking


def _cancel(session: Session, booking: Support, actor: Actor) -> None:
    """Nobody outside has to hear of what was never ordered."""
    to_be_told = booking.state in WITH_AN_AGENCY
    booking.state = support_after(booking.state, SupportStep.CANCEL)
    booking.ended_at = None if to_be_told else clock.now()
    support_at_risk.schedule(session, booking)
    _note(session, booking, actor)


def _fits(booking: Support, appointment: Appointment) -> bool:
    booked = booking.starts_at, booking.ends_at, booking.location_id
    return booked == (appointment.starts_at, appointment.ends_at, appointment.location_id)


def _note(session: Session, booking: Support, actor: Actor) -> None:
    story.note(session, booking.appointment, f"support_{booking.state}", actor, support=booking.id)
