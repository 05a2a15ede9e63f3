"""What happened to an appointment, line by line, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.language.codes import ACTORS, EVENTS
from booking.language.dates import format_moment
from booking.models import Appointment, Event, Message, Staff
from booking.web.times import read_instant


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: when (UTC), what, by whom, and what there is to add."""

    at: datetime
    what: str
    who: str
    more: Sequence[str]


def told_of(session: Session, appointment: Appointment) -> list[Line]:
    """The story of an appointment, the newest first."""
    names = _names(session, appointment.events)
    return [
        Line(
            event.at,
            str(EVENTS.get(event.action, event.action)),
            _who(event, names),
            list(_more(event)),
        )
        for event in reversed(appointment.events)
    ]


def messages_of(session: Session, appointment: Appointment) -> Sequence[Message]:
    """Every message about an appointment, the newest first; those still to come at the top."""
    about = select(Message).where(Message.appointment_id == appointment.id)
    return session.scalars(about.order_by(Message.due_at.desc(), Message.id.desc())).all()


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
    if event.reason:
        yield _("The reason given: %(reason)s", reason=event.reason)
