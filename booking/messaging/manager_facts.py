"""What managers are told of a promise that is in danger or was missed: what to act on, and no more.

As for officers: a resident goes by initials and reference, and no need is ever named. What is needed is
said in general terms; the rest is on the page, behind the sign-in.
"""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _

from booking.language.dates import format_deadline, format_moment
from booking.messaging.facts import Fact, Subject
from booking.messaging.officer_facts import length, place_or_way, reference, resident, service
from booking.models import Appointment, Enquiry, Kind


def promised_by(subject: Subject) -> Fact:
    """The deadline that the resident was given."""
    day = format_deadline(subject.promise.due_by)
    return Fact(_("Answer by") if isinstance(subject, Enquiry) else _("Arrange by"), [day])


def officer(subject: Subject) -> Fact:
    """Who was asked for, or is to answer."""
    return Fact(_("Officer"), [subject.officer.name])


def cover(subject: Subject) -> Fact | None:
    """The colleague who may stand in."""
    stands_in = subject.officer.cover
    return Fact(_("Cover"), [stands_in.name]) if stands_in else None


def place(subject: Subject) -> Fact | None:
    """Where or how they are to meet."""
    if isinstance(subject, Enquiry):
        return None
    return Fact(_("Where or how"), [place_or_way(subject)])


def starts(subject: Subject) -> Fact | None:
    """The time that it is arranged for."""
    at = subject.starts_at if isinstance(subject, Appointment) else None
    return Fact(_("When"), [format_moment(at)]) if at else None


def long(subject: Subject) -> Fact | None:
    """How long it takes."""
    return length(subject) if isinstance(subject, Appointment) else None


_WHO = (officer, cover, service, resident, reference)

TOLD_MANAGERS: Mapping[Kind, Sequence[Callable[[Subject], Fact | None]]] = {
    Kind.AT_RISK: (promised_by, *_WHO),
    Kind.NO_TIME: (promised_by, place, long, *_WHO),
    Kind.MISSED: _WHO,
    Kind.SUPPORT_FAILING: (starts, place, long, *_WHO),
}
"""Which facts each kind of message to a manager states, in this order."""
