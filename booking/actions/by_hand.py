"""What waits for the front desk: none without an address or a number, none that is no longer true."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions.otherwise import fail, leave_out
from booking.actions.still_wanted import no_longer_wanted
from booking.actions.transaction import transaction
from booking.extensions import db
from booking.messaging.addresses import recipient
from booking.messaging.compose import NoAddress
from booking.models import Message, MessageState, Outcome, PrintedLetter
from booking.models.messages import BY_HAND, UNDELIVERED

_LONGEST_LIST = 500


def see_to_addresses(limit: int) -> None:
    """Sees to it that no letter without an address and no call without a number waits at the front desk.

    Each is looked at once, when it falls due: it takes the next way that leads to that person.
    """
    due = (
        select(Message.id)
        .where(UNDELIVERED, Message.due_at <= clock.now(), Message.claimed_at.is_(None))
        .where(Message.state == MessageState.WAITING, Message.channel.in_(BY_HAND))
        .limit(limit)
    )
    if ids := db.session().scalars(due).all():
        _see_to_addresses(message_ids=ids)


@transaction
def _see_to_addresses(session: Session, *, message_ids: Sequence[int]) -> None:
    waiting = select(Message).where(
        Message.id.in_(message_ids), Message.state == MessageState.WAITING
    )
    for message in session.scalars(waiting.with_for_update(skip_locked=True)).all():
        message.claimed_at = clock.now()
        if not is_reachable(message):
            fail(session, message, Outcome.NO_ADDRESS)


def is_reachable(message: Message) -> bool:
    """Whether there is an address on the message's channel for whom it is for."""
    try:
        recipient(message)
    except NoAddress:
        return False
    return True


@transaction
def drop_untrue(session: Session) -> None:
    """Drops letters and calls that are no longer true; a printed one is yet to leave the pile."""
    due = select(Message).where(
        UNDELIVERED,
        Message.state == MessageState.WAITING,
        Message.channel.in_(BY_HAND),
        Message.due_at <= clock.now(),
        ~exists().where(PrintedLetter.message_id == Message.id),
    )
    found = session.scalars(due.limit(_LONGEST_LIST).with_for_update(skip_locked=True)).all()
    for message in found:
        if reason := no_longer_wanted(message):
            leave_out(session, message, reason)
