"""Delivering the outbox: claim, compose, hand over, note what came of it.

A message is claimed and composed in transactions of their own, and handed over with none open. A crash
at any point leaves it claimed; the claim runs out and it is taken up again, looked up first where the
provider can say whether it had it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

import structlog
from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import finding, links, outbox, rules, supporters
from booking.actions.acting_for import ENDED
from booking.actions.diaries import demand_of, proposals, read
from booking.actions.handing_over import is_without_time
from booking.actions.otherwise import fail
from booking.actions.transaction import transaction
from booking.domain.diary import Reason
from booking.domain.local_time import local_day
from booking.domain.messages import (
    MOST_ATTEMPTS,
    OF_ONE_OFFICER,
    REMINDERS_TO_RESIDENTS,
    is_true,
    wait_after,
)
from booking.domain.reminders import in_quiet_hours, outside_quiet_hours
from booking.extensions import db
from booking.messaging.addresses import recipient
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
from booking.messaging.facts import Subject, subject_of
from booking.messaging.gateways import gateways
from booking.models import (
    Appointment,
    Audience,
    Channel,
    Kind,
    Message,
    MessageState,
    PrintedLetter,
    Purpose,
)
from booking.models.messages import BY_HAND, UNDELIVERED
from booking.settings import settings

log = structlog.get_logger()

BATCH = 50
CLAIM_LASTS = timedelta(minutes=5)
"""After so long a claim is taken to be that of a worker that died; longer than any gateway waits."""
_LONGEST_LIST = 500
UNKNOWN = "unknown"
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
    perhaps_sent: bool
    """An earlier attempt may have gone through."""


def deliver(limit: int = BATCH) -> int:
    """Delivers what is due, up to `limit` messages; returns how many were taken up."""
    lay_out(limit)
    claims = claim(limit)
    for claimed in claims:
        _deliver_one(claimed)
    return len(claims)


def _deliver_one(claimed: Claim) -> None:
    try:
        parcel = prepare(claimed)
    except (OperationalError, InterfaceError):
        raise  # the database is away: that says nothing about the message
    except Exception as error:
        # One message that cannot be put into words must not keep the others from going out.
        log.error("message not composed", message=claimed.message_id, error=type(error).__name__)
        settle(claimed, PermanentFailure("not_composed"))
        return
    if parcel is None:
        return
    db.session.remove()  # no transaction stays open while somebody else's server takes its time
    settle(claimed, _outcome(parcel))


def _outcome(parcel: Parcel) -> Accepted | ChannelFailure:
    try:
        return _BY_CHANNEL[parcel.channel](parcel)
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
    session.execute(taken.where(Message.state == MessageState.SENDING).values(outcome=UNKNOWN))
    session.execute(
        taken.values(state=MessageState.SENDING, claimed_at=now, attempts=Message.attempts + 1)
    )
    return claims


def lay_out(limit: int) -> None:
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
        _lay_out(message_ids=ids)


@transaction
def _lay_out(session: Session, *, message_ids: Sequence[int]) -> None:
    waiting = select(Message).where(
        Message.id.in_(message_ids), Message.state == MessageState.WAITING
    )
    for message in session.scalars(waiting.with_for_update(skip_locked=True)).all():
        message.claimed_at = clock.now()
        if not is_reachable(message):
            fail(session, message, "no_address")


def is_reachable(message: Message) -> bool:
    """Whether there is an address on the message's channel for whom it is for."""
    try:
        recipient(message)
    except NoAddress:
        return False
    return True


@transaction
def withdraw(session: Session) -> None:
    """Drops letters and calls that are no longer true; a printed one is yet to leave the pile."""
    due = select(Message).where(
        UNDELIVERED,
        Message.state == MessageState.WAITING,
        Message.channel.in_(BY_HAND),
        Message.due_at <= clock.now(),
        ~exists().where(PrintedLetter.message_id == Message.id),
    )
    for message in session.scalars(due.limit(_LONGEST_LIST).with_for_update(skip_locked=True)):
        if reason := no_longer_wanted(message):
            message.state, message.outcome = MessageState.DROPPED, reason


@transaction
def prepare(session: Session, claimed: Claim) -> Parcel | None:
    """Puts a claimed message into words and keeps them; None where it is not to be sent now.

    The claim lasts from here, however long those before it took.
    """
    message = _still_claimed(session, claimed)
    if message is None:
        return None
    message.claimed_at = clock.now()
    if reason := no_longer_wanted(message):
        message.state, message.outcome = MessageState.DROPPED, reason
        return None
    if later := _after_quiet_hours(message):
        message.state, message.due_at = MessageState.WAITING, later
        return None
    if message.content is None:
        try:
            message.content = composed(session, message).to_json()
        except NoAddress:
            fail(session, message, "no_address")
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
        fail(session, message, f"gave_up:{outcome.code}")
    else:
        asked = outcome.retry_after if isinstance(outcome, TemporaryFailure) else None
        message.state = MessageState.WAITING
        message.due_at = clock.now() + wait_after(message.attempts, asked)
        unsure = isinstance(outcome, OutcomeUnknown) or message.outcome == UNKNOWN
        message.outcome = UNKNOWN if unsure else outcome.code
    log.info("message", message=message.id, kind=message.kind, state=message.state)


def _still_claimed(session: Session, claimed: Claim) -> Message | None:
    message = session.get_one(Message, claimed.message_id, with_for_update=True)
    ours = message.state is MessageState.SENDING and message.attempts == claimed.attempt
    return message if ours else None


def no_longer_wanted(message: Message) -> str | None:
    """Why a message is not to be told any more; None while it is."""
    if message.expires_at and message.expires_at <= clock.now():
        return "expired"
    subject = subject_of(message)
    if subject is None:
        return None
    if not _still_true(message, subject):
        return "superseded"
    return _left_to_another(message, subject)


def _left_to_another(message: Message, subject: Subject) -> str | None:
    """Whether the resident and their supporter are told otherwise than when it was written."""
    if message.audience is Audience.SUPPORTER:
        heard = message.supporter and supporters.may_hear(message.supporter, message.kind)
        return None if heard else ENDED
    if message.kind is Kind.SUPPORTER_BEGAN and message.supporter and message.supporter.ended_at:
        return ENDED
    if message.audience is Audience.RESIDENT and supporters.is_told_instead(subject, message.kind):
        return outbox.TOLD_INSTEAD
    return None


def _still_true(message: Message, subject: Subject) -> bool:
    if message.kind is Kind.COVER_OFFERED and subject.officer.cover is None:
        return False
    if message.kind is Kind.SUPPORT_CONFIRMED and _since(message, subject, "support_failed"):
        return False
    return is_true(
        message.kind,
        subject.status,
        reports=message.sequence,
        sequence=subject.sequence if isinstance(subject, Appointment) else 0,
        handed_over=message.kind in OF_ONE_OFFICER and _since(message, subject, "handed_over"),
    )


def _since(message: Message, subject: Subject, action: str) -> bool:
    """Whether that happened after the message was written."""
    return action in (event.action for event in subject.events if event.at > message.created_at)


def _after_quiet_hours(message: Message) -> datetime | None:
    """When a late reminder may go out, where this is no hour for it."""
    zone, quiet, now = settings().timezone, rules.quiet_hours(), clock.now()
    if message.kind not in REMINDERS_TO_RESIDENTS or not message.expires_at:
        return None
    if not in_quiet_hours(now, zone=zone, quiet=quiet):
        return None
    later = outside_quiet_hours(now, latest=message.expires_at, zone=zone, quiet=quiet)
    return later if later > now else message.expires_at


def composed(session: Session, message: Message) -> Content:
    """The words of a message that is about to be told, with the links minted that it carries.

    Within an action's own transaction. Raises NoAddress.
    """
    day = []
    if message.day:
        day = finding.on_day(session, message.day, officer_id=message.officer_id)
    wanted = message.appointment if carried_link(message) is Purpose.ANSWER_REQUEST else None
    return compose(
        message,
        links=_links(session, message),
        day=day,
        proposals=proposals(session, wanted) if wanted else [],
        hear_by=hear_by(session, message),
        empty=_why_no_time(session, message),
        nothing_fits=_nothing_fits(session, message),
    )


_HEARS_AGAIN = (Kind.DELAY, Kind.APOLOGY, Kind.ENQUIRY_DELAY, Kind.ENQUIRY_APOLOGY)


def hear_by(session: Session, message: Message) -> date | None:
    """The local day by whose end a resident who waits hears again: the working day after this message."""
    if message.kind not in _HEARS_AGAIN:
        return None
    told_on = local_day(message.created_at, settings().timezone)
    return rules.working_calendar(session).add(told_on, 1)


def _why_no_time(session: Session, message: Message) -> Reason | None:
    if message.kind is not Kind.NO_TIME or message.appointment is None:
        return None
    appointment = message.appointment
    empty = read(session, appointment.officer, demand_of(appointment)).why_none()
    return empty.reason if empty else None


def _nothing_fits(session: Session, message: Message) -> bool:
    """Said at once, to whoever has just asked."""
    received = message.appointment if message.kind is Kind.REQUEST_RECEIVED else None
    return received is not None and is_without_time(session, received)


def _links(session: Session, message: Message) -> Links:
    purpose, appointment = carried_link(message), message.appointment
    if purpose is None or appointment is None:
        return Links()
    officer_id = message.officer_id
    if officer_id and officer_id == appointment.officer.cover_id:
        officer_id = appointment.officer_id  # the cover answers in the place of the one they cover
    supporter_id = message.supporter_id if message.audience is Audience.SUPPORTER else None
    token = links.mint(
        session, appointment, purpose, officer_id=officer_id, supporter_id=supporter_id
    )
    address = links.url(purpose, token)
    match purpose:
        case Purpose.MANAGE:
            return Links(manage=address)
        case Purpose.CHECK_IN:
            return Links(check_in=address)
    return Links(answer=address)


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
