"""Delivering the outbox: claim, compose, hand over, note what came of it.

A message is claimed and composed in transactions of their own, and handed over with none open. A crash
at any point leaves it claimed; the claim runs out and it is taken up again. What may have gone out is
looked up first, in the words that it had, where the provider can say; only what it did not have is
composed anew, for whom and how it is told by now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

import structlog
from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import rules
from booking.actions.by_hand import see_to_addresses
from booking.actions.composing import composed
from booking.actions.otherwise import fail, leave_out
from booking.actions.still_wanted import no_longer_wanted
from booking.actions.transaction import transaction
from booking.domain.messages import (
    MOST_ATTEMPTS,
    REMINDERS_TO_RESIDENTS,
    wait_after,
)
from booking.domain.reminders import in_quiet_hours, outside_quiet_hours
from booking.extensions import db
from booking.messaging.channels import (
    Accepted,
    ChannelFailure,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from booking.messaging.compose import Content, NoAddress
from booking.messaging.email import Email
from booking.messaging.gateways import gateways
from booking.models import (
    Channel,
    Message,
    MessageState,
    Outcome,
)
from booking.models.messages import BY_HAND, UNDELIVERED
from booking.settings import settings

log = structlog.get_logger()

BATCH = 50
CLAIM_LASTS = timedelta(minutes=5)
"""After so long a claim is taken to be that of a worker that died; longer than any gateway waits."""
SHOWN = Accepted("shown")
"""What takes the place of a provider's answer where messages are only shown."""


class Claim(NamedTuple):
    """One message that a worker has taken up, and which attempt that is: a later one ends this claim."""

    message_id: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """One composed message on its way out of the house; nothing in it is tied to the database."""

    message_id: int
    key: str
    channel: Channel
    language: str
    content: Content
    created_at: datetime
    expires_in: timedelta | None


def deliver(limit: int = BATCH) -> int:
    """Delivers what is due, up to `limit` messages; returns how many were taken up."""
    see_to_addresses(limit)
    claims = claim(limit)
    for claimed in claims:
        _deliver_one(claimed)
    return len(claims)


def _deliver_one(claimed: Claim) -> None:
    if outcome := _earlier(claimed) or _now(claimed):
        settle(claimed, outcome)


def _earlier(claimed: Claim) -> Accepted | ChannelFailure | None:
    """What the provider says of an attempt that may have gone out; None where it knows of none."""
    gone = recall(claimed) if claimed.attempt > 1 else None
    return _outcome(_LOOKED_UP[gone.channel], gone) if gone else None


def _now(claimed: Claim) -> Accepted | ChannelFailure | None:
    """What comes of this attempt; None where nothing is to be sent now."""
    try:
        parcel = prepare(claimed)
    except (OperationalError, InterfaceError):
        raise  # the database is away: that says nothing about the message
    except Exception as error:
        # One message that cannot be put into words must not keep the others from going out.
        log.error("message not composed", message=claimed.message_id, error=type(error).__name__)
        return PermanentFailure(Outcome.NOT_COMPOSED)
    return _outcome(_BY_CHANNEL[parcel.channel], parcel) if parcel else None


def _outcome(
    ask: Callable[[Parcel], Accepted | None], parcel: Parcel
) -> Accepted | ChannelFailure | None:
    db.session.remove()  # no transaction stays open while somebody else's server takes its time
    try:
        return ask(parcel)
    except ChannelFailure as failure:
        return failure
    except Exception as error:
        # Whatever a gateway did not foresee must not stop the worker, nor be tried for ever.
        log.error("message not handed over", message=parcel.message_id, error=type(error).__name__)
        return OutcomeUnknown("unforeseen")


@transaction
def claim(session: Session, limit: int) -> list[Claim]:
    """Takes up to `limit` due messages for this worker alone, the longest due first."""
    now = clock.now()
    abandoned = and_(Message.state == MessageState.SENDING, Message.claimed_at <= now - CLAIM_LASTS)
    waiting = Message.state == MessageState.WAITING
    chosen = (
        select(Message.id, Message.attempts)
        .where(UNDELIVERED, Message.due_at <= now, or_(waiting, abandoned))
        .where(Message.channel.not_in(BY_HAND))
        .order_by(Message.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claims = [Claim(id_, attempts + 1) for id_, attempts in session.execute(chosen)]
    taken = update(Message).where(Message.id.in_([claimed.message_id for claimed in claims]))
    session.execute(
        taken.where(Message.state == MessageState.SENDING).values(outcome=Outcome.UNKNOWN)
    )
    session.execute(
        taken.values(state=MessageState.SENDING, claimed_at=now, attempts=Message.attempts + 1)
    )
    return claims


@transaction
def recall(session: Session, claimed: Claim) -> Parcel | None:
    """What an earlier attempt may have got out, in the words that it had; None where none did.

    None too where nobody can say, or where it is no longer to be told.
    """
    message = _still_claimed(session, claimed)
    if message is None or message.outcome != Outcome.UNKNOWN or message.content is None:
        return None
    if message.channel not in _LOOKED_UP or no_longer_wanted(message):
        return None
    message.claimed_at = clock.now()
    return _parcel(message, Content.from_json(message.content))


@transaction
def prepare(session: Session, claimed: Claim) -> Parcel | None:
    """Puts a claimed message into words and keeps them; None where it is not to be sent now.

    Anew at every attempt: the person may be reached elsewhere by now, or the words may be others.
    The claim lasts from here, however long those before it took.
    """
    message = _still_claimed(session, claimed)
    if message is None:
        return None
    message.claimed_at = clock.now()
    if reason := no_longer_wanted(message):
        leave_out(session, message, reason)
        return None
    if later := _after_quiet_hours(message):
        message.state, message.due_at = MessageState.WAITING, later
        return None
    try:
        content = composed(session, message)
    except NoAddress:
        fail(session, message, Outcome.NO_ADDRESS)
        return None
    message.content = content.to_json()
    return _parcel(message, content)


def _parcel(message: Message, content: Content) -> Parcel:
    return Parcel(
        message_id=message.id,
        key=message.key,
        channel=message.channel,
        language=message.language,
        content=content,
        created_at=message.created_at,
        expires_in=message.expires_at - clock.now() if message.expires_at else None,
    )


@transaction
def settle(session: Session, claimed: Claim, outcome: Accepted | ChannelFailure) -> None:
    """Notes what came of an attempt. What another worker has taken up since is left to that one."""
    message = _still_claimed(session, claimed)
    if message is None:
        return
    if isinstance(outcome, Accepted):
        message.state, message.sent_at = MessageState.SENT, clock.now()
        message.provider_id, message.outcome = outcome.provider_id, None
    elif isinstance(outcome, PermanentFailure):
        fail(session, message, outcome.code)
    elif message.attempts >= MOST_ATTEMPTS:
        fail(session, message, f"{Outcome.GAVE_UP}:{outcome.code}")
    else:
        asked = outcome.retry_after if isinstance(outcome, TemporaryFailure) else None
        message.state = MessageState.WAITING
        message.due_at = clock.now() + wait_after(message.attempts, asked)
        unsure = isinstance(outcome, OutcomeUnknown) or message.outcome == Outcome.UNKNOWN
        message.outcome = Outcome.UNKNOWN if unsure else outcome.code
    log.info("message", message=message.id, kind=message.kind, state=message.state)


def _still_claimed(session: Session, claimed: Claim) -> Message | None:
    message = session.get_one(Message, claimed.message_id, with_for_update=True)
    ours = message.state is MessageState.SENDING and message.attempts == claimed.attempt
    return message if ours else None


def _after_quiet_hours(message: Message) -> datetime | None:
    """When a late reminder may go out, where this is no hour for it."""
    zone, quiet, now = settings().timezone, rules.quiet_hours(), clock.now()
    if message.kind not in REMINDERS_TO_RESIDENTS or not message.expires_at:
        return None
    if not in_quiet_hours(now, zone=zone, quiet=quiet):
        return None
    later = outside_quiet_hours(now, latest=message.expires_at, zone=zone, quiet=quiet)
    return later if later > now else message.expires_at


def _by_sms(parcel: Parcel) -> Accepted:
    gateway, content = gateways().sms, parcel.content
    if gateway is None:
        return SHOWN
    return gateway.send(to=content.to, body=content.text, expires_in=parcel.expires_in)


def _text_found(parcel: Parcel) -> Accepted | None:
    gateway, content = gateways().sms, parcel.content
    if gateway is None:
        return None
    return gateway.find(to=content.to, body=content.text, since=parcel.created_at)


def _by_email(parcel: Parcel) -> Accepted:
    gateway, content = gateways().email, parcel.content
    if gateway is None:
        return SHOWN
    # The same Message-ID at every attempt: a mail program shows what comes twice as one.
    domain = settings().council_email.rpartition("@")[2]
    email = Email(
        to=content.to,
        to_name=content.to_name,
        subject=content.subject,
        text=content.text,
        html=content.html,
        calendar=content.calendar,
        calendar_method=content.method,
        message_id=f"<{uuid5(NAMESPACE_URL, parcel.key)}@{domain}>",
        language=parcel.language,
        reply_to=None,
    )
    return gateway.send(email, sent_at=clock.now())


_BY_CHANNEL: dict[Channel, Callable[[Parcel], Accepted]] = {
    Channel.SMS: _by_sms,
    Channel.EMAIL: _by_email,
}

_LOOKED_UP: dict[Channel, Callable[[Parcel], Accepted | None]] = {Channel.SMS: _text_found}
"""Where the provider can say whether it had a message; of an email nobody can."""
