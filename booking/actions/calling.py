"""Calls that the front desk makes: told, nobody there, or somebody else's number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import audit, links, outbox, rules
from booking.actions.actor import Actor
from booking.actions.otherwise import fail, tell_otherwise
from booking.actions.telling import say, waiting_by_hand
from booking.actions.transaction import transaction
from booking.domain import calling
from booking.domain.calling import ENOUGH, next_try
from booking.domain.errors import ActionRefused
from booking.domain.messages import UNTIL_IT_BEGINS
from booking.messaging.addresses import Addressee, addressee
from booking.messaging.facts import subject_of
from booking.models import (
    Appointment,
    Audience,
    CallAttempt,
    CallOutcome,
    Channel,
    Enquiry,
    Message,
    MessageState,
    Outcome,
)
from booking.settings import settings

_BY_PHONE = (Channel.PHONE,)
_TRIED_BY_TEXT = and_(Message.channel == Channel.SMS, Message.attempts > 0)
"""What a stranger may have been sent, so that it does not count as told."""


def to_make(session: Session) -> list[Message]:
    """The calls that are due and still true, the longest due first."""
    return waiting_by_hand(session, _BY_PHONE)


def to_make_later(session: Session) -> list[Message]:
    """The calls that nobody answered and that are not due again yet."""
    return waiting_by_hand(session, _BY_PHONE, Message.attempts > 0, later=True)


def attempts(session: Session, calls: Sequence[Message]) -> Mapping[int, Sequence[CallAttempt]]:
    """What was tried for each of these calls, by the id of its message, the oldest first."""
    ids = [call.id for call in calls]
    tried: defaultdict[int, list[CallAttempt]] = defaultdict(list)
    made = select(CallAttempt).where(CallAttempt.message_id.in_(ids)).order_by(CallAttempt.id)
    for one in session.scalars(made):
        tried[one.message_id].append(one)
    return tried


def is_tried_enough(tried: Sequence[CallAttempt]) -> bool:
    """Whether nobody answered on so many half-days that another way must be found."""
    return calling.is_tried_enough(_unanswered(tried), settings().timezone)


def has_no_time_left(call: Message, tried: Sequence[CallAttempt]) -> bool:
    """Whether nobody answered, and it was not put off: it would have come back too late."""
    return bool(tried) and call.due_at <= tried[-1].at


def is_for_a_manager(call: Message, tried: Sequence[CallAttempt]) -> bool:
    """Whether ringing has come to nothing, and no letter is of use: somebody must decide."""
    return has_no_time_left(call, tried) or is_tried_enough(tried)


def out_of_reach(session: Session) -> set[Addressee]:
    """The people whom managers must decide about, each once, however much they are to be told."""
    return {addressee(call) for call in for_a_manager(session)}


def for_a_manager(session: Session) -> list[Message]:
    """The calls, due now or later, that are for a manager."""
    left = exists().where(CallAttempt.message_id == Message.id, CallAttempt.at >= Message.due_at)
    often = or_(Message.attempts >= ENOUGH, left)
    calls = [
        *waiting_by_hand(session, _BY_PHONE, often),
        *waiting_by_hand(session, _BY_PHONE, often, later=True),
    ]
    tried = attempts(session, calls)
    return [call for call in calls if is_for_a_manager(call, tried[call.id])]


@transaction
def told(session: Session, *, message_id: int, actor: Actor) -> None:
    """They answered and were told. A second press changes nothing."""
    call = session.get_one(Message, message_id, with_for_update=True)
    if call.state is MessageState.WAITING:
        _note(session, call, CallOutcome.TOLD, actor)
    say(session, call, actor)


@transaction
def no_answer(session: Session, *, message_id: int, actor: Actor) -> bool:
    """Nobody answered: it comes back in an hour of office time, at the best time to phone them.

    What would come back too late to be of use stays on the list, and managers see it: a letter would
    come later still. After enough half-days a letter is written instead, where one may be; returns
    whether it was. Without one the call stays, and managers see it. Raises ActionRefused for what is not
    due.
    """
    call = _due(session, message_id)
    _note(session, call, CallOutcome.NO_ANSWER, actor)
    session.flush()
    back = next_try(clock.now(), rules.office(session))
    back = outbox.at_best_time(session, call, Channel.PHONE, back)
    if not _is_of_use(call, back):
        return False
    if is_tried_enough(attempts(session, [call])[call.id]) and tell_otherwise(
        session, call, by=Channel.LETTER
    ):
        call.state, call.outcome = MessageState.FAILED, Outcome.NO_ANSWER
        return True
    call.due_at = back
    return False


@transaction
def wrong_number(session: Session, *, message_id: int, actor: Actor) -> None:
    """Somebody else answered: nothing more goes to that number until it is mended.

    Every call to it, and every text that was tried already, takes the next way that the person allows, no
    sooner than it was due; a text that was not waits, for its number may be mended by then. The links
    that were sent to the stranger open nothing any more. Raises ActionRefused for what is not due.
    """
    call = _due(session, message_id)
    _note(session, call, CallOutcome.WRONG_NUMBER, actor)
    subject = subject_of(call)
    if call.audience is Audience.SUPPORTER and call.supporter:
        call.supporter.phone_wrong_since = clock.now()
        links.revoke(session, call.supporter)
        theirs = Message.supporter_id == call.supporter.id
    elif subject:
        subject.resident.phone_wrong_since = clock.now()
        links.revoke_own(session, subject.resident_id)
        theirs = _about(subject.resident_id)
    else:
        raise ActionRefused("nobody to be reached")
    waiting = select(Message).where(
        Message.state == MessageState.WAITING,
        or_(Message.channel == Channel.PHONE, _TRIED_BY_TEXT),
        Message.audience == call.audience,
        theirs,
    )
    for other in session.scalars(waiting.order_by(Message.id).with_for_update()).all():
        fail(session, other, Outcome.WRONG_NUMBER)


def _is_of_use(call: Message, at: datetime) -> bool:
    """Whether ringing them then is of use: it has not expired, and what it tells of is to come."""
    begins = call.appointment.starts_at if call.appointment else None
    ends = (call.expires_at, begins if call.kind in UNTIL_IT_BEGINS else None)
    return all(at < end for end in ends if end)


def _about(resident_id: int) -> ColumnElement[bool]:
    about: ColumnElement[bool] = or_(
        Message.appointment_id.in_(
            select(Appointment.id).where(Appointment.resident_id == resident_id)
        ),
        Message.enquiry_id.in_(select(Enquiry.id).where(Enquiry.resident_id == resident_id)),
    )
    return about


def _due(session: Session, message_id: int) -> Message:
    call = session.get_one(Message, message_id, with_for_update=True)
    waits = call.channel is Channel.PHONE and call.state is MessageState.WAITING
    if not waits or call.due_at > clock.now():
        raise ActionRefused("no call that is due")
    return call


def _note(session: Session, call: Message, outcome: CallOutcome, actor: Actor) -> None:
    call.attempts += 1
    session.add(
        CallAttempt(message_id=call.id, at=clock.now(), outcome=outcome, staff_id=actor.staff_id)
    )
    if outcome is not CallOutcome.TOLD:
        audit.by(session, actor, action=str(outcome), subject=f"message:{call.id}")


def _unanswered(tried: Sequence[CallAttempt]) -> list[datetime]:
    return [one.at for one in tried if one.outcome is CallOutcome.NO_ANSWER]
