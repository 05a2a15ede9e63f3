"""Telling in another way, or somebody else, where a way has failed or is refused or nobody stands in."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import outbox, supporters
from booking.actions.instead import tell_after_all
from booking.actions.still_wanted import no_longer_wanted
from booking.actions.story import Subject
from booking.domain.acting_for import TO_CHOOSE
from booking.domain.messages import REMINDERS_TO_RESIDENTS
from booking.messaging.ways import allowed_ways, ways_of
from booking.models import (
    Appointment,
    Audience,
    Channel,
    Message,
    MessageState,
    Outcome,
    PrintedLetter,
    Supporter,
)


def fail(session: Session, message: Message, code: str) -> bool:
    """It will never be told in this way, for the reason `code`; returns whether it goes out by another.

    What is not due yet is told no sooner by the other way.
    """
    message.state, message.outcome = MessageState.FAILED, code
    return tell_otherwise(session, message, due_at=max(message.due_at, clock.now()))


def leave_out(session: Session, message: Message, reason: Outcome) -> None:
    """Does not tell it, for what `still_wanted.no_longer_wanted` answered; somebody hears it all the same.

    In another way, where the resident does not want this one; the resident, where it was for a supporter who
    is to hear it no more.
    """
    if reason == Outcome.REFUSED:
        _refuse(session, message)
        return
    message.state, message.outcome = MessageState.DROPPED, reason
    if reason == Outcome.ENDED:
        tell_after_all(session, message)


def tell_otherwise(
    session: Session,
    message: Message,
    *,
    by: Channel | None = None,
    due_at: datetime | None = None,
) -> bool:
    """After a permanent failure: the same message by the next way that this person can be reached.

    `by` is the only way that will do. Where there is none, False is returned: the failed message stands on
    the list that staff see. What nobody is to hear in the resident's place any more is told to the resident.
    """
    goes_on = _is_to_hear(message) and _goes_on(session, message, by, due_at)
    tell_after_all(session, message)
    return goes_on


def _is_to_hear(message: Message) -> bool:
    """Whether whom it is for is to hear it still: a supporter may act no more."""
    if message.audience is not Audience.SUPPORTER or message.supporter is None:
        return True
    return supporters.may_hear(message.supporter, message.kind)


def _goes_on(
    session: Session, message: Message, by: Channel | None, due_at: datetime | None
) -> bool:
    key, _sign, tried = message.key.partition("/")
    ways = [*filter(None, tried.split("/")), message.channel.value]
    too_late = [Channel.LETTER] if message.kind in REMINDERS_TO_RESIDENTS else []
    left = (way for way in _ways_to_reach(message) if way not in (*ways, *too_late))
    channel = next((way for way in left if by in (None, way)), None)
    if channel is None:
        return False
    key = "/".join([key, *dict.fromkeys([*ways, channel])])
    session.add(outbox.again(session, message, key, channel, due_at=due_at))
    return True


def respect_needs(session: Session, subject: Subject) -> None:
    """After the needs have changed: what waits, and what was left to a supporter, is told as they say now.

    In a way that is not refused; to the resident, where nobody is to be told in their place any more.
    """
    session.flush()
    column = Message.appointment_id if isinstance(subject, Appointment) else Message.enquiry_id
    about = column == subject.id
    refused = select(Message).where(
        about,
        Message.audience == Audience.RESIDENT,
        Message.state == MessageState.WAITING,
        Message.channel.not_in(allowed_ways(subject)),
    )
    for message in session.scalars(refused).all():
        _refuse(session, message)
    _leave_to_resident(session, and_(about, Message.audience == Audience.SUPPORTER))


def respect_authority(session: Session, supporter: Supporter) -> None:
    """After an authority has ended or shrunk: what they are to hear no more is dropped.

    What they heard nothing of is told to the resident, where it was left to them.
    """
    session.flush()
    _leave_to_resident(session, Message.supporter_id == supporter.id)


def _leave_to_resident(session: Session, theirs: ColumnElement[bool]) -> None:
    """Drops what is wanted no more of `theirs`; what they heard nothing of is told where it was left to them.

    A printed letter stays in its run, which says to take it out.
    """
    unheard = or_(
        Message.state.in_((MessageState.WAITING, MessageState.FAILED)), Message.kind.in_(TO_CHOOSE)
    )
    found = select(Message).where(theirs, unheard).order_by(Message.id)
    for message in session.scalars(found).all():
        reason = no_longer_wanted(message) if message.state is MessageState.WAITING else None
        if reason and not session.get(PrintedLetter, message.id):
            leave_out(session, message, reason)
        tell_after_all(session, message)


def _refuse(session: Session, message: Message) -> None:
    """Another way for what waits to be told in one that is refused; none for a reminder that would be late.

    A printed letter stays in its run, which says to take it out.
    """
    if session.get(PrintedLetter, message.id):
        if not _was_told_otherwise(session, message) and not tell_otherwise(session, message):
            session.add(_untold(session, message))
        return
    message.state, message.outcome = MessageState.FAILED, Outcome.REFUSED
    elsewhere = tell_otherwise(session, message, due_at=message.due_at)
    if not elsewhere and message.kind in REMINDERS_TO_RESIDENTS:
        message.state = MessageState.DROPPED


def _was_told_otherwise(session: Session, message: Message) -> bool:
    later = Message.key.startswith(f"{message.key}/", autoescape=True)
    return session.scalar(select(Message.id).where(later).limit(1)) is not None


def _untold(session: Session, message: Message) -> Message:
    """The same for the list of what was not delivered, in the place of a letter that stays in its run."""
    untold = outbox.again(session, message, f"{message.key}/untold", message.channel)
    untold.state, untold.outcome = MessageState.FAILED, Outcome.NO_WAY_LEFT
    return untold


def _ways_to_reach(message: Message) -> list[Channel]:
    subject = message.appointment or message.enquiry
    match message.audience:
        case Audience.RESIDENT:
            return allowed_ways(subject) if subject else []
        case Audience.SUPPORTER:
            return ways_of(message.supporter) if message.supporter else []
        case Audience.OFFICER | Audience.MANAGER:
            return [Channel.EMAIL]
