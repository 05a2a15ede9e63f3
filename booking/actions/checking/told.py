"""Whether people were told what they were to be told: the outbox, and the trail of what staff did."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import audit
from booking.actions.checking.reading import GRACE, IN_HAND, Offenders, changes
from booking.actions.instead import is_accounted_for
from booking.models import Audience, Kind, Message, MessageState, Outcome
from booking.models.messages import BY_HAND, UNDELIVERED

REMINDERS = (Kind.REMINDER_DAYS, Kind.REMINDER_HOURS, Kind.OFFICER_REMINDER)


def reminders(session: Session) -> Offenders:
    """Reminders that went out for a time that no longer stood, or too late to be of use."""
    sent = select(
        Message.id, Message.appointment_id, Message.sequence, Message.sent_at, Message.expires_at
    ).where(Message.kind.in_(REMINDERS), Message.sent_at.is_not(None))
    changed = changes(session)
    for id_, appointment_id, sequence, sent_at, expires_at in session.execute(sent):
        if sent_at is None:
            continue
        handed_over = sent_at - IN_HAND
        stood = sum(at <= handed_over for at in changed.get(appointment_id or 0, ()))
        if sequence < stood or (expires_at and expires_at <= handed_over):
            yield f"message:{id_}"


def states(session: Session) -> Offenders:
    """Messages whose state the rest of the row does not bear out."""
    rows = select(
        Message.id,
        Message.state,
        Message.channel,
        Message.sent_at,
        Message.provider_id,
        Message.outcome,
        Message.key,
        Message.kind,
    )
    for row in session.execute(rows):
        sent = row.state in (MessageState.SENT, MessageState.DELIVERED)
        given_up = row.state in (MessageState.FAILED, MessageState.DROPPED)
        handed_over = row.provider_id or row.channel in BY_HAND
        if (
            sent != (row.sent_at is not None)
            or (sent and not handed_over)
            or (given_up and not row.outcome)
            or not row.key.startswith(f"{row.kind}:")
        ):
            yield f"message:{row.id}"


def undelivered(session: Session) -> Offenders:
    """Messages that a machine was to deliver and that have waited too long: neither sent nor failed."""
    late = clock.now() - GRACE
    waiting = select(Message.id).where(
        UNDELIVERED,
        Message.due_at <= late,
        Message.claimed_at.is_(None) | (Message.claimed_at <= late),
        Message.channel.not_in(BY_HAND),
    )
    yield from (f"message:{id_}" for id_ in session.scalars(waiting))


def left_out(session: Session) -> Offenders:
    """Messages left out because a supporter was told instead, of which nobody was told and nobody will be."""
    rows = select(Message).where(Message.outcome == Outcome.TOLD_INSTEAD).order_by(Message.id)
    yield from (f"message:{row.id}" for row in session.scalars(rows) if not is_accounted_for(row))


def addressed(session: Session) -> Offenders:
    """Messages that are for nobody, or about nothing."""
    rows = select(
        Message.id,
        Message.audience,
        Message.appointment_id,
        Message.enquiry_id,
        Message.officer_id,
        Message.staff_id,
        Message.supporter_id,
        Message.day,
    )
    for row in session.execute(rows):
        about = [row.appointment_id, row.enquiry_id, row.day]
        to = {
            Audience.OFFICER: row.officer_id,
            Audience.MANAGER: row.staff_id,
            Audience.SUPPORTER: row.supporter_id,
        }
        if sum(one is not None for one in about) != 1 or to.get(row.audience, True) is None:
            yield f"message:{row.id}"


def unsealed(session: Session) -> Offenders:
    """Places at which somebody's audit trail was changed, has a gap or was cut short."""
    yield from (f"staff:{staff_id} entry {number}" for staff_id, number in audit.broken(session))
