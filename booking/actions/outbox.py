"""Writing messages in the transaction of what they report. The worker delivers them afterwards."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import rules, story, supporters
from booking.actions.story import Subject
from booking.domain.best_times import best_moment
from booking.domain.needs import Part
from booking.messaging import ways
from booking.models import (
    Appointment,
    Audience,
    Channel,
    Event,
    Kind,
    Message,
    MessageState,
    Officer,
    Outcome,
    Role,
    Staff,
    Supporter,
)
from booking.settings import settings


def tell_resident(
    session: Session, subject: Subject, kind: Kind, *, channel: Channel | None = None
) -> None:
    """Tells the resident now: by `channel`, or as `way_to_tell` finds.

    Whoever acts for them gets a copy of what they agreed to. Which of the two is sent is decided at the last
    moment (`still_wanted.no_longer_wanted`): authority may end while a message waits. Where no way is left
    the message fails at once; unless somebody is told in their place, it stands on the list that staff see.
    """
    for supporter in supporters.told(subject, kind):
        tell_supporter(session, subject, kind, supporter)
    _tell_resident(session, subject, kind, channel=channel)


def tell_supporter(
    session: Session,
    subject: Subject,
    kind: Kind,
    supporter: Supporter,
    *,
    channel: Channel | None = None,
) -> None:
    """Tells somebody who acts for the resident: by `channel`, or by theirs, unless a letter were too late."""
    way = ways.way_to_tell_supporter(supporter, *_news(session, subject, kind))
    write(
        session,
        kind,
        subject=subject,
        audience=Audience.SUPPORTER,
        channel=channel or way,
        supporter=supporter,
        language=supporter.language,
    )


def tell_of_supporter(session: Session, subject: Subject, kind: Kind, supporter: Supporter) -> None:
    """Tells the resident, and nobody else, of somebody who acts for them."""
    _tell_resident(session, subject, kind, supporter=supporter)


def _tell_resident(
    session: Session,
    subject: Subject,
    kind: Kind,
    *,
    channel: Channel | None = None,
    supporter: Supporter | None = None,
) -> None:
    way = channel or way_to_tell(session, subject, kind)
    write(
        session,
        kind,
        subject=subject,
        audience=Audience.RESIDENT,
        channel=way or subject.resident.channel,
        supporter=supporter,
        language=subject.resident.language,
        failed=None if way else Outcome.NO_WAY_LEFT,
    )


def way_to_tell(session: Session, subject: Subject, kind: Kind) -> Channel | None:
    """How the resident is told this now: as they chose unless a need forbids it or a letter were too late."""
    return ways.way_to_tell(*_news(session, subject, kind))


def _news(
    session: Session, subject: Subject, kind: Kind
) -> tuple[Subject, Kind, Callable[[], date]]:
    """What is told, with what has just happened among the events; and when a letter of it would come."""
    session.flush()
    session.expire(subject, ["events"])
    return subject, kind, partial(rules.letter_comes, session)


def tell_managers(session: Session, subject: Subject, kind: Kind) -> None:
    """Tells every manager by email: who answers for the figures must see what is at risk."""
    managers = select(Staff).where(Staff.role == Role.MANAGER, Staff.active)
    for manager in session.scalars(managers):
        write(
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
    write(
        session,
        kind,
        subject=subject,
        audience=Audience.OFFICER,
        channel=channel,
        officer=officer or subject.officer,
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


def at_best_time(
    session: Session, message: Message, channel: Channel, due_at: datetime
) -> datetime:
    """When to tell that message in that way, `due_at` or later: residents say when they are best phoned."""
    subject = message.appointment or message.enquiry
    if message.audience is not Audience.RESIDENT or subject is None:
        return due_at
    return _best_time(session, subject, channel, due_at, message.expires_at)


def _best_time(
    session: Session,
    subject: Subject,
    channel: Channel,
    due_at: datetime,
    expires_at: datetime | None,
) -> datetime:
    """A call waits for the part of the day that the resident named, where it is still of use by then."""
    part = subject.resident.best_part
    if channel is not Channel.PHONE or not part:
        return due_at
    later = best_moment(due_at, Part(part), rules.office(session))
    starts_at = subject.starts_at if isinstance(subject, Appointment) else None
    ends = [at for at in (expires_at, starts_at) if at and at > due_at]
    return later if all(later < at for at in ends) else due_at


def again(
    session: Session,
    message: Message,
    key: str,
    channel: Channel,
    *,
    due_at: datetime | None = None,
) -> Message:
    """The same message once more: now, unless it is not due yet or is told at another time of day."""
    copy = copy_of(message, key, channel)
    copy.expires_at = message.expires_at
    copy.due_at = at_best_time(session, message, channel, due_at or copy.due_at)
    return copy


def copy_of(message: Message, key: str, channel: Channel) -> Message:
    """What a message says and to whom, as a new one: due now, with no end, nothing come of it yet."""
    now = clock.now()
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
        created_at=now,
        due_at=now,
    )


def write(
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
    failed: Outcome | None = None,
) -> None:
    """Writes one message to `audience` about what was last reported; due now, or at its best time."""
    now, due_at = clock.now(), due_at or clock.now()
    if audience is Audience.RESIDENT:
        due_at = _best_time(session, subject, channel, due_at, expires_at)
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
            due_at=due_at,
            expires_at=expires_at,
            state=MessageState.FAILED if failed else MessageState.WAITING,
            outcome=failed,
        )
    )
