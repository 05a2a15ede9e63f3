"""An appointment's story: every move and every note becomes an event, in the same transaction."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions.actor import Actor
from booking.domain.lifecycle import Action, Status, after
from booking.models import Appointment, Event


def load(session: Session, appointment_id: int) -> Appointment:
    """The appointment, locked against every other action until this one commits."""
    return session.get_one(Appointment, appointment_id, with_for_update=True)


def move(
    session: Session,
    appointment: Appointment,
    action: Action,
    actor: Actor,
    *,
    reason: str | None = None,
    **facts: object,
) -> None:
    """Takes the step and writes its event; raises ActionRefused where the status does not allow it.

    `facts` are codes, numbers and times: nothing personal.
    """
    before = appointment.status
    appointment.status = after(before, action)
    _write(session, appointment, action, actor, before, reason, facts)


def note(
    session: Session, appointment: Appointment, what: str, actor: Actor, **facts: object
) -> None:
    """Writes an event that moves no status: needs changed, running late."""
    _write(session, appointment, what, actor, appointment.status, None, facts)


def begin(session: Session, appointment: Appointment, actor: Actor, **facts: object) -> None:
    """Writes the first event of a new request."""
    _write(session, appointment, Action.REQUEST, actor, None, None, facts)


def _write(
    session: Session,
    appointment: Appointment,
    action: str,
    actor: Actor,
    before: Status | None,
    reason: str | None,
    facts: dict[str, object],
) -> None:
    session.flush()
    last = select(func.max(Event.number)).where(Event.appointment_id == appointment.id)
    session.add(
        Event(
            appointment_id=appointment.id,
            number=(session.scalar(last) or 0) + 1,
            at=clock.now(),
            action=str(action),
            from_status=before,
            to_status=appointment.status,
            actor=actor.kind,
            staff_id=actor.staff_id,
            on_behalf=actor.on_behalf,
            reason=reason,
            facts={name: _plain(value) for name, value in facts.items() if value is not None},
        )
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
