"""What the front desk tells by hand: letters and calls, and whatever no machine could deliver."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from booking import clock
from booking.actions import audit, outbox
from booking.actions.actor import Actor
from booking.actions.by_hand import is_reachable
from booking.actions.composing import hear_by
from booking.actions.otherwise import fail
from booking.actions.still_wanted import may_be_wanted, no_longer_wanted
from booking.actions.transaction import transaction
from booking.domain.errors import ActionRefused, NoLongerTrue
from booking.extensions import db
from booking.messaging.compose import Content, NoAddress, compose, written_in
from booking.models import (
    Appointment,
    Channel,
    Enquiry,
    Message,
    MessageState,
    Outcome,
    Promise,
    Resident,
)
from booking.models.messages import BY_HAND, FAILED, UNDELIVERED


def waiting_by_hand(
    session: Session,
    channels: Collection[Channel],
    *where: ColumnElement[bool],
    later: bool = False,
) -> list[Message]:
    """What waits at the front desk on these channels and is still true, the longest due first.

    Further conditions narrow it down; `later` finds what is not due yet.
    """
    due = Message.due_at > clock.now() if later else Message.due_at <= clock.now()
    waiting = whole().where(
        UNDELIVERED,
        Message.state == MessageState.WAITING,
        Message.channel.in_(channels),
        due,
        *where,
    )
    return _wanted(session, waiting.order_by(Message.due_at, Message.id))


def not_delivered(session: Session) -> list[Message]:
    """What failed and is told in no other way yet: somebody must phone. The newest first."""
    other = aliased(Message)
    told_otherwise = exists().where(
        other.key.startswith(Message.key.concat("/")),
        or_(other.appointment_id == Message.appointment_id, Message.appointment_id.is_(None)),
    )
    failed = whole().where(FAILED, ~told_otherwise, may_be_wanted())
    return _wanted(session, failed.order_by(Message.id.desc()))


def _wanted(session: Session, found: Select[Message]) -> list[Message]:
    return [one for one in session.scalars(found) if no_longer_wanted(one) is None]


def words(message: Message) -> Content | None:
    """What to print, or to say: as it was kept, else composed now. None where nothing can be made of it."""
    if message.content:
        kept = Content.from_json(message.content)
        return kept if kept.language else replace(kept, language=written_in(message))
    try:
        return compose(message, hear_by=hear_by(db.session(), message))
    except NoAddress:
        return None


@transaction
def mark_told(session: Session, *, message_id: int, actor: Actor) -> Message:
    """Notes that a letter was posted, a call made, or the person of a failed message phoned.

    What was told is kept. A failed message stays failed: the call is a message of its own. Once told,
    nothing more changes. Raises ActionRefused for what is not told by hand, NoLongerTrue for what is not
    to be told any more.
    """
    message = session.get_one(Message, message_id, with_for_update=True)
    say(session, message, actor)
    return message


def say(session: Session, message: Message, actor: Actor) -> None:
    """The same, within an action's own transaction."""
    if message.state is MessageState.FAILED:
        _told_by_phone(session, message)
    elif message.state is MessageState.WAITING and message.channel in BY_HAND:
        _refuse_untrue(message)
        content = words(message)
        message.content = content.to_json() if content else None
        message.state, message.sent_at = MessageState.SENT, clock.now()
    elif message.state not in (MessageState.SENT, MessageState.DELIVERED):
        raise ActionRefused("not told by hand")
    audit.by(session, actor, action="told", subject=f"message:{message.id}")


@transaction
def find_another_way(session: Session, *, message_id: int, actor: Actor) -> bool:
    """For a letter without an address, or a call without a number: the next way, if there is one.

    Returns whether there was. Raises ActionRefused for what can be told as it is.
    """
    message = session.get_one(Message, message_id, with_for_update=True)
    waits = message.state is MessageState.WAITING and message.channel in BY_HAND
    if not waits or is_reachable(message):
        raise ActionRefused("can be told")
    audit.by(session, actor, action="told_otherwise", subject=f"message:{message_id}")
    return fail(session, message, Outcome.NO_ADDRESS)


def _refuse_untrue(message: Message) -> None:
    if reason := no_longer_wanted(message):
        raise NoLongerTrue(reason)


def _told_by_phone(session: Session, failed: Message) -> None:
    key = f"{failed.key}/{Channel.PHONE}/told"
    if session.scalar(select(Message.id).where(Message.key == key)):
        return
    _refuse_untrue(failed)
    told = outbox.copy_of(failed, key, Channel.PHONE)
    told.state, told.sent_at, told.content = MessageState.SENT, clock.now(), failed.content
    session.add(told)


def whole() -> Select[Message]:
    """Messages with all that their words are made of, in a few queries however long the list."""
    appointment, enquiry = joinedload(Message.appointment), joinedload(Message.enquiry)
    return select(Message).options(
        joinedload(Message.officer),
        joinedload(Message.staff),
        joinedload(Message.supporter),
        appointment.joinedload(Appointment.resident).selectinload(Resident.supporters),
        appointment.joinedload(Appointment.officer),
        appointment.joinedload(Appointment.service),
        appointment.joinedload(Appointment.location),
        appointment.selectinload(Appointment.events),
        appointment.selectinload(Appointment.promises).joinedload(Promise.standard),
        enquiry.joinedload(Enquiry.resident).selectinload(Resident.supporters),
        enquiry.joinedload(Enquiry.officer),
        enquiry.joinedload(Enquiry.service),
        enquiry.selectinload(Enquiry.events),
        enquiry.selectinload(Enquiry.promises).joinedload(Promise.standard),
    )
