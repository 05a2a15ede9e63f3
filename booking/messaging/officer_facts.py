"""What officers are told of an appointment: enough to act on, nothing that email should not carry.

A resident goes by initials and reference. No need, no contact, no word of what they wrote: those
are on the appointment's page, behind the officer's sign-in.
"""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from booking.domain.local_time import local_day
from booking.domain.needs import Meeting
from booking.language.codes import MEETINGS
from booking.language.dates import format_day, format_deadline, format_minutes, format_range
from booking.language.languages import left_to_right
from booking.language.preferences import wish
from booking.messaging.facts import Fact, Statement, Subject, initials, needs_support
from booking.messaging.resident_facts import when_it_was
from booking.models import Appointment, CouncilsWords, Kind
from booking.settings import settings


def facts_of_a_day(day: Sequence[Appointment]) -> list[Fact]:
    """One fact for each appointment of the day that has a time, in order."""
    timed = [(a.starts_at, a.ends_at, a) for a in day if a.starts_at and a.ends_at]
    return [
        Fact(format_range(starts_at, ends_at), _summary(appointment))
        for starts_at, ends_at, appointment in sorted(timed, key=lambda entry: entry[0])
    ]


def place_or_way(appointment: Appointment) -> str:
    """Where or how the officer meets the resident; of a home visit, only that it is one."""
    if appointment.meeting is not Meeting.IN_PERSON or appointment.location is None:
        return str(MEETINGS[appointment.meeting])
    room = appointment.room
    place = appointment.location.name
    return CouncilsWords(f"{place}, {room.name}") if room else place


def when(appointment: Appointment) -> Fact | None:
    """The day, and from when to when."""
    if appointment.starts_at is None or appointment.ends_at is None:
        return None
    day = format_day(local_day(appointment.starts_at, settings().timezone))
    return Fact(_("When"), [day, format_range(appointment.starts_at, appointment.ends_at)])


def service(subject: Subject) -> Fact:
    """What it is about."""
    return Fact(_("Service"), [subject.service.name])


def resident(subject: Subject) -> Fact:
    """Who comes or asks, by initials."""
    return Fact(_("Resident"), [initials(subject.resident.name)])


def place(appointment: Appointment) -> Fact:
    """Where or how they meet."""
    return Fact(_("Where or how"), [place_or_way(appointment)])


def support(appointment: Appointment) -> Fact | None:
    """That there is a need to look up; never which."""
    if not needs_support(appointment):
        return None
    return Fact(_("Support"), [_("Support is needed: see the appointment before you meet.")])


def arrange_by(appointment: Appointment) -> Fact:
    """The deadline."""
    return Fact(_("Arrange by"), [format_deadline(appointment.arrange_by)])


def length(appointment: Appointment) -> Fact:
    """How long the service and the needs take together."""
    return Fact(_("Length"), [format_minutes(appointment.minutes)])


def wishes(appointment: Appointment) -> Fact:
    """The preferred times, best first."""
    ranked = [wish(preference) for preference in appointment.preferences]
    return Fact(_("Times that they would like, best first"), ranked or [_("Any time")])


def reference(subject: Subject) -> Fact:
    """What the front desk finds it by."""
    return Fact(_("Reference"), [left_to_right(subject.reference)])


def late(appointment: Appointment) -> Fact | None:
    """How late the resident said that they will be."""
    minutes = appointment.late_minutes
    return Fact(_("How late"), [format_minutes(minutes)]) if minutes else None


def _summary(appointment: Appointment) -> list[str]:
    whose = _(
        "%(initials)s, reference %(reference)s",
        initials=initials(appointment.resident.name),
        reference=left_to_right(appointment.reference),
    )
    lines = [appointment.service.name, place_or_way(appointment), whose]
    return [*lines, _("Support is needed.")] if needs_support(appointment) else lines


_REQUEST = (arrange_by, wishes, length, service, resident, place, support, reference)
_VISIT = (when, service, resident, place, support, reference)

TOLD_OFFICERS: Mapping[Kind, Sequence[Statement]] = {
    Kind.PLEASE_ARRANGE: _REQUEST,
    Kind.ARRANGE_REMINDER: _REQUEST,
    Kind.REQUEST_CLOSED: (service, resident, reference),
    Kind.INVITATION: _VISIT,
    Kind.INVITATION_UPDATE: _VISIT,
    Kind.INVITATION_CANCEL: (when_it_was, service, resident, reference),
    Kind.OFFICER_DAY: (),
    Kind.OFFICER_REMINDER: _VISIT,
    Kind.RESIDENT_LATE: (late, *_VISIT),
    Kind.RESIDENT_HERE: _VISIT,
}
"""Which facts each kind of message to an officer about an appointment states, in order.

A day has `facts_of_a_day`.
"""
