"""Writing messages in the transaction of what they report. The worker delivers them afterwards."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import rules, story, supporters
from booking.actions.story import Subject
from booking.domain.acting_for import is_copied
from booking.domain.lifecycle import Status
from booking.domain.needs import CATALOGUE
from booking.domain.reminders import Reminder, reminders_for
from booking.messaging.addresses import places_of
from booking.models import (
    Appointment,
    Audience,
    Channel,
    Event,
    Kind,
    Message,
    Officer,
    Resident,
    Role,
    Staff,
    Supporter,
)
from booking.settings import settings

CALL_TASK = Channel.PHONE
TOLD_INSTEAD = "told_instead"
"""The outcome of a message to a resident that their supporter gets in their place."""


def tell_resident(
    session: Session, subject: Subject, kind: Kind, *, channel: Channel | None = None
) -> None:
    """Tells the resident now: by `channel`, or by the one that they chose unless a need forbids it.

    Whoever acts for them gets a copy of what they agreed to. Which of the two is sent is decided at the last
    moment (`delivering.no_longer_wanted`): authority may end while a message waits.
    """
    for supporter in supporters.told(subject, kind):
        tell_supporter(session, subject, kind, supporter)
    _write(
        session,
        kind,
        subject=subject,
        audience=Audience.RESIDENT,
        channel=channel or _chosen_channel(subject),
        language=subject.resident.language,
    )


def tell_supporter(
    session: Session,
    subject: Subject,
    kind: Kind,
    supporter: Supporter,
    *,
    channel: Channel | None = None,
) -> None:
    """Tells somebody who acts for the resident: by `channel`, or by the one that they chose."""
    _write(
        session,
        kind,
        subject=subject,
        audience=Audience.SUPPORTER,
        channel=channel or supporter.channel,
        supporter=supporter,
        language=supporter.language,
    )


def tell_of_supporter(session: Session, subject: Subject, kind: Kind, supporter: Supporter) -> None:
    """Tells the resident, and nobody else, of somebody who acts for them."""
    _write(
        session,
        kind,
        subject=subject,
        audience=Audience.RESIDENT,
        channel=_chosen_channel(subject),
        supporter=supporter,
        language=subject.resident.language,
    )


def tell_resident_after_all(session: Session, message: Message) -> None:
    """What a supporter was to be told in the resident's place, and will not be, is told to the resident.

    Nothing, where the resident's own copy was told or still waits.
    """
    beginning, _sign, _supporter = message.key.partition(f":{Audience.SUPPORTER}-")
    own = session.scalar(select(Message).where(Message.key == f"{beginning}:{Audience.RESIDENT}"))
    if own is None or own.outcome != TOLD_INSTEAD:
        return
    session.add(_again(own, f"{own.key}/again", own.channel))


def tell_managers(session: Session, subject: Subject, kind: Kind) -> None:
    """Tells every manager by email: who answers for the figures must see what is at risk."""
    managers = select(Staff).where(Staff.role == Role.MANAGER, Staff.active)
    for manager in session.scalars(managers):
        _write(
            session,
            kind,
            subject=subject,
            audience=Audience.MANAGER,
            channel=Channel.EMAIL,
            staff=manager,
        )


def tell_officer(
    session: Session,
    subject: Subject,
    kind: Kind,
    *,
    officer: Officer | None = None,
    channel: Channel = Channel.EMAIL,
) -> None:
    """Tells the officer of the appointment or the enquiry, or another one whom it concerns."""
    _write(
        session,
        kind,
        subject=subject,
        audience=Audience.OFFICER,
        channel=channel,
        officer=officer or subject.officer,
    )


def remind(session: Session, appointment: Appointment) -> None:
    """Writes the reminders of an arranged appointment, due when they are to go out.

    What is written for an older sequence is dropped when its time comes, so nothing is unwritten.
    """
    starts_at = appointment.starts_at
    if starts_at is None:
        raise ValueError("an appointment without a time has no reminders")
    for reminder in reminders_for(
        starts_at,
        now=clock.now(),
        calendar=rules.working_calendar(session),
        zone=settings().timezone,
        quiet=rules.quiet_hours(),
    ):
        kind = Kind(reminder.kind)
        for_officer = kind is Kind.OFFICER_REMINDER
        for supporter in () if for_officer else supporters.told(appointment, kind):
            _remind_supporter(session, appointment, supporter, reminder)
        officer = appointment.officer if for_officer else None
        channel = (
            _officer_reminder_channel(appointment.officer)
            if for_officer
            else _reminder_channel(appointment)
        )
        if channel:
            _write(
                session,
                kind,
                subject=appointment,
                audience=Audience.OFFICER if for_officer else Audience.RESIDENT,
                channel=channel,
                officer=officer,
                language=None if for_officer else appointment.resident.language,
                due_at=reminder.due_at,
                expires_at=reminder.expires_at,
            )


def remind_supporter(session: Session, appointment: Appointment, supporter: Supporter) -> None:
    """Writes the reminders of what is arranged for somebody who has just been let act, unless they wait."""
    if appointment.status is not Status.ARRANGED or appointment.starts_at is None:
        return
    waiting = set(
        session.scalars(
            select(Message.kind).where(
                Message.appointment_id == appointment.id,
                Message.supporter_id == supporter.id,
                Message.sequence == appointment.sequence,
            )
        )
    )
    for reminder in reminders_for(
        appointment.starts_at,
        now=clock.now(),
        calendar=rules.working_calendar(session),
        zone=settings().timezone,
        quiet=rules.quiet_hours(),
    ):
        kind = Kind(reminder.kind)
        for_them = kind is not Kind.OFFICER_REMINDER and is_copied(supporter.tells, kind)
        if for_them and kind not in waiting:
            _remind_supporter(session, appointment, supporter, reminder)


def _remind_supporter(
    session: Session, appointment: Appointment, supporter: Supporter, reminder: Reminder
) -> None:
    """A letter would come too late."""
    if channel := _in_time(_ways(supporter)):
        _write(
            session,
            Kind(reminder.kind),
            subject=appointment,
            audience=Audience.SUPPORTER,
            channel=channel,
            supporter=supporter,
            language=supporter.language,
            due_at=reminder.due_at,
            expires_at=reminder.expires_at,
        )


def list_the_day(session: Session, officer: Officer, day: date, expires_at: datetime) -> bool:
    """Writes the officer's list of the day, once; returns whether it was not there yet."""
    key = f"{Kind.OFFICER_DAY}:{officer.id}:{day.isoformat()}"
    if session.scalar(select(Message.id).where(Message.key == key)):
        return False
    session.add(
        Message(
            key=key,
            kind=Kind.OFFICER_DAY,
            channel=Channel.EMAIL,
            audience=Audience.OFFICER,
            officer_id=officer.id,
            day=day,
            language=settings().default_language,
            created_at=clock.now(),
            due_at=clock.now(),
            expires_at=expires_at,
        )
    )
    return True


def tell_otherwise(session: Session, message: Message) -> None:
    """After a permanent failure: the same message by the next way that this person can be reached.

    The last way is a call task for the front desk; where there is none, the failed message stands on
    the list that staff see.
    """
    key, _sign, tried = message.key.partition("/")
    ways = [*filter(None, tried.split("/")), message.channel.value]
    channel = next((way for way in _ways_to_reach(message) if way not in ways), None)
    if channel is None:
        return
    session.add(_again(message, "/".join([key, *dict.fromkeys([*ways, channel])]), channel))


def _again(message: Message, key: str, channel: Channel) -> Message:
    """The same message once more, now."""
    return Message(
        key=key,
        kind=message.kind,
        channel=channel,
        audience=message.audience,
        appointment_id=message.appointment_id,
        enquiry_id=message.enquiry_id,
        staff_id=message.staff_id,
        officer_id=message.officer_id,
        supporter_id=message.supporter_id,
        day=message.day,
        sequence=message.sequence,
        language=message.language,
        created_at=clock.now(),
        due_at=clock.now(),
        expires_at=message.expires_at,
    )


def _ways_to_reach(message: Message) -> list[Channel]:
    subject = message.appointment or message.enquiry
    match message.audience:
        case Audience.RESIDENT:
            return _ways_allowed(subject) if subject else []
        case Audience.SUPPORTER:
            return _ways(message.supporter) if message.supporter else []
        case Audience.OFFICER | Audience.MANAGER:
            return [Channel.EMAIL]


def _ways_allowed(subject: Subject) -> list[Channel]:
    """How the resident can be reached, less the ways that they asked us not to use."""
    refused = {CATALOGUE[code].never_channel for code in subject.needs}
    return [way for way in _ways(subject.resident) if way not in refused]


def _ways(person: Resident | Supporter) -> list[Channel]:
    """How somebody can be reached, the surest written way first."""
    places = places_of(person)
    order = (Channel.EMAIL, Channel.SMS, Channel.PHONE, Channel.LETTER)
    return [way for way in order if places[way]]


def _chosen_channel(subject: Subject) -> Channel:
    chosen, allowed = subject.resident.channel, _ways_allowed(subject)
    return chosen if chosen in allowed or not allowed else allowed[0]


def _reminder_channel(appointment: Appointment) -> Channel | None:
    """A text wherever it can be read: it is what is seen in time. A letter would come too late."""
    return _in_time(_ways_allowed(appointment))


def _in_time(ways: Collection[Channel]) -> Channel | None:
    return next((way for way in (Channel.SMS, Channel.EMAIL, CALL_TASK) if way in ways), None)


def _officer_reminder_channel(officer: Officer) -> Channel | None:
    """The calendar's own alarm reminds an officer who gave no mobile."""
    return Channel.SMS if officer.mobile else None


def _write(
    session: Session,
    kind: Kind,
    *,
    subject: Subject,
    audience: Audience,
    channel: Channel,
    officer: Officer | None = None,
    staff: Staff | None = None,
    supporter: Supporter | None = None,
    language: str | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    now = clock.now()
    told = officer or staff
    reports = session.scalar(select(func.max(Event.number)).where(story.of(subject)))
    appointment = subject if isinstance(subject, Appointment) else None
    about = subject.id if appointment else f"enquiry-{subject.id}"  # managers are told of both
    whom = f"{audience}-{supporter.id}" if supporter else audience
    key = (kind, about, reports, told.id if told else whom)
    session.add(
        Message(
            key=":".join(map(str, key)),
            kind=kind,
            channel=channel,
            audience=audience,
            appointment_id=appointment.id if appointment else None,
            enquiry_id=None if appointment else subject.id,
            officer_id=officer.id if officer else None,
            staff_id=staff.id if staff else None,
            supporter_id=supporter.id if supporter else None,
            sequence=appointment.sequence if appointment else 0,
            language=language or settings().default_language,
            created_at=now,
            due_at=due_at or now,
            expires_at=expires_at,
        )
    )
