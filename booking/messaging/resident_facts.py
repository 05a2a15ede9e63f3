"""What residents are told of their appointment: who, when, where or how, what to bring."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from booking.domain.lifecycle import IN_THE_DIARY
from booking.domain.needs import Meeting
from booking.language.codes import MEETINGS
from booking.language.dates import format_deadline, format_minutes, format_moment
from booking.language.languages import left_to_right
from booking.messaging.facts import Fact, Statement, Subject, is_neutral, last_time, lines_of, why
from booking.messaging.phones import display
from booking.models import Appointment, Kind
from booking.settings import settings


def who(appointment: Appointment) -> Fact:
    """The officer, by name and, unless others may read it, by job: that tells what it is about."""
    officer = appointment.officer
    job = "" if is_neutral(appointment) else officer.job_title
    return Fact(_("Who you will see"), [line for line in (officer.name, job) if line], "person")


def who_was_asked_for(appointment: Appointment) -> Fact:
    """The officer, while or when nothing is arranged."""
    return Fact(_("Who you asked to see"), [appointment.officer.name], "person")


def service(subject: Subject) -> Fact | None:
    """What it is about, unless others may read it."""
    return None if is_neutral(subject) else Fact(_("About"), [subject.service.name])


def when(appointment: Appointment) -> Fact | None:
    """Weekday, date, time and length."""
    if appointment.starts_at is None:
        return None
    length = _("It takes about %(length)s.", length=format_minutes(appointment.minutes))
    return Fact(_("When"), [format_moment(appointment.starts_at), length], "clock")


def when_if_arranged(appointment: Appointment) -> Fact | None:
    """The same, where that time is still to come."""
    return when(appointment) if appointment.status in IN_THE_DIARY else None


def when_it_was(appointment: Appointment) -> Fact | None:
    """The time that no longer stands."""
    time = last_time(appointment)
    return Fact(_("When it was"), [format_moment(time.start)], "clock") if time else None


def where(appointment: Appointment) -> Fact:
    """Where to come to, or how to join or be called."""
    location, resident = appointment.location, appointment.resident
    match appointment.meeting:
        case Meeting.IN_PERSON if location:
            return Fact(_("Where"), [location.name, *lines_of(location.address)], "place")
        case Meeting.PHONE if resident.own_phone:
            number = left_to_right(display(resident.own_phone, settings().phone_region))
            return Fact(_("How"), [_("We will phone you on %(number)s.", number=number)], "phone")
        case Meeting.VIDEO:
            told = _("By video call. We will tell you how to join before it starts.")
            return Fact(_("How"), [told], "screen")
        case Meeting.HOME_VISIT:
            return Fact(_("Where"), [_("We will come to your home.")], "place")
    return how(appointment)


def how(appointment: Appointment) -> Fact:
    """The way of meeting alone, while nothing is arranged."""
    return Fact(_("How you will meet"), [str(MEETINGS[appointment.meeting])], "place")


def getting_there(appointment: Appointment) -> Fact | None:
    """Buses, parking, the step-free entrance."""
    if appointment.meeting is not Meeting.IN_PERSON or appointment.location is None:
        return None
    return Fact(_("Getting there"), lines_of(appointment.location.travel), "way")


def bring(appointment: Appointment) -> Fact | None:
    """The service's documents, unless others may read it: they tell what it is about."""
    if is_neutral(appointment):
        return None
    comes = appointment.meeting is Meeting.IN_PERSON
    label = _("What to bring") if comes else _("What to have ready")
    return Fact(label, appointment.service.documents or (), "bag")


def reference(subject: Subject) -> Fact:
    """What to say when they phone or come."""
    return Fact(_("Your reference"), [left_to_right(subject.reference)], "number")


def arrange_by(appointment: Appointment) -> Fact:
    """The deadline, and the wording of a statutory timescale where one applies."""
    day = format_deadline(appointment.arrange_by)
    return Fact(_("We will arrange it by"), [day, *statutory(appointment)], "clock")


def statutory(subject: Subject) -> list[str]:
    """What is said of a timescale that the law gives; nothing of the council's own promise.

    It may tell what it is about, so it is not said where others may read it.
    """
    standard = None if is_neutral(subject) else subject.promise.standard
    return lines_of(standard.wording) if standard else []


def reason(appointment: Appointment) -> Fact | None:
    """Why it was declined or cancelled, unless others may read it."""
    untold = is_neutral(appointment) or not appointment.reason
    return None if untold else Fact(_("Why"), lines_of(why(appointment)))


def answer(appointment: Appointment) -> Fact | None:
    """What they were told in place of an appointment, unless others may read it."""
    untold = is_neutral(appointment) or not appointment.reason
    return None if untold else Fact(_("Our answer"), lines_of(why(appointment)))


def instead(appointment: Appointment) -> Fact | None:
    """What they can do instead, unless others may read it."""
    untold = is_neutral(appointment) or not appointment.instead
    return (
        None if untold else Fact(_("What you can do instead"), lines_of(appointment.instead or ""))
    )


_MEETING = (when, who, where, getting_there, bring, reference)

TOLD_RESIDENTS: Mapping[Kind, Sequence[Statement]] = {
    Kind.REQUEST_RECEIVED: (who_was_asked_for, service, how, arrange_by, reference),
    Kind.ARRANGED: _MEETING,
    Kind.REARRANGED: _MEETING,
    Kind.REMINDER_DAYS: _MEETING,
    Kind.REMINDER_HOURS: _MEETING,
    Kind.CANCELLED: (when_it_was, who_was_asked_for, reason, reference),
    Kind.DECLINED: (who_was_asked_for, service, reason, instead, reference),
    Kind.ANSWERED: (who_was_asked_for, service, answer, reference),
    Kind.WITHDRAWN: (who_was_asked_for, service, reference),
    Kind.COVER_OFFERED: (who_was_asked_for, service, how, arrange_by, reference),
    Kind.CHOOSE_AGAIN: (when_it_was, who_was_asked_for, service, reason, arrange_by, reference),
    Kind.DELAY: (who_was_asked_for, service, reference),
    Kind.APOLOGY: (when_if_arranged, who_was_asked_for, service, reference),
    Kind.SUPPORT_CONFIRMED: (when, who, where, reference),
    Kind.SUPPORT_LOST: (when, who, reference),
    Kind.YOUR_LINK: (when, who_was_asked_for, reference),
    Kind.SUPPORTER_BEGAN: (reference,),
    Kind.SUPPORTER_ENDED: (when_if_arranged, who_was_asked_for, reference),
}
"""Which facts each kind of message to a resident about an appointment states, in this order."""
