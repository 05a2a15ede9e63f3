"""Whether a message is still to be told: judged at the last moment, for much may have changed since."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, or_

from booking import clock
from booking.actions import supporters
from booking.actions.instead import is_to_be_left_out
from booking.domain.acting_for import OF_AUTHORITY
from booking.domain.lifecycle import Status
from booking.domain.messages import OF_A_MISS, OF_ONE_OFFICER, TRUE_WHILE, is_true
from booking.domain.needs import refused_channels
from booking.domain.support import Outlook, SupportState
from booking.messaging.facts import Subject, subject_of
from booking.models import Appointment, Audience, Enquiry, Kind, Message, MessageState, Outcome
from booking.models.support import outlook_of

_UNDOES_SUPPORT = (f"support_{SupportState.FAILED}", f"support_{SupportState.NEEDED}")
"""The events after which support is to be confirmed anew."""


def no_longer_wanted(message: Message) -> Outcome | None:
    """Why a message is not to be told any more; None while it is."""
    if message.expires_at and message.expires_at <= clock.now():
        return Outcome.EXPIRED
    subject = subject_of(message)
    if subject is None:
        return None
    if not _still_true(message, subject):
        return Outcome.SUPERSEDED
    return _left_to_another(message, subject)


def may_be_wanted() -> ColumnElement[bool]:
    """Keeps all that may still be told, by what the database can tell: `no_longer_wanted` judges the rest.

    What moved on is never deleted, and would be read in vain each time that a list is shown.
    """
    older = and_(
        Message.sequence < Appointment.sequence,
        Message.kind.not_in([Kind(kind) for kind in OF_A_MISS | OF_AUTHORITY]),
    )
    moved_on = exists().where(
        Appointment.id == Message.appointment_id, or_(older, *_untrue_of(Appointment))
    )
    answered = exists().where(Enquiry.id == Message.enquiry_id, or_(*_untrue_of(Enquiry)))
    alive = or_(Message.expires_at.is_(None), Message.expires_at > clock.now())
    return and_(alive, ~moved_on, ~answered)


def _untrue_of(subject: type[Appointment] | type[Enquiry]) -> Iterator[ColumnElement[bool]]:
    """By `TRUE_WHILE`: the kinds that hold in the same statuses, while it is in none of these."""
    kinds: defaultdict[frozenset[Status], list[Kind]] = defaultdict(list)
    for kind, statuses in TRUE_WHILE.items():
        kinds[statuses].append(Kind(kind))
    for statuses, alike in kinds.items():
        yield and_(Message.kind.in_(alike), subject.status.not_in(statuses))


def _left_to_another(message: Message, subject: Subject) -> Outcome | None:
    """Whether the resident and their supporter are told otherwise than when it was written."""
    if message.audience is Audience.SUPPORTER:
        heard = message.supporter and supporters.may_hear(message.supporter, message.kind)
        return None if heard else Outcome.ENDED
    if message.kind is Kind.SUPPORTER_BEGAN and message.supporter and message.supporter.ended_at:
        return Outcome.ENDED
    if is_to_be_left_out(message):
        return Outcome.TOLD_INSTEAD
    return Outcome.REFUSED if _is_refused(message, subject) else None


def _is_refused(message: Message, subject: Subject) -> bool:
    """Whether it waits to be told in a way that the resident does not want."""
    waits = message.state in (MessageState.WAITING, MessageState.SENDING)
    to_resident = message.audience is Audience.RESIDENT
    return waits and to_resident and message.channel in refused_channels(subject.needs or ())


def _still_true(message: Message, subject: Subject) -> bool:
    if message.kind is Kind.COVER_OFFERED and subject.officer.cover is None:
        return False
    if isinstance(subject, Appointment) and not _support_stands_so(message, subject):
        return False
    return is_true(
        message.kind,
        subject.status,
        reports=message.sequence,
        sequence=subject.sequence if isinstance(subject, Appointment) else 0,
        handed_over=message.kind in OF_ONE_OFFICER and _since(message, subject, "handed_over"),
    )


def _support_stands_so(message: Message, appointment: Appointment) -> bool:
    """Whether support is still as sure, or as unsure, as a message says; of all other messages: yes."""
    if message.kind not in (Kind.SUPPORT_CONFIRMED, Kind.SUPPORT_LOST):
        return True
    stands = outlook_of(appointment)
    if message.kind is Kind.SUPPORT_LOST:
        return stands not in (None, Outlook.CONFIRMED)
    # What was lost or ordered anew, and is confirmed again by now, is told by a later message.
    return stands is Outlook.CONFIRMED and not _since(message, appointment, *_UNDOES_SUPPORT)


def _since(message: Message, subject: Subject, *actions: str) -> bool:
    """Whether one of these happened after the message was written."""
    return any(one.action in actions for one in subject.events if one.at > message.created_at)
