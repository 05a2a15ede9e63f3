"""The story of an appointment or an enquiry: every move becomes an event, in the same transaction."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions.actor import Actor
from booking.domain.lifecycle import OPEN, Action, Status, after
from booking.models import Appointment, Enquiry, Event

Subject = Appointment | Enquiry
"""What has a story: something that the council promised to arrange or to answer."""


def load(session: Session, appointment_id: int) -> Appointment:
    """The appointment, locked against every other action until this one commits."""
    return session.get_one(Appointment, appointment_id, with_for_update=True)


def open_of(session: Session, resident_id: int) -> list[Subject]:
    """Everything of a resident's about which something may still be told."""
    appointments = select(Appointment).where(
        Appointment.resident_id == resident_id, Appointment.status.in_(OPEN)
    )
    enquiries = select(Enquiry).where(Enquiry.resident_id == resident_id, Enquiry.status.in_(OPEN))
    return [*session.scalars(appointments), *session.scalars(enquiries)]


def move(
    session: Session,
    subject: Subject,
    action: Action,
    actor: Actor,
    *,
    reason: str | None = None,
    **facts: object,
) -> None:
    """Takes the step and writes its event; raises ActionRefused where the status does not allow it.

    `facts` are codes, numbers and times: nothing personal.
    """
    before = subject.status
    subject.status = after(before, action)
    _write(session, subject, action, actor, before, reason, facts)


def note(
    session: Session,
    subject: Subject,
    what: str,
    actor: Actor,
    *,
    reason: str | None = None,
    once: str | None = None,
    **facts: object,
) -> None:
    """Writes an event that moves no status: needs changed, running late, a step of the ladder.

    What bears a name in `once` can never be written twice: the database refuses it.
    """
    _write(session, subject, what, actor, subject.status, reason, facts, once)


def begin(session: Session, subject: Subject, actor: Actor, **facts: object) -> None:
    """Writes the first event of a new request."""
    _write(session, subject, Action.REQUEST, actor, None, None, facts)


def of(subject: Subject) -> ColumnElement[bool]:
    """The condition that finds the events of a subject."""
    if isinstance(subject, Appointment):
        return Event.appointment_id == subject.id
    return Event.enquiry_id == subject.id


def _write(
    session: Session,
    subject: Subject,
    action: str,
    actor: Actor,
    before: Status | None,
    reason: str | None,
    facts: dict[str, object],
    once: str | None = None,
) -> None:
    session.flush()
    last = session.scalar(select(func.max(Event.number)).where(of(subject)))
    said = {"by_supporter": actor.supporter_id, **facts}
    event = Event(
        number=(last or 0) + 1,
        at=clock.now(),
        action=str(action),
        once=once,
        from_status=before,
        to_status=subject.status,
        actor=actor.kind,
        staff_id=actor.staff_id,
        on_behalf=actor.on_behalf,
        reason=reason,
        facts={name: _plain(value) for name, value in said.items() if value is not None},
    )
    if isinstance(subject, Appointment):
        event.appointment_id = subject.id
    else:
        event.enquiry_id = subject.id
    session.add(event)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
