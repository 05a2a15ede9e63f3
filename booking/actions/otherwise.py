"""Telling somebody in another way, where one has failed or is refused."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import outbox
from booking.actions.story import Subject
from booking.domain.messages import REMINDERS_TO_RESIDENTS
from booking.messaging.ways import allowed_ways, ways_of
from booking.models import Appointment, Audience, Channel, Message, MessageState, Outcome


def fail(session: Session, message: Message, code: str) -> bool:
    """It will never be told in this way, for the reason `code`; returns whether it goes out by another.

    What is not due yet is told no sooner by the other way.
    """
    message.state, message.outcome = MessageState.FAILED, code
    return tell_otherwise(session, message, due_at=max(message.due_at, clock.now()))


def tell_otherwise(
    session: Session,
    message: Message,
    *,
    by: Channel | None = None,
    due_at: datetime | None = None,
) -> bool:
    """After a permanent failure: the same message by the next way that this person can be reached.

    `by` is the only way that will do. Where there is none, nothing is written and False returned: the
    failed message stands on the list that staff see.
    """
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


def respect_ways(session: Session, subject: Subject) -> None:
    """After the needs have changed: what waits to be told in a way that is refused now goes another one."""
    session.flush()
    allowed = allowed_ways(subject)
    column = Message.appointment_id if isinstance(subject, Appointment) else Message.enquiry_id
    waiting = select(Message).where(
        column == subject.id,
        Message.audience == Audience.RESIDENT,
        Message.state == MessageState.WAITING,
        Message.channel.not_in(allowed),
    )
    for message in session.scalars(waiting):
        message.state, message.outcome = MessageState.FAILED, Outcome.REFUSED
        tell_otherwise(session, message, due_at=message.due_at)


def _ways_to_reach(message: Message) -> list[Channel]:
    subject = message.appointment or message.enquiry
    match message.audience:
        case Audience.RESIDENT:
            return allowed_ways(subject) if subject else []
        case Audience.SUPPORTER:
            return ways_of(message.supporter) if message.supporter else []
        case Audience.OFFICER | Audience.MANAGER:
            return [Channel.EMAIL]
