"""What calendars are told of an appointment: neutral words, and nothing about the resident.

Two entries for one appointment, so that neither side sees the other's address. A uid is a UUID and
no more (RFC 7986, section 5.3): a host in it would change with a setting, and an entry has one uid
for life.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from booking import clock
from booking.calendars.invitations import Invitation, Method, to_ical
from booking.domain.needs import Meeting
from booking.language.codes import MEETINGS
from booking.language.languages import current_language
from booking.messaging.facts import last_time, lines_of, needs_support
from booking.messaging.officer_facts import place_or_way
from booking.models import Appointment, Kind, Officer, Supporter
from booking.settings import settings

ALARMS = (timedelta(days=1), timedelta(hours=2))
"""How long before the start the resident's own calendar reminds them."""

METHODS = {
    Kind.ARRANGED: Method.REQUEST,
    Kind.REARRANGED: Method.REQUEST,
    Kind.CANCELLED: Method.CANCEL,
    Kind.CHOOSE_AGAIN: Method.CANCEL,
    Kind.INVITATION: Method.REQUEST,
    Kind.INVITATION_UPDATE: Method.REQUEST,
    Kind.INVITATION_CANCEL: Method.CANCEL,
}
"""The kinds of message that come with a calendar entry."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What differs between the resident's entry and the officer's."""

    uid: str
    summary: str
    description: str
    location: str
    email: str | None
    name: str
    rsvp: bool
    url: str | None
    alarms: tuple[timedelta, ...] = ()


def resident_calendar(
    appointment: Appointment,
    method: Method = Method.PUBLISH,
    *,
    link: str | None = None,
    sequence: int | None = None,
    supporter: Supporter | None = None,
) -> bytes:
    """The resident's own copy as an iCalendar stream, in the current language; or their supporter's.

    PUBLISH is for "add to calendar", the others for email; `link` is where they change it. Raises
    ValueError for an appointment that never had a time.
    """
    change = _("To change it, phone %(phone)s.", phone=settings().council_phone)
    reference = _("Your reference is %(reference)s.", reference=appointment.reference)
    attendee = supporter or appointment.resident
    entry = _Entry(
        uid=f"{appointment.uid}-supporter" if supporter else f"{appointment.uid}-resident",
        summary=_("Appointment with %(council)s", council=settings().council_name),
        description=f"{reference}\n{change}",
        location=_place_for_resident(appointment),
        email=attendee.email,
        name=attendee.name,
        rsvp=False,
        url=_absolute(link),
        alarms=ALARMS,
    )
    return _written(appointment, entry, method, sequence)


def officer_calendar(
    appointment: Appointment, method: Method, *, officer: Officer, sequence: int | None = None
) -> bytes:
    """The officer's invitation as an iCalendar stream: service and reference, and who must come.

    Raises ValueError for an appointment that never had a time.
    """
    support = _("Support is needed: see the appointment.")
    page = _("Everything else is on the appointment’s page.")
    entry = _Entry(
        uid=appointment.uid,
        summary=_(
            "Appointment: %(service)s (%(reference)s)",
            service=appointment.service.name,
            reference=appointment.reference,
        ),
        description=f"{support}\n{page}" if needs_support(appointment) else page,
        location=place_or_way(appointment),
        email=officer.email,
        name=officer.name,
        rsvp=True,
        url=staff_page(appointment),
    )
    return _written(appointment, entry, method, sequence)


def staff_page(appointment: Appointment) -> str | None:
    """Where staff see the appointment once they have signed in; None without a public URL."""
    return _absolute(f"{settings().public_url}/staff/appointments/{appointment.reference}")


def _written(
    appointment: Appointment, entry: _Entry, method: Method, sequence: int | None
) -> bytes:
    time = last_time(appointment)
    if time is None:
        raise ValueError("an appointment that never had a time has no calendar entry")
    return to_ical(
        Invitation(
            uid=entry.uid,
            sequence=appointment.sequence if sequence is None else sequence,
            method=method,
            starts_at=time.start,
            ends_at=time.end,
            zone=settings().timezone,
            summary=entry.summary,
            description=entry.description,
            location=entry.location,
            organizer_email=settings().council_email,
            organizer_name=settings().council_name,
            attendee_email=entry.email,
            attendee_name=entry.name,
            rsvp=entry.rsvp,
            created_at=appointment.received_at,
            stamped_at=clock.now(),
            url=entry.url,
            alarms=entry.alarms,
            language=current_language(),
        )
    )


def _place_for_resident(appointment: Appointment) -> str:
    location = appointment.location
    if appointment.meeting is Meeting.IN_PERSON and location:
        return ", ".join([location.name, *lines_of(location.address)])
    return str(MEETINGS[appointment.meeting])


def _absolute(url: str | None) -> str | None:
    """A calendar has no page of ours to start from: a link without a host leads nowhere in it."""
    return url if url and url.startswith(("https://", "http://")) else None
