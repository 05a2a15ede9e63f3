"""Who is told, of a resident and those who stand in for them: one of them always, wherever that can be.

A message to the resident is left out only where a copy of it lives: somebody who stands in for them was
told it or is about to be. Where the last of these copies comes to nothing, the resident is told after all.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, object_session

from booking.actions import outbox, supporters
from booking.domain.acting_for import TO_CHOOSE, Tells, is_copied
from booking.domain.messages import REMINDERS_TO_RESIDENTS
from booking.messaging.facts import subject_of
from booking.messaging.ways import way_to_remind
from booking.models import Audience, Message, MessageState, Outcome

COME_TO_NOTHING = (MessageState.FAILED, MessageState.DROPPED)
TOLD = (MessageState.SENT, MessageState.DELIVERED)


def is_to_be_left_out(message: Message) -> bool:
    """Whether what is for the resident was told, or is about to be, to somebody who stands in for them."""
    if message.audience is not Audience.RESIDENT:
        return False
    standing_in = _standing_in(message)
    return bool(standing_in) and _lives(message, lambda copy: copy.supporter_id in standing_in)


def is_accounted_for(message: Message) -> bool:
    """Whether what was left out was all the same told, or still will be, or was to be told no longer.

    To a supporter, as a copy that lives or that was out of date before it was sent; else to the resident.
    """
    session = object_session(message)
    if session is None:
        return False
    not_told = or_(
        Message.state == MessageState.FAILED,
        Message.outcome.in_((Outcome.TOLD_INSTEAD, Outcome.ENDED)),
    )
    others = select(Message).where(_the_same(message), Message.id != message.id)
    theirs = or_(
        and_(Message.audience == Audience.SUPPORTER, ~func.coalesce(not_told, False)),
        and_(Message.audience == Audience.RESIDENT, Message.id > message.id),
    )
    return session.scalar(others.where(theirs).limit(1)) is not None


def tell_after_all(session: Session, copy: Message) -> None:
    """What a supporter is not told in the resident's place any more is told to the resident.

    Nothing, where somebody else stands in who is, or where the resident's own was told or still waits.
    """
    if copy.audience is not Audience.SUPPORTER or not is_copied(Tells.EVERYTHING, copy.kind):
        return
    own = select(Message).where(_the_same(copy), Message.audience == Audience.RESIDENT)
    # Locked: the worker may be about to leave one out for the very copy that comes to nothing.
    found = session.scalars(
        own.order_by(Message.id).with_for_update().execution_options(populate_existing=True)
    ).all()
    for _base, group in groupby(sorted(found, key=_base_of), key=_base_of):
        rows = list(group)
        if rows[-1].is_told_instead and not _was_told(rows[-1]):
            _tell_again(session, rows)


def _tell_again(session: Session, left_out: Sequence[Message]) -> None:
    """In the way that is theirs now; where none is left staff see it, unless it is a mere reminder."""
    first, subject = left_out[0], subject_of(left_out[0])
    if subject is None:
        return
    is_reminder = first.kind in REMINDERS_TO_RESIDENTS
    way = (
        way_to_remind(subject) if is_reminder else outbox.way_to_tell(session, subject, first.kind)
    )
    times = sum(one.is_told_instead for one in left_out)
    key = f"{_base_of(first)}/again" + (f"-{times}" if times > 1 else "")
    message = outbox.again(session, first, key, way or first.channel)
    if way is None:
        message.state = MessageState.DROPPED if is_reminder else MessageState.FAILED
        message.outcome = Outcome.NO_WAY_LEFT
    session.add(message)


def _was_told(message: Message) -> bool:
    """Whether somebody was told it in the resident's place, acting still or not, or is about to be.

    Whoever was asked to choose and may not choose any more does not count: it is for the resident to do.
    """
    standing_in = _standing_in(message)

    def in_their_place(copy: Message) -> bool:
        once = copy.supporter is not None and copy.supporter.tells is Tells.EVERYTHING
        told = once and copy.state in TOLD and copy.kind not in TO_CHOOSE
        return told or copy.supporter_id in standing_in

    return _lives(message, in_their_place)


def _standing_in(message: Message) -> set[int]:
    subject = subject_of(message)
    if subject is None:
        return set()
    return {one.id for one in supporters.standing_in(subject, message.kind)}


def _lives(message: Message, counts: Callable[[Message], bool]) -> bool:
    """Whether a copy that counts was told, or is about to be."""
    session = object_session(message)
    if session is None:
        return False
    copies = select(Message).where(_the_same(message), Message.audience == Audience.SUPPORTER)
    living = copies.where(Message.state.not_in(COME_TO_NOTHING))
    return any(counts(copy) for copy in session.scalars(living))


def _the_same(message: Message) -> ColumnElement[bool]:
    """Finds what says the same, to whomever.

    Reminders are written anew for whoever acts later, so they are told by what they remind of; of all else
    there may be several, each reporting something that happened.
    """
    about = (
        Message.appointment_id == message.appointment_id
        if message.appointment_id
        else Message.enquiry_id == message.enquiry_id
    )
    same = and_(about, Message.kind == message.kind, Message.sequence == message.sequence)
    if message.kind in REMINDERS_TO_RESIDENTS:
        return same
    reported, _colon, _whom = _base_of(message).rpartition(":")
    return and_(same, Message.key.startswith(f"{reported}:", autoescape=True))


def _base_of(message: Message) -> str:
    """The key without the ways in which it was tried."""
    return message.key.partition("/")[0]
