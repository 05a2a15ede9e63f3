"""Finding appointments: by reference, by name, by phone or email; today's; an officer's."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from booking.domain.lifecycle import Action, Status
from booking.domain.local_time import day_bounds
from booking.domain.references import parse_reference
from booking.messaging.phones import PhoneError, parse_phone
from booking.models import (
    Appointment,
    Event,
    Promise,
    Resident,
    ResidentLookup,
    Supporter,
    SupporterLookup,
)
from booking.models.promises import RUNNING
from booking.models.types import digest, folded
from booking.settings import settings

MOST_FOUND = 50


def by_reference(session: Session, text: str) -> Appointment | None:
    """The appointment with that reference, however it was typed."""
    reference = parse_reference(text)
    if reference is None:
        return None
    return session.scalar(_whole().where(Appointment.reference == reference))


def search(session: Session, text: str) -> list[Appointment]:
    """The newest appointments that a reference, a phone, an email or the words of a name lead to.

    The phone, the email and the name may be those of whoever acts for the resident.
    """
    if found := by_reference(session, text):
        return [found]
    people = [person.id for person in residents_like(session, text)]
    helped = _helped_by(session, text)
    if not (people or helped):
        return []
    in_everything = [resident_id for resident_id, only in helped if only is None]
    in_one = [only for _resident_id, only in helped if only is not None]
    theirs = _whole().where(
        or_(
            Appointment.resident_id.in_([*people, *in_everything]),
            Appointment.id.in_(in_one),
        )
    )
    return list(session.scalars(theirs.order_by(Appointment.id.desc()).limit(MOST_FOUND)))


def residents_like(session: Session, text: str) -> list[Resident]:
    """The residents whom a phone, an email or every word of a name leads to, newest first."""
    keys = _keys(text)
    if not keys:
        return []
    found = select(Resident).order_by(Resident.id.desc()).limit(MOST_FOUND)
    for key in keys:
        holds_key = select(ResidentLookup.resident_id).where(ResidentLookup.digest == key)
        found = found.where(Resident.id.in_(holds_key))
    return list(session.scalars(found))


def _helped_by(session: Session, text: str) -> list[tuple[int, int | None]]:
    """For each supporter found: their resident, and the only appointment that they act in, if it is one."""
    keys = _keys(text)
    if not keys:
        return []
    found = select(Supporter.resident_id, Supporter.appointment_id)
    for key in keys:
        holds_key = select(SupporterLookup.supporter_id).where(SupporterLookup.digest == key)
        found = found.where(Supporter.id.in_(holds_key))
    newest = found.order_by(Supporter.id.desc()).limit(MOST_FOUND)
    return [(resident_id, only) for resident_id, only in session.execute(newest)]


def on_day(
    session: Session,
    day: date,
    *,
    location_id: int | None = None,
    officer_id: int | None = None,
) -> list[Appointment]:
    """What was or is fixed for a local day, in order of time; cancelled ones are left out."""
    return on_days(session, day, day, location_id=location_id, officer_id=officer_id)


def on_days(
    session: Session,
    since: date,
    until: date,
    *,
    location_id: int | None = None,
    officer_id: int | None = None,
) -> list[Appointment]:
    """The same for the local days `since` to `until`, both included."""
    zone = settings().timezone
    # The story too: lists of a day ask when somebody last said what they need.
    found = _whole().options(selectinload(Appointment.events))
    found = found.where(
        Appointment.starts_at >= day_bounds(since, zone)[0],
        Appointment.starts_at < day_bounds(until, zone)[1],
        Appointment.status.not_in([Status.REQUESTED, Status.CANCELLED]),
    )
    if location_id is not None:
        found = found.where(Appointment.location_id == location_id)
    if officer_id is not None:
        found = found.where(Appointment.officer_id == officer_id)
    return list(session.scalars(found.order_by(Appointment.starts_at)))


def requests(
    session: Session, *, officer_id: int | None = None, due_by: datetime | None = None
) -> Sequence[Appointment]:
    """What is still to be arranged, the most urgent first; with `due_by` (UTC) only the urgent ones."""
    found = _whole().join(Promise).where(Appointment.status == Status.REQUESTED, RUNNING)
    found = found.options(selectinload(Appointment.preferences))
    if officer_id is not None:
        found = found.where(Appointment.officer_id == officer_id)
    if due_by is not None:
        found = found.where(Promise.due_by < due_by)
    return session.scalars(found.order_by(Promise.due_by, Appointment.id)).all()


def arrivals(session: Session, appointments: Iterable[Appointment]) -> dict[int, datetime]:
    """When the resident of each appointment checked in, by the appointment's id, for those who did."""
    rows = session.execute(
        select(Event.appointment_id, func.max(Event.at))
        .where(
            Event.appointment_id.in_([appointment.id for appointment in appointments]),
            Event.action == Action.CHECK_IN,
        )
        .group_by(Event.appointment_id)
    )
    return {appointment_id: at for appointment_id, at in rows if appointment_id and at}


def last_seen(session: Session, residents: Iterable[Resident]) -> dict[int, datetime]:
    """When each resident last attended an appointment, by the resident's id, for those who ever did."""
    rows = session.execute(
        select(Appointment.resident_id, func.max(Appointment.starts_at))
        .where(
            Appointment.resident_id.in_([resident.id for resident in residents]),
            Appointment.status == Status.ATTENDED,
        )
        .group_by(Appointment.resident_id)
    )
    return {resident_id: at for resident_id, at in rows if at}


def _whole() -> Select[Appointment]:
    """With what every list shows, in one query instead of one a row."""
    return select(Appointment).options(
        joinedload(Appointment.resident).selectinload(Resident.supporters),
        joinedload(Appointment.officer),
        joinedload(Appointment.service),
        joinedload(Appointment.location),
        joinedload(Appointment.room),
        selectinload(Appointment.promises),
    )


def _keys(text: str) -> list[bytes]:
    if "@" in text:
        return [digest("email", text)]
    try:
        phone = parse_phone(text, region=settings().phone_region, allow_drama_numbers=True)
    except PhoneError:
        return [digest("name", word) for word in folded(text).split()]
    return [digest("phone", phone.e164)]
