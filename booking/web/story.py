"""What happened to an appointment or an enquiry, line by line, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions.still_wanted import no_longer_wanted
from booking.actions.story import Subject
from booking.language.codes import ACTORS, EVENTS, EVENTS_OF_ENQUIRIES
from booking.language.dates import format_moment
from booking.language.names import with_words
from booking.messaging.facts import reason_of
from booking.models import Appointment, Event, Message, MessageState, Outcome, Staff
from booking.web.times import read_instant


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: when (UTC), what, by whom, and what there is to add."""

    at: datetime
    what: str
    who: str
    more: Sequence[str]


def told_of(session: Session, subject: Subject) -> list[Line]:
    """The story of an appointment or an enquiry, the newest first."""
    names = _names(session, subject.events)
    words = EVENTS if isinstance(subject, Appointment) else EVENTS_OF_ENQUIRIES
    return [
        Line(
            event.at,
            str(words.get(event.action, event.action)),
            _who(event, names),
            list(_more(event)),
        )
        for event in reversed(subject.events)
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """One message, and how far it has come: dropped also where it still waits and will never be sent."""

    message: Message
    state: MessageState
    instead: bool
    """Whether somebody who acts for the resident is told it in their place."""

    @classmethod
    def of(cls, message: Message) -> Self:
        """How far it has come by now."""
        waits = message.state is MessageState.WAITING
        found = no_longer_wanted(message) if waits else None
        never = found is not None and found is not Outcome.REFUSED  # that goes another way
        return cls(
            message,
            MessageState.DROPPED if never else message.state,
            message.is_told_instead or found is Outcome.TOLD_INSTEAD,
        )


def messages_of(session: Session, subject: Subject) -> Sequence[Told]:
    """Every message about it, the newest first; those still to come at the top."""
    of_appointment = isinstance(subject, Appointment)
    column = Message.appointment_id if of_appointment else Message.enquiry_id
    about = select(Message).where(column == subject.id)
    found = session.scalars(about.order_by(Message.due_at.desc(), Message.id.desc()))
    return [Told.of(message) for message in found]


def _names(session: Session, events: Iterable[Event]) -> Mapping[int, str]:
    ids = {event.staff_id for event in events if event.staff_id}
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))
    return {staff_id: name for staff_id, name in rows if name}


def _who(event: Event, names: Mapping[int, str]) -> str:
    who = str(ACTORS[event.actor])
    name = names.get(event.staff_id or 0)
    if name and event.on_behalf:
        return _("%(who)s (%(name)s), for the resident", who=who, name=name)
    return _("%(who)s (%(name)s)", who=who, name=name) if name else who


def _more(event: Event) -> Iterable[str]:
    starts_at = read_instant(str(event.facts.get("starts_at", "")))
    if starts_at:
        yield _("For %(moment)s.", moment=format_moment(starts_at))
    minutes = event.facts.get("minutes")
    if isinstance(minutes, int):
        yield ngettext("By %(num)s minute.", "By %(num)s minutes.", minutes)
    rank = event.facts.get("met")
    if isinstance(rank, int):
        yield _("It is their choice %(rank)s.", rank=rank)
    if event.reason:
        yield _why(event.action, reason_of(event))


def _why(action: str, reason: str) -> str:
    match action:
        case "handed_over":
            return with_words(_("How the resident agreed: %(how)s"), how=reason)
        case "put_right":
            return with_words(_("What was done: %(what)s"), what=reason)
    return with_words(_("The reason given: %(reason)s"), reason=reason)
