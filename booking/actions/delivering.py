"""Delivering the outbox: claim, compose, hand over, note what came of it.

A message is claimed and composed in transactions of their own, and handed over with none open. A crash
at any point leaves it claimed; the claim runs out and it is taken up again, looked up first where the
provider can say whether it had it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import structlog
from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import finding, links, outbox, rules
from booking.actions.diaries import proposals
from booking.actions.transaction import transaction
from booking.domain.messages import (
    MOST_ATTEMPTS,
    REMINDERS_TO_RESIDENTS,
    is_true,
    wait_after,
)
from booking.domain.reminders import in_quiet_hours, outside_quiet_hours
from booking.extensions import db
from booking.messaging.buttons import Links, carried_link
from booking.messaging.channels import (
    Accepted,
    ChannelFailure,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from booking.messaging.compose import Content, NoAddress, compose
from booking.messaging.email import Email
from booking.messaging.gateways import gateways
from booking.models import Channel, Kind, Message, MessageState, Purpose
from booking.settings import settings

log = structlog.get_logger()

BATCH = 50
CLAIM = timedelta(minutes=5)
"""After so long a claim is taken to be that of a worker that died."""
UNKNOWN = "unknown"
SHOWN = Accepted("shown")
"""What takes the place of a provider's answer where messages are only shown."""


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
    perhaps_sent: bool
    """An earlier attempt may have gone through."""


def deliver(limit: int = BATCH) -> int:
    """Delivers what is due, up to `limit` messages; returns how many were taken up."""
    claimed = claim(limit)
    for message_id in claimed:
        _deliver_one(message_id)
    return len(claimed)


def _deliver_one(message_id: int) -> None:
    try:
        parcel = prepare(message_id)
    except Exception as error:
        # One message that cannot be put into words must not keep the others from going out.
        log.error("message not composed", message=message_id, error=type(error).__name__)
        settle(message_id, PermanentFailure("not_composed"))
        return
    if parcel is None:
        return
    db.session.remove()  # no transaction stays open while somebody else's server takes its time
    outcome: Accepted | ChannelFailure
    try:
        outcome = _hand_over(parcel)
    except ChannelFailure as failure:
        outcome = failure
    settle(message_id, outcome)


@transaction
def claim(session: Session, limit: int) -> list[int]:
    """Takes up to `limit` due messages for this worker alone, the longest due first."""
    now = clock.now()
    abandoned = and_(Message.state == MessageState.SENDING, Message.claimed_at <= now - CLAIM)
    due = and_(Message.state == MessageState.WAITING, Message.due_at <= now)
    chosen = (
        select(Message.id)
        .where(or_(due, abandoned), Message.channel.in_([Channel.SMS, Channel.EMAIL]))
        .order_by(Message.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.scalars(chosen))
    lost = select(Message.id).where(Message.id.in_(ids), Message.state == MessageState.SENDING)
    session.execute(
        update(Message).where(Message.id.in_(session.scalars(lost).all())).values(outcome=UNKNOWN)
    )
    session.execute(
        update(Message)
        .where(Message.id.in_(ids))
        .values(state=MessageState.SENDING, claimed_at=now, attempts=Message.attempts + 1)
    )
    return ids


@transaction
def prepare(session: Session, message_id: int) -> Parcel | None:
    """Puts a claimed message into words and keeps them; None where it is not to be sent now."""
    message = session.get_one(Message, message_id, with_for_update=True)
    if reason := no_longer_wanted(message):
        message.state, message.outcome = MessageState.DROPPED, reason
        return None
    if later := _after_quiet_hours(message):
        message.state, message.due_at, message.attempts = MessageState.WAITING, later, 0
        return None
    if message.content is None:
        try:
            message.content = _composed(session, message).to_json()
        except NoAddress:
            _fail(session, message, "no_address")
            return None
    return Parcel(
        message_id=message.id,
        key=message.key,
        channel=message.channel,
        language=message.language,
        content=Content.from_json(message.content),
        created_at=message.created_at,
        expires_in=message.expires_at - clock.now() if message.expires_at else None,
        perhaps_sent=message.outcome == UNKNOWN,
    )


@transaction
def settle(session: Session, message_id: int, outcome: Accepted | ChannelFailure) -> None:
    """Notes what came of an attempt. A message that has been settled already stays as it is."""
    message = session.get_one(Message, message_id, with_for_update=True)
    if message.state is not MessageState.SENDING:
        return
    if isinstance(outcome, Accepted):
        message.state, message.sent_at = MessageState.SENT, clock.now()
        message.provider_id, message.outcome = outcome.provider_id, None
    elif isinstance(outcome, PermanentFailure):
        _fail(session, message, outcome.code)
    elif message.attempts >= MOST_ATTEMPTS:
        _fail(session, message, f"gave_up:{outcome.code}")
    else:
        asked = outcome.retry_after if isinstance(outcome, TemporaryFailure) else None
        message.state = MessageState.WAITING
        message.due_at = clock.now() + wait_after(message.attempts, asked)
        unsure = isinstance(outcome, OutcomeUnknown) or message.outcome == UNKNOWN
        message.outcome = UNKNOWN if unsure else outcome.code
    log.info("message", message=message.id, kind=message.kind, state=message.state)


def _fail(session: Session, message: Message, code: str) -> None:
    message.state, message.outcome = MessageState.FAILED, code
    outbox.tell_otherwise(session, message)


def no_longer_wanted(message: Message) -> str | None:
    """Why a message is not to be told any more; None while it is."""
    if message.expires_at and message.expires_at <= clock.now():
        return "expired"
    appointment = message.appointment
    if appointment is None or is_true(
        message.kind,
        appointment.status,
        reports=message.sequence,
        sequence=appointment.sequence,
    ):
        return None
    return "superseded"


def _after_quiet_hours(message: Message) -> datetime | None:
    """When a late reminder may go out, where this is no hour for it."""
    zone, quiet, now = settings().timezone, rules.quiet_hours(), clock.now()
    if message.kind not in REMINDERS_TO_RESIDENTS or not message.expires_at:
        return None
    if not in_quiet_hours(now, zone=zone, quiet=quiet):
        return None
    later = outside_quiet_hours(now, latest=message.expires_at, zone=zone, quiet=quiet)
    return later if later > now else message.expires_at


def _composed(session: Session, message: Message) -> Content:
    day = []
    if message.day:
        day = finding.on_day(session, message.day, officer_id=message.officer_id)
    wanted = message.appointment if message.kind is Kind.PLEASE_ARRANGE else None
    best = proposals(session, wanted) if wanted else []
    return compose(message, links=_links(session, message), day=day, proposals=best)


def _links(session: Session, message: Message) -> Links:
    purpose = carried_link(message)
    if purpose is None or message.appointment is None:
        return Links()
    token = links.mint(session, message.appointment, purpose, officer_id=message.officer_id)
    address = links.url(purpose, token)
    return Links(manage=address) if purpose is Purpose.MANAGE else Links(answer=address)


def _hand_over(parcel: Parcel) -> Accepted:
    return _BY_CHANNEL[parcel.channel](parcel)


def _by_sms(parcel: Parcel) -> Accepted:
    gateway, content = gateways().sms, parcel.content
    if gateway is None:
        return SHOWN
    if parcel.perhaps_sent and (
        known := gateway.find(to=content.to, body=content.text, since=parcel.created_at)
    ):
        return known
    return gateway.send(to=content.to, body=content.text, expires_in=parcel.expires_in)


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
