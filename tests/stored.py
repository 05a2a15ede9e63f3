"""What the database says: read afresh, whoever wrote it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.models import Appointment, Event, Kind, Message, MessageState

T = TypeVar("T")


def count(session: Session, stored: type) -> int:
    """How many rows there are."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(stored)) or 0


def all_of(session: Session, stored: type[T], *where: Any) -> Sequence[T]:
    """The rows, in the order in which they were written."""
    session.rollback()
    identity: Any = stored
    return session.scalars(select(stored).where(*where).order_by(identity.id)).all()


def messages(session: Session, *kinds: Kind) -> Sequence[Message]:
    """The messages of these kinds, or all."""
    wanted = [Message.kind.in_(kinds)] if kinds else []
    return all_of(session, Message, *wanted)


def message(session: Session, kind: Kind, **only: Any) -> Message:
    """The one message of that kind, and of whatever else is said of it."""
    [found] = [
        message
        for message in messages(session, kind)
        if all(getattr(message, name) == value for name, value in only.items())
    ]
    return found


def told(session: Session, appointment: Appointment) -> list[Kind]:
    """The kinds of message that were written about an appointment, in order."""
    about = all_of(session, Message, Message.appointment_id == appointment.id)
    return [message.kind for message in about]


def story(session: Session, appointment: Appointment) -> list[str]:
    """What happened to an appointment, in order; its events are numbered without a gap."""
    events = all_of(session, Event, Event.appointment_id == appointment.id)
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    return [event.action for event in events]


def states(session: Session) -> set[MessageState]:
    """The states that messages are in."""
    return {message.state for message in messages(session)}
