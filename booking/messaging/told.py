"""Everything that the templates of a message may use, in the current language.

What is true of every subject is gathered once; an appointment and an enquiry add what only they have.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from booking import clock
from booking.domain.acting_for import is_copied
from booking.domain.ladder import Step
from booking.domain.lifecycle import IN_THE_DIARY, Status
from booking.domain.local_time import local_day
from booking.domain.messages import REMINDERS_TO_RESIDENTS
from booking.domain.promise import is_past
from booking.language.dates import format_day_with_year, format_deadline, format_moment
from booking.language.languages import current_language, direction, left_to_right
from booking.messaging.addresses import Recipient, addressed_officer, addressed_supporter
from booking.messaging.enquiry_facts import TOLD_WHO_ANSWERS, TOLD_WHO_ASKED
from booking.messaging.facts import (
    Fact,
    Subject,
    is_by_council,
    is_neutral,
    last_time,
    lines_of,
    stated,
    subject_of,
)
from booking.messaging.layouts import layout_of
from booking.messaging.manager_facts import TOLD_MANAGERS
from booking.messaging.officer_facts import TOLD_OFFICERS, place_or_way
from booking.messaging.resident_facts import TOLD_RESIDENTS
from booking.messaging.supporter_facts import TOLD_SUPPORTERS, for_supporters, who_is_helped
from booking.messaging.ways import way_to_remind, way_to_remind_supporter
from booking.models import (
    Appointment,
    Audience,
    Channel,
    CouncilsWords,
    Enquiry,
    Kind,
    Message,
    Promise,
)
from booking.models.support import outlook_of
from booking.settings import settings

STATED: Mapping[Kind, Sequence[Callable[[Any], Fact | None]]] = {
    **TOLD_RESIDENTS,
    **TOLD_SUPPORTERS,
    **TOLD_OFFICERS,
    **TOLD_WHO_ASKED,
    **TOLD_WHO_ANSWERS,
    **TOLD_MANAGERS,
}
"""The facts of every kind; each states those of what it is about."""

_OF_A_MISS = (Kind.APOLOGY, Kind.ENQUIRY_APOLOGY, Kind.MISSED)
_A_DAY = timedelta(days=1)


def told(message: Message, to: Recipient) -> dict[str, Any]:
    """What the words of this message can be made of."""
    known: dict[str, Any] = {
        "to": to,
        "council": CouncilsWords(settings().council_name),
        "phone": left_to_right(settings().council_phone),
        "public_url": settings().public_url,
        "lang": current_language(),
        "dir": direction(current_language()),
        "today": format_day_with_year(local_day(clock.now(), settings().timezone)),
        "spoken": message.channel is Channel.PHONE,
        "facts": [],
        "layout": layout_of(message),
        "helped": "",
        "supporter": message.supporter.name if message.supporter else "",
        "may_change": message.supporter is None or message.supporter.may_manage,
    }
    subject = subject_of(message)
    if subject is None:
        return known | {"officer": addressed_officer(message).name}
    known |= _of_subject(subject, message)
    if message.audience is Audience.SUPPORTER:
        known |= _of_supporter(subject, message)
    return known


def _of_subject(subject: Subject, message: Message) -> dict[str, Any]:
    cover = subject.officer.cover
    run = _run_told_of(subject, message)
    due = format_deadline(run.due_by)
    shared = {
        "facts": stated(STATED[message.kind], subject),
        "officer": subject.officer.name,
        "cover": cover.name if cover else "",
        "covering": message.audience is Audience.OFFICER
        and addressed_officer(message) is not subject.officer,
        "service": subject.service.name,
        "reference": left_to_right(subject.reference),
        "neutral": is_neutral(subject),
        "tells_by": subject.resident.channel,
        "best_part": subject.resident.best_part,
        "best_words": _in_a_line(subject.resident.best_words),
        "still_open": subject.status is Status.REQUESTED,
        "told_of_delay": _told_of_delay(subject, run),
    }
    if isinstance(subject, Enquiry):
        return shared | _of_enquiry(subject, due)
    return shared | _of_appointment(subject, due, soon=message.kind in REMINDERS_TO_RESIDENTS)


def _of_supporter(subject: Subject, message: Message) -> dict[str, Any]:
    """What differs for whoever acts for the resident: they read and are reached in their own way."""
    supporter = addressed_supporter(message)
    reminded = is_copied(supporter.tells, Kind.REMINDER_DAYS)
    return {
        "facts": stated(for_supporters(STATED[message.kind]), subject),
        "helped": who_is_helped(subject, message),
        "tells_by": supporter.channel,
        "best_part": None,
        "best_words": "",
        "will_be_reminded": reminded
        and isinstance(subject, Appointment)
        and _will_be_reminded(subject, way_to_remind_supporter(supporter)),
    }


def _of_appointment(appointment: Appointment, due: str, *, soon: bool) -> dict[str, Any]:
    """`soon`: it is so near that its support should be sure by now."""
    time, location = last_time(appointment), appointment.location
    return {
        "is_enquiry": False,
        "arrange_by": due,
        "meeting": appointment.meeting,
        "when": format_moment(time.start) if time else "",
        "place": location.name if location else "",
        "address": CouncilsWords(", ".join(lines_of(location.address))) if location else "",
        "place_or_way": place_or_way(appointment),
        "documents": () if is_neutral(appointment) else (appointment.service.documents or ()),
        "answer": CouncilsWords(_in_a_line(appointment.reason)),
        "late_minutes": appointment.late_minutes,
        "is_arranged": appointment.status in IN_THE_DIARY,
        "by_council": is_by_council(appointment),
        "will_be_reminded": _will_be_reminded(appointment, way_to_remind(appointment)),
        # Only some kinds ask for it, and it is read from the database.
        "support": partial(outlook_of, appointment, soon=soon),
    }


def _of_enquiry(enquiry: Enquiry, due: str) -> dict[str, Any]:
    return {
        "is_enquiry": True,
        "answer_by": due,
        "answer": CouncilsWords(_in_a_line(enquiry.answer)),
        "is_answered": enquiry.status is Status.ANSWERED,
    }


def _run_told_of(subject: Subject, message: Message) -> Promise:
    """The run of the clock that a message is about: of a miss the last that was missed by then."""
    if message.kind not in _OF_A_MISS:
        return subject.promise
    missed = [
        run
        for run in subject.promises
        if is_past(run.due_by, run.kept_at or run.ended_at or message.created_at)
    ]
    return missed[-1] if missed else subject.promise


def _told_of_delay(subject: Subject, run: Promise) -> bool:
    """Whether the resident has been told that this run may end too late."""
    step = f"step_{Step.TELL_OF_DELAY}"
    return any(event.action == step and event.at >= run.started_at for event in subject.events)


def _will_be_reminded(appointment: Appointment, way: Channel | None) -> bool:
    """Whether a reminder is sure to follow: there is time for one, and a way to send it."""
    starts_at = appointment.starts_at
    return bool(way and starts_at and starts_at - clock.now() > _A_DAY)


def _in_a_line(text: str | None) -> str:
    return " ".join((text or "").split())
